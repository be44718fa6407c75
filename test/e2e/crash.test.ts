// Kill -9 at any moment: everything that had been shown is still there, and the history can be sent.
import { readFileSync } from "node:fs";
import { LLMock } from "@copilotkit/aimock";
import { describe } from "vitest";
import { contentText } from "../helpers/chat-server.js";
import { crashAt, killAfter, killInMigration } from "../helpers/crash.js";
import { comesTrue, processesWith } from "../helpers/process-list.js";
import { nexusTest as test } from "../helpers/run-nexus.js";

const earlierSchema = readFileSync(new URL("../fixtures/stores/schema-2.sql", import.meta.url), "utf8");

describe.concurrent("D43: kill -9 while an answer streams", () => {
	// Early, late and in between; the soak test takes many more.
	for (const afterWord of [0, 1, 3, 8, 15, 29, 44, 61, 80, 97, 118, 140, 163, 187, 212, 240, 271, 303, 341, 399]) {
		test(`after word ${afterWord}: it opens, lists, goes on with all that was shown`, async ({ nexus, expect }) => {
			const outcome = await crashAt(nexus, afterWord);
			expect(outcome).toMatchObject({ code: 0, integrity: "ok", sessions: 1 });
			expect(outcome.shown).toContain(`word${afterWord} `);
			expect(outcome.sent.startsWith(outcome.shown), `${outcome.shown}\n--- sent:\n${outcome.sent}`).toBe(true);
		});
	}
});

describe.concurrent("Q1: kill -9 in the middle of turns with tools", () => {
	for (const afterMs of [450, 700, 950, 1300]) {
		test(`after ${afterMs} ms nothing that was shown as stored is missing`, async ({ nexus, expect }) => {
			const outcome = await killAfter(nexus, afterMs);
			expect(outcome).toMatchObject({ missing: [], integrity: "ok" });
			expect(outcome.codes.filter((code) => code !== 0)).toEqual([]);
		});
	}
});

describe.concurrent("Q5: kill -9 while an earlier store is brought up to date and indexed", () => {
	for (const afterMs of [250, 400]) {
		test(`after ${afterMs} ms the next start finishes it`, async ({ nexus, expect }) => {
			expect(await killInMigration(nexus, earlierSchema, afterMs)).toEqual({
				code: 0,
				stderr: "",
				found: 1,
				integrity: "ok",
			});
		});
	}
});

test.concurrent("D43: a session that died in its answer is listed before it is opened again", async ({
	nexus,
	expect,
}) => {
	const server = await nexus.server([{ text: "a long answer", chunk: 99, hang: true }]);
	const running = nexus.start(["-p", "-m", "custom/any", "-o", "stream-json", "tell me"], { env: server.env });
	await running.shows("a long answer");
	running.child.kill("SIGKILL");
	await running.ended;
	const list = await nexus.run(["sessions", "list", "--json"]);
	expect(list).toMatchObject({ code: 0, stderr: "" });
	expect(JSON.parse(list.stdout)).toMatchObject([{ title: "tell me", prompts: 1 }]);
});

describe.concurrent("D44: kill -9 while a tool runs", () => {
	test.for([
		["openai", "OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY", 310_000],
		["anthropic", "ANTHROPIC_BASE_URL", "", "ANTHROPIC_API_KEY", 320_000],
		["ollama", "OLLAMA_HOST", "", "OLLAMA_API_KEY", 330_000],
	] as const)(
		"%s: the request that goes on answers the open call",
		async ([id, variable, path, key, base], { nexus, expect }) => {
			const sleep = `sleep ${base}.${process.pid}`;
			const mock = new LLMock({ port: 0 });
			await mock.start();
			try {
				mock.on(
					{ userMessage: "sleep a little", hasToolResult: false },
					{ toolCalls: [{ name: "run_command", arguments: JSON.stringify({ command: sleep }), id: "call_sleep" }] },
				);
				mock.onMessage("go on", { content: "It was cut off." });
				const env = { [variable]: `${mock.url}${path}`, [key]: "x" };
				const running = nexus.start(["-p", "-m", `${id}/any`, "--yolo", "sleep a little"], { env });
				expect(await comesTrue(() => processesWith(sleep).length > 0, 20_000)).toBe(true);
				running.child.kill("SIGKILL");
				await running.ended;
				const next = await nexus.run(["-p", "-c", "go on", "-o", "json"], { env });
				expect(next).toMatchObject({ code: 0 });
				expect(JSON.parse(next.stdout)).toMatchObject({ result: "It was cut off.", toolCalls: [] });
				const sent = JSON.stringify(mock.getLastRequest()?.body);
				expect(sent.match(/"(?:call_id|tool_call_id|tool_use_id)":"call_sleep"/g)?.length).toBeGreaterThan(0);
				expect(sent).toMatch(/interrupted/i);
			} finally {
				await mock.stop();
			}
		},
	);

	test("several calls at once: those that ended keep their result, the others are said to be interrupted", async ({
		nexus,
		expect,
	}) => {
		const sleep = `sleep 340000.${process.pid}`;
		const server = await nexus.server([
			{
				calls: [
					{ name: "calculate", input: { expression: "6*7" } },
					{ name: "run_command", input: { command: sleep } },
				],
			},
			{ text: "fine" },
		]);
		const running = nexus.start(["-p", "-m", "custom/any", "--yolo", "go"], { env: server.env });
		await running.tells("● calculate");
		expect(await comesTrue(() => processesWith(sleep).length > 0, 20_000)).toBe(true);
		running.child.kill("SIGKILL");
		await running.ended;
		// The server refuses a call without its result, and a result without its call.
		expect(await nexus.run(["-p", "-c", "and now?"], { env: server.env })).toMatchObject({ code: 0, stdout: "fine\n" });
		const results = server.requests[1]?.messages.filter((message) => message.role === "tool").map(contentText);
		expect(results).toEqual(["42", expect.stringMatching(/interrupted/i)]);
		expect(server.requests).toHaveLength(2);
	});
});

test.concurrent("D47: eight first starts at once: all answer, all are kept, no lock is seen", async ({
	nexus,
	expect,
}) => {
	const runs = await Promise.all(Array.from({ length: 8 }, (_, index) => nexus.run(["-p", `what is ${index}+1?`])));
	for (const [index, run] of runs.entries()) {
		expect(run).toMatchObject({ code: 0, stdout: `${index}+1 is ${index + 1}.\n` });
		expect(run.stderr).not.toMatch(/lock|busy|store|damaged/i);
	}
	const list = await nexus.run(["sessions", "list", "--json"]);
	expect(JSON.parse(list.stdout)).toHaveLength(8);
});
