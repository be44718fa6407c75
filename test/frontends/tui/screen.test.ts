import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type CommandDefinition, defineCommand } from "../../../src/contracts/command.js";
import type { EventDraft } from "../../../src/contracts/event.js";
import { tuiFrontend } from "../../../src/frontends/tui/index.js";
import type { TuiOptions } from "../../../src/frontends/tui/options.js";
import { createFakeClient, type FakeClient, type FakeOptions } from "../../helpers/fake-client.js";
import { FakeTerminal } from "../../helpers/fake-terminal.js";

const commands: readonly CommandDefinition[] = [
	defineCommand({
		name: "say",
		description: "Says what it is given",
		surfaces: ["slash"],
		args: z.object({ text: z.string(), times: z.number().default(1), loud: z.boolean().default(false) }),
		positional: ["text"],
		run: async ({ text, times, loud }) => ({
			type: "message",
			text: `${(loud ? text.toUpperCase() : text).concat(" ").repeat(times)}`,
		}),
	}),
	defineCommand({
		name: "tools list",
		aliases: ["tools"],
		description: "Lists the tools",
		surfaces: ["slash"],
		args: z.object({}),
		run: async () => ({
			type: "table",
			columns: [{ name: "tool" }, { name: "calls", align: "right" }],
			rows: [
				["read_file", "3"],
				["run_command", "12"],
			],
			json: null,
		}),
	}),
	defineCommand({
		name: "pick",
		description: "Offers values",
		surfaces: ["slash"],
		args: z.object({}),
		run: async () => ({
			type: "choose",
			title: "Fruit",
			command: "say",
			items: ["apple", "banana", "cherry"].map((value) => ({ value, label: value })),
			json: null,
		}),
	}),
	defineCommand({
		name: "paint",
		description: "Chooses a colour and a place",
		surfaces: ["slash"],
		args: z.object({ colour: z.enum(["red", "green"]), place: z.string().optional() }),
		positional: ["colour", "place"],
		values: { place: "path" },
		run: async ({ colour, place = "nowhere" }) => ({ type: "message", text: `painted ${place} ${colour}` }),
	}),
	defineCommand({
		name: "exit",
		description: "Leave",
		surfaces: ["slash"],
		args: z.object({}),
		run: async () => ({ type: "quit" }),
	}),
];

interface Started {
	readonly terminal: FakeTerminal;
	readonly client: FakeClient;
	readonly exit: Promise<number>;
	readonly abort: AbortController;
}
const open: Started[] = [];

const start = (size: [number, number], fake: FakeOptions = {}, options: Partial<TuiOptions> = {}): Started => {
	const terminal = new FakeTerminal(...size);
	const client = createFakeClient(fake);
	const abort = new AbortController();
	const exit = tuiFrontend.start({
		client,
		commands,
		io: terminal.io,
		signal: abort.signal,
		options: { screenReader: false, reducedMotion: true, color: true, ...options },
	});
	const started = { terminal, client, exit, abort };
	open.push(started);
	return started;
};

afterEach(async () => {
	for (const { abort, exit } of open.splice(0)) {
		abort.abort();
		await exit;
	}
});

/** A run that answers with these parts. */
const answer = (client: FakeClient, promptId: string, text: string) => {
	client.emit({ type: "prompt.start", data: { promptId } });
	client.emit({ type: "run.start", runId: "R", data: { promptId, model: "fake/model", maxTurns: 1 } });
	client.emit({ type: "message.start", data: { messageId: promptId, model: "fake/model" } });
	for (const piece of text.match(/[\s\S]{1,3}/g) ?? []) {
		client.emit({ type: "message.delta", data: { messageId: promptId, channel: "text", text: piece } });
	}
	const end: EventDraft = {
		type: "message.end",
		data: { messageId: promptId, model: "fake/model", parts: [{ type: "text", text }], finishReason: "stop" },
	};
	client.emit(end);
	client.emit({ type: "run.end", data: { stopReason: "done", turns: 1, durationMs: 10 } });
};

const sizes: readonly [number, number][] = [
	[120, 40],
	[80, 24],
	[40, 15],
	[10, 8],
];

describe.each(sizes)("at %i x %i", (columns, rows) => {
	test("starts, takes a prompt, prints the answer once, and leaves", async () => {
		const { terminal, client, exit } = start([columns, rows], {
			onPrompt: (self, _, promptId) =>
				answer(self, promptId, `# Title\n\n${"word ".repeat(80)}\n\n- one\n- two\n\nTheEnd`),
		});
		await terminal.shows("›");
		terminal.type("hello\r");
		await terminal.shows("TheEnd");
		expect(client.calls.prompts).toEqual(["hello"]);
		const all = terminal.everything;
		expect(all.match(/word/g)).toHaveLength(80);
		expect(all.match(/TheEnd/g)).toHaveLength(1);
		expect(all.match(/Title/g)).toHaveLength(1);
		terminal.type("\u0004");
		expect(await exit).toBe(0);
	});
});

describe("the composer", () => {
	test("keeps what is pasted from submitting, and sends a large paste in full", async () => {
		const { terminal, client } = start([80, 24]);
		await terminal.shows("nexus");
		terminal.paste("one\ntwo\r\n");
		await terminal.shows("two");
		expect(client.calls.prompts).toEqual([]);
		terminal.type("\u0003");
		const big = "x".repeat(1_000_000);
		const began = performance.now();
		terminal.paste(big);
		await terminal.shows("[pasted 1,000,000 characters]");
		expect(performance.now() - began).toBeLessThan(1500);
		terminal.type(" there\r");
		await terminal.shows("1,000,006 characters in all").catch(() => undefined);
		expect(client.calls.prompts).toEqual([`${big} there`]);
	});

	test("shows the cursor where one types, also after wide characters", async () => {
		const { terminal } = start([80, 24]);
		await terminal.shows("nexus");
		terminal.type("a你好");
		await terminal.shows("a你好");
		expect(terminal.cursor.x).toBe(2 + 5);
		expect(terminal.visible[terminal.cursor.y]).toBe("› a你好");
	});

	test("walks through the history and searches it", async () => {
		const { terminal } = start([80, 24], { history: ["first thing", "second thing"] });
		await terminal.shows("nexus");
		terminal.type("\u001b[A\u001b[A");
		await terminal.shows("› first thing");
		terminal.type("\u001b[B\u001b[B");
		await terminal.shows(/› (?!first|second)/);
		terminal.type("\u0012fir");
		await terminal.shows("› first thing");
		await terminal.shows("search: fir");
		terminal.type("\u001b");
		await terminal.shows(/› (?!first|second)/);
	});

	test("completes files after @", async () => {
		const { terminal, client } = start([80, 24], { files: ["src/cart.ts", "README.md"] });
		await terminal.shows("nexus");
		terminal.type("see @car");
		await terminal.shows("src/cart.ts");
		terminal.type("\t");
		await terminal.shows("› see @src/cart.ts");
		terminal.type("\r");
		await expect.poll(() => client.calls.prompts).toEqual(["see @src/cart.ts"]);
	});

	test("runs a shell line after !", async () => {
		const { terminal, client } = start([80, 24]);
		await terminal.shows("nexus");
		terminal.type("!ls -l\r");
		await terminal.shows("output of ls -l");
		expect(client.calls.shell).toEqual(["ls -l"]);
	});

	test("queues while a run goes on, and up takes it back", async () => {
		const { terminal } = start([80, 24], {
			onPrompt: (self, text, promptId) => {
				if (text !== "go") return;
				self.emit({ type: "prompt.start", data: { promptId } });
				self.emit({ type: "run.start", data: { promptId, model: "fake/model", maxTurns: 1 } });
			},
		});
		await terminal.shows("nexus");
		terminal.type("go\r");
		await terminal.shows("esc stop");
		terminal.type("later\r");
		await terminal.shows("queued: later");
		terminal.type("\u001b[A");
		await terminal.shows("› later");
		await expect.poll(() => terminal.visible.join("\n")).not.toContain("queued:");
	});
});

describe("commands", () => {
	test.each([
		["/say hello world\r", "hello world"],
		["/say hi --times 3\r", "hi hi hi"],
		["/say hi --loud\r", "HI"],
		["/tools\r", /tool\s+calls\nread_file\s+3\nrun_command\s+12/],
		["/sya hello\r", "did you mean /say?"],
		["/say\r", /text: .*\n.*use: \/say \[text\] \[--times\] \[--loud\]/],
		["/say hi --speed 3\r", "/say has no option --speed"],
	])("%j", async (typed, shown) => {
		const { terminal, client } = start([80, 24]);
		await terminal.shows("nexus");
		terminal.type(typed);
		await terminal.shows(shown);
		expect(client.calls.prompts).toEqual([]);
	});

	test("offer a list with a filter", async () => {
		const { terminal } = start([80, 24]);
		await terminal.shows("nexus");
		terminal.type("/pick\r");
		await terminal.shows("Fruit:");
		terminal.type("ban");
		await terminal.shows(/› banana/);
		terminal.type("\r");
		await terminal.shows(/\nbanana/);
	});

	test("complete below the composer, tab takes the first", async () => {
		const { terminal } = start([80, 24]);
		await terminal.shows("nexus");
		terminal.type("/to");
		await terminal.shows("Lists the tools");
		terminal.type("\t");
		await terminal.shows("› /tools");
		await expect.poll(() => terminal.visible.join("\n")).not.toContain("Lists the tools");
	});

	test("complete their arguments: tab takes the first, and goes on with the next", async () => {
		const { terminal } = start([80, 24], { files: ["src/a.ts", "src/b c.ts"] });
		await terminal.shows("nexus");
		terminal.type("/pai\t");
		await terminal.shows(/red\n +green/);
		terminal.type("gre");
		await expect.poll(() => terminal.visible.join("\n")).not.toMatch(/^ +red/m);
		terminal.type("\t");
		await terminal.shows(/› \/paint green\s*\n +src\/\n/);
		terminal.type("\u001b[A");
		await terminal.shows("› src/b c.ts");
		terminal.type("\r");
		await terminal.shows("painted src/b c.ts green");
	});

	test("enter takes an argument as it was typed when none was chosen", async () => {
		const { terminal } = start([80, 24], { files: ["src/a.ts"] });
		await terminal.shows("nexus");
		terminal.type("/paint red src");
		await terminal.shows("src/a.ts");
		terminal.type("\r");
		await terminal.shows("painted src red");
	});

	test("tab brings the list back that escape has closed", async () => {
		const { terminal } = start([80, 24]);
		await terminal.shows("nexus");
		terminal.type("/paint ");
		await terminal.shows(/^ +green/m);
		terminal.type("\u001b");
		await expect.poll(() => terminal.visible.join("\n")).not.toMatch(/^ +green/m);
		terminal.type("\t");
		await terminal.shows(/^ +green/m);
	});

	test("a path is no command", async () => {
		const { terminal, client } = start([80, 24]);
		await terminal.shows("nexus");
		terminal.type("/etc/hosts has what?\r");
		await expect.poll(() => client.calls.prompts).toEqual(["/etc/hosts has what?"]);
	});
});

const ask = (client: FakeClient, id: string, command: string) => {
	client.emit({
		type: "tool.request",
		agentId: "main",
		data: { callId: `c${id}`, name: "run_command", title: command.slice(0, 20), input: { command } },
	});
	client.emit({
		type: "approval.request",
		agentId: "main",
		data: {
			approvalId: id,
			callId: `c${id}`,
			tool: "run_command",
			title: command.slice(0, 20),
			reason: "",
			warnings: ["no sandbox works here"],
			offers: [{ scope: "session", rule: "run_command(rm *)" }],
			inputHash: "0",
		},
	});
};

describe("decisions", () => {
	const respond: FakeOptions = {
		onAnswer: (client, approvalId, given) =>
			client.emit({
				type: "approval.response",
				data: { approvalId, callId: `c${approvalId}`, by: "person", ...given },
			}),
	};

	test("show all of a command, with what is hidden in it, and are asked one by one", async () => {
		const { terminal, client } = start([80, 24], respond);
		await terminal.shows("nexus");
		ask(client, "1", `echo ok${" ".repeat(2000)}\u202e; rm -rf ~ # ${"long ".repeat(100)}LAST`);
		ask(client, "2", "ls");
		await terminal.shows("wants to use run_command (1 of 2)");
		await terminal.shows("no sandbox works here");
		await terminal.shows("s this session: run_command(rm *)");
		expect(terminal.everything).toContain("LAST");
		expect(terminal.everything).toMatch(/202E/i);
		expect(terminal.everything).not.toContain("p project");
		await new Promise((resolve) => setTimeout(resolve, 450));
		terminal.type("s");
		await expect
			.poll(() => client.calls.answers)
			.toEqual([{ approvalId: "1", answer: { answer: "session", rule: "run_command(rm *)" } }]);
		await terminal.shows("command: ls");
	});

	test("that come up while a command runs say what they are about beside the command", async () => {
		const { terminal, client } = start([80, 24], respond);
		await terminal.shows("nexus");
		client.emit({
			type: "tool.request",
			agentId: "main",
			data: { callId: "c1", name: "run_command", title: "make", input: { command: "make deps" } },
		});
		client.emit({ type: "tool.start", agentId: "main", data: { callId: "c1" } });
		client.emit({
			type: "approval.request",
			agentId: "main",
			data: {
				...{ approvalId: "1", callId: "c1", tool: "network", title: "files.example.org, for make deps" },
				...{ reason: "files.example.org is not among the hosts", warnings: [], inputHash: "0" },
				offers: [{ scope: "project", rule: "network(files.example.org)" }],
			},
		});
		await terminal.shows("wants to use network");
		await terminal.shows("files.example.org, for make deps");
		await terminal.shows("command: make deps");
		await terminal.shows("p project: network(files.example.org)");
		await new Promise((resolve) => setTimeout(resolve, 450));
		terminal.type("p");
		await expect
			.poll(() => client.calls.answers)
			.toEqual([{ approvalId: "1", answer: { answer: "project", rule: "network(files.example.org)" } }]);
	});

	test("leave the keys to who is typing when they appear", async () => {
		const { terminal, client } = start([80, 24], respond);
		await terminal.shows("nexus");
		terminal.type("he");
		await terminal.shows("› he");
		ask(client, "1", "ls");
		await terminal.shows("your keys still go to your text");
		terminal.type("y");
		await terminal.shows("› hey");
		expect(client.calls.answers).toEqual([]);
		await expect.poll(() => terminal.visible.join("\n")).not.toContain("your keys still go");
		terminal.type("n");
		await expect.poll(() => client.calls.answers).toEqual([{ approvalId: "1", answer: { answer: "deny" } }]);
		await terminal.shows("› hey");
	});

	test("take a reason for a no", async () => {
		const { terminal, client } = start([80, 24], respond);
		await terminal.shows("nexus");
		ask(client, "1", "ls");
		await terminal.shows("no, because");
		await new Promise((resolve) => setTimeout(resolve, 450));
		terminal.type("r");
		await terminal.shows("because:");
		terminal.type("too slow");
		await terminal.shows("too slow");
		terminal.type("\r");
		await expect
			.poll(() => client.calls.answers)
			.toEqual([{ approvalId: "1", answer: { answer: "deny", reason: "too slow" } }]);
	});
});

describe("leaving and stopping", () => {
	test("ctrl+c clears, asks, leaves", async () => {
		const { terminal, exit } = start([80, 24]);
		await terminal.shows("nexus");
		terminal.type("draft");
		await terminal.shows("› draft");
		terminal.type("\u0003");
		await expect.poll(() => terminal.visible.join("\n")).not.toContain("draft");
		terminal.type("\u0003");
		await terminal.shows("ctrl+c again leaves");
		terminal.type("\u0003");
		expect(await exit).toBe(130);
		expect(terminal.bytes).toContain("\u001b[?2004l");
	});

	test("esc stops the run", async () => {
		const { terminal, client } = start([80, 24], {
			onPrompt: (self, _, promptId) => {
				self.emit({ type: "prompt.start", data: { promptId } });
				self.emit({ type: "run.start", data: { promptId, model: "fake/model", maxTurns: 1 } });
			},
			onCancel: (self) => self.emit({ type: "run.end", data: { stopReason: "cancelled", turns: 1, durationMs: 1 } }),
		});
		await terminal.shows("nexus");
		terminal.type("go\r");
		await terminal.shows("esc stop");
		terminal.type("\u001b");
		await terminal.shows("interrupted");
		expect(client.calls.cancels).toBe(1);
	});

	test("the signal ends it", async () => {
		const { terminal, exit, abort } = start([80, 24]);
		await terminal.shows("nexus");
		abort.abort();
		expect(await exit).toBe(143);
	});
});

describe("the terminal", () => {
	test("gets none of the control sequences of models, tools and files", async () => {
		const nasty = "\u001b]52;c;aGk=\u0007\u001b[2J\u0007\u009b31m\u001bPq\u001b\\";
		const { terminal } = start([80, 24], {
			files: [`evil${nasty}.ts`],
			onPrompt: (self, _, promptId) => {
				self.emit({ type: "tool.request", data: { callId: "c", name: `t${nasty}`, title: nasty, input: { nasty } } });
				self.emit({ type: "tool.start", data: { callId: "c" } });
				self.emit({ type: "tool.progress", data: { callId: "c", text: nasty } });
				self.emit({
					type: "tool.result",
					data: { callId: "c", name: "t", status: "failed", content: `${nasty}failed`, summary: nasty, durationMs: 1 },
				});
				self.emit({ type: "notice.show", data: { level: "warn", text: nasty, hint: nasty } });
				answer(self, promptId, `text ${nasty} [a](http://x${nasty}y)\n\n\`\`\`\n${nasty}\n\`\`\`\nEnd`);
			},
		});
		await terminal.shows("nexus");
		terminal.type("@evil");
		await terminal.shows(/evil.*\.ts/);
		terminal.type("\u001b");
		await new Promise((resolve) => setTimeout(resolve, 40));
		terminal.type(" go\r");
		await terminal.shows("End");
		const own = terminal.bytes
			.replace(/\u001b\[[0-9;?>]*[A-Za-z]/g, (found) => (found === "\u001b[2J" ? found : ""))
			.replace(/\u001b\]8;;[^\u0007]*\u0007/g, "");
		expect(own).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
	});

	test("is not written to while nothing happens", async () => {
		const { terminal } = start([80, 24]);
		await terminal.shows("nexus");
		await new Promise((resolve) => setTimeout(resolve, 200));
		const before = terminal.bytes.length;
		await new Promise((resolve) => setTimeout(resolve, 600));
		expect(terminal.bytes.length).toBe(before);
	});

	test("keeps one frame when its size changes", async () => {
		const { terminal, client } = start([100, 30]);
		await terminal.shows("nexus");
		for (const [columns, rows] of [
			[60, 30],
			[30, 20],
			[120, 40],
			[45, 12],
			[90, 28],
		] as const) {
			terminal.resize(columns, rows);
			client.emit({ type: "notice.show", data: { level: "info", text: `size ${columns}` } });
			await terminal.shows(new RegExp(`size ${columns}[\\s\\S]*› `));
			await new Promise((resolve) => setTimeout(resolve, 120));
		}
		const all = terminal.everything;
		expect(all.match(/› /g)).toHaveLength(1);
		expect(all.match(/ask ·/g)).toHaveLength(1);
		expect(all.match(/size \d+/g)).toEqual(["size 60", "size 30", "size 120", "size 45", "size 90"]);
		expect(terminal.bytes).not.toMatch(/\u001b\[[23]J/);
	});

	test("never holds a frame as tall as the window", async () => {
		const { terminal } = start([60, 14], {
			onPrompt: (self, _, promptId) => answer(self, promptId, `${"- item\n".repeat(100)}\nEnd`),
		});
		await terminal.shows("nexus");
		terminal.type("go\r");
		await terminal.shows("End");
		expect(terminal.everything.match(/- item/g)).toHaveLength(100);
		expect(terminal.bytes).not.toContain("\u001b[2J");
		expect(terminal.bytes).not.toContain("\u001b[H");
	});
});

describe("other ways to look at it", () => {
	test("a screen reader gets lines and numbers, no panes and no rules", async () => {
		const { terminal, client } = start([80, 24], {}, { screenReader: true });
		await terminal.shows("nexus");
		ask(client, "1", "ls");
		await terminal.shows("Question: main wants to use run_command.");
		await terminal.shows("1 or y: once");
		expect(terminal.visible.join("\n")).not.toMatch(/[─│╭]/);
		await new Promise((resolve) => setTimeout(resolve, 450));
		terminal.type("1");
		await expect.poll(() => client.calls.answers).toEqual([{ approvalId: "1", answer: { answer: "once" } }]);
	});

	test("without colour no colour is written", async () => {
		const { terminal } = start(
			[80, 24],
			{ onPrompt: (self, _, promptId) => answer(self, promptId, "`code` [a](http://b.example) **bold**") },
			{ color: false },
		);
		await terminal.shows("nexus");
		terminal.type("go\r");
		await terminal.shows("bold");
		expect(terminal.bytes).not.toMatch(/\u001b\[(?:3|9|4)\dm/);
		expect(terminal.bytes).not.toContain("\u001b]8");
	});

	test("what was typed before the first frame is kept", async () => {
		let given = "early\rmore";
		const earlyInput = {
			take: () => {
				const text = given;
				given = "";
				return text;
			},
		};
		const { terminal, client } = start([80, 24], {}, { earlyInput });
		await terminal.shows("› more");
		expect(client.calls.prompts).toEqual(["early"]);
	});

	test("a session with a past shows its last blocks and goes on", async () => {
		const past: EventDraft[] = [
			{ type: "session.start", data: { cwd: "/work", model: "fake/model", agent: "lead", mode: "plan", version: "0" } },
			{ type: "prompt.submit", data: { promptId: "P0", text: "an old question" } },
			{ type: "prompt.start", data: { promptId: "P0" } },
			{
				type: "message.end",
				data: {
					messageId: "M0",
					model: "fake/model",
					parts: [{ type: "text", text: "an old answer" }],
					finishReason: "stop",
				},
			},
		];
		const { terminal } = start([80, 24], { past }, { sessionId: "01SESSION" });
		await terminal.shows("an old answer");
		await terminal.shows("an old question");
		await terminal.shows("plan · fake/model");
	});
});
