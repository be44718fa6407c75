// Starts the screen over a made-up client, to try it by hand: node bench/tui-dev.ts [scene] [options]
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startEarlyInput } from "../src/frontends/tui/early-input.js";
import { tuiFrontend } from "../src/frontends/tui/index.js";
import { createFakeClient, type FakeClient } from "../test/helpers/fake-client.js";
import { demoCommands } from "./tui-commands.js";

const early = startEarlyInput(process.stdin);
const flags = process.argv.slice(2);
const has = (flag: string) => flags.includes(flag);
const value = (flag: string, otherwise: number) =>
	Number(flags.find((each) => each.startsWith(`${flag}=`))?.split("=")[1] ?? otherwise);

const source = readFileSync(new URL("./answer.md", import.meta.url), "utf8");
const tokensOf = (text: string): readonly string[] => text.match(/[\s\S]{1,4}/g) ?? [];

const usage = (input: number, output: number) => ({
	inputTokens: input,
	outputTokens: output,
	cacheReadTokens: 0,
	cacheWriteTokens: 0,
	reasoningTokens: 0,
});

let runs = 0;
let stop = false;
const agent = (client: FakeClient, state: "processing" | "idle", task: string) =>
	client.emit({
		type: "agent.update",
		agentId: "main",
		data: { name: "lead", agentType: "orchestrator", state, task },
	});

const stream = async (client: FakeClient, messageId: string, text: string, perSecond: number) => {
	const tokens = tokensOf(text);
	const began = performance.now();
	client.emit({ type: "message.start", data: { messageId, model: "fake/model" } });
	for (let at = 0; at < tokens.length && !stop; ) {
		const due = perSecond === 0 ? at + 200 : Math.floor(((performance.now() - began) / 1000) * perSecond) + 1;
		for (; at < Math.min(due, tokens.length); at++) {
			client.emit({ type: "message.delta", agentId: "main", data: { messageId, channel: "text", text: tokens[at]! } });
		}
		await (perSecond === 0 ? new Promise((resolve) => setImmediate(resolve)) : sleep(2));
	}
	client.emit({
		type: "message.end",
		data: { messageId, model: "fake/model", parts: [{ type: "text", text }], finishReason: "stop" },
	});
	client.emit({
		type: "usage.record",
		agentId: "main",
		data: {
			model: "fake/model",
			purpose: "turn",
			usage: usage(3100, tokens.length),
			costMicroUsd: 21_000,
			contextWindow: 20_000,
			durationMs: 1000,
		},
	});
};

const before = Array.from({ length: 30 }, (_, index) => `const line${index} = ${index};`).join("\n");
const after = before.replace("line12 = 12", "line12 = 1200").replace("const line20 = 20;\n", "");

const scene = async (client: FakeClient, text: string, promptId: string) => {
	stop = false;
	runs++;
	const id = `m${runs}`;
	client.emit({ type: "prompt.start", data: { promptId } });
	client.emit({ type: "run.start", runId: `r${runs}`, data: { promptId, model: "fake/model", maxTurns: 10 } });
	agent(client, "processing", text);
	client.emit({ type: "model.request", data: { model: "fake/model", turn: 1, inputTokensEstimate: 100 } });
	const began = performance.now();
	if (text.startsWith("wait")) await sleep(6000);
	if (text.startsWith("retry")) {
		client.emit({
			type: "model.retry",
			data: {
				model: "fake/model",
				attempt: 1,
				delayMs: 8000,
				error: { code: "provider.rate-limited", message: "rate limited" },
			},
		});
		await sleep(8000);
	}
	if (text.startsWith("flat")) await stream(client, id, source.repeat(value("--times", 5)), 0);
	else if (text.startsWith("tool")) await tools(client, id);
	else if (text.startsWith("edit")) await approval(client, id);
	else await stream(client, id, source, value("--rate", 400));
	agent(client, "idle", "");
	client.emit({
		type: "run.end",
		data: { stopReason: stop ? "cancelled" : "done", turns: 1, durationMs: performance.now() - began },
	});
};

const tools = async (client: FakeClient, id: string) => {
	await stream(client, id, "I look at the tests first.\n", 100);
	const calls = [
		["search_files", "toFixed in src/", "done", "12 matches"],
		["run_command", "npm test", "failed", "exit 1"],
		["read_file", "src/cart.ts 40-80", "done", ""],
	] as const;
	for (const [index, [name, title]] of calls.entries()) {
		client.emit({ type: "tool.request", data: { callId: `${id}c${index}`, name, title, input: { title } } });
		client.emit({ type: "tool.start", data: { callId: `${id}c${index}` } });
	}
	for (let line = 0; line < 12 && !stop; line++) {
		client.emit({
			type: "tool.progress",
			data: { callId: `${id}c1`, text: `\u001b[32m✓\u001b[0m test number ${line} passes\n` },
		});
		await sleep(200);
	}
	for (const [index, [name, , status, summary]] of calls.entries()) {
		client.emit({
			type: "tool.result",
			data: {
				callId: `${id}c${index}`,
				name,
				status,
				content:
					status === "failed"
						? "AssertionError: expected 36 to be 35\n    at cart.test.ts:12\n"
						: "line 1\nline 2\nline 3",
				summary,
				durationMs: 130 + index * 1000,
				...(status === "failed"
					? {
							error: {
								code: "tool.failed",
								message: "the command ended with exit code 1",
								hint: "see the output above",
							},
						}
					: {}),
			},
		});
	}
	await stream(client, `${id}b`, "One test fails: the total is **36**, not 35.\n", 100);
};

let decided: (() => void) | undefined;
const approval = async (client: FakeClient, id: string) => {
	await stream(client, id, "The sum is rounded per line in `src/cart.ts`, then again for the total.\n", 200);
	const callId = `${id}c`;
	client.emit({
		type: "tool.request",
		agentId: "main",
		data: { callId, name: "edit_file", title: "src/cart.ts", input: { path: "src/cart.ts" } },
	});
	client.emit({
		type: "approval.request",
		agentId: "main",
		data: {
			approvalId: `${id}a`,
			callId,
			tool: "edit_file",
			title: "src/cart.ts",
			reason: "",
			warnings: [],
			offers: [
				{ scope: "session", rule: "edit_file(src/cart.ts)" },
				{ scope: "project", rule: "edit_file(src/**)" },
			],
			view: { kind: "diff", path: "src/cart.ts", before, after },
			inputHash: "x",
		},
	});
	await new Promise<void>((resolve) => {
		decided = resolve;
	});
	client.emit({
		type: "tool.result",
		data: {
			callId,
			name: "edit_file",
			status: "done",
			content: "ok",
			summary: "",
			durationMs: 20,
			view: { kind: "diff", path: "src/cart.ts", before, after },
		},
	});
	await stream(client, `${id}b`, "Done.\n", 100);
};

const client = createFakeClient({
	isOffline: !has("--model"),
	model: has("--model") ? "fake/model" : "offline",
	found: [{ provider: "ollama", baseUrl: "http://localhost:11434" }],
	history: ["an earlier prompt", "another one before"],
	files: ["src/cart.ts", "src/index.ts", "README.md", "test/cart.test.ts"],
	onPrompt: (self, text, promptId) => void scene(self, text, promptId),
	onCancel: () => {
		stop = true;
		decided?.();
	},
	onAnswer: (self, approvalId, answer) => {
		self.emit({
			type: "approval.response",
			data: { approvalId, callId: approvalId.replace(/a$/, "c"), by: "person", ...answer },
		});
		decided?.();
	},
	async *load() {
		for (let at = 0; ; at++) {
			yield {
				id: `L${at}`,
				time: new Date().toISOString(),
				sessionId: "01SESSION",
				v: 1,
				type: "load.sample",
				data: {
					cpu: 0.3 + 0.3 * Math.sin(at),
					memoryUsedBytes: 2.4e9,
					memoryTotalBytes: 16e9,
					disk: 0.61,
					networkInPerSecond: 12_000,
					networkOutPerSecond: 100,
					eventLoopLagMs: 2,
					processCpu: 0.05,
					processMemoryBytes: 9e7,
					childProcesses: 1,
					loadAverage: 0.5,
				},
			};
			await sleep(1000);
		}
	},
});

const exitCode = await tuiFrontend.start({
	client,
	commands: demoCommands,
	options: {
		screenReader: has("--screen-reader"),
		reducedMotion: has("--reduced-motion"),
		color: !has("--no-color"),
		theme: flags.find((each) => each.startsWith("--theme="))?.slice(8) ?? "dark",
		earlyInput: early,
	},
	io: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env },
	signal: new AbortController().signal,
});
process.exit(exitCode);
