import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PtyTerminal, scratch } from "../helpers/pty-terminal.js";

const sizes: readonly [number, number][] = [
	[120, 40],
	[80, 24],
	[40, 15],
];

let folders: ReturnType<typeof scratch>;
let terminals: PtyTerminal[] = [];

beforeEach(() => {
	folders = scratch();
	terminals = [];
});
afterEach(async () => {
	for (const terminal of terminals) terminal.kill("SIGKILL");
	await Promise.all(terminals.map((terminal) => terminal.ended));
	folders.remove();
});

const start = (
	args: readonly string[],
	[columns, rows]: readonly [number, number],
	env: Record<string, string> = {},
) => {
	const terminal = new PtyTerminal(args, { columns, rows, home: folders.home, cwd: folders.cwd, env });
	terminals.push(terminal);
	return terminal;
};

/** A model that says this, step by step. */
const script = (steps: readonly unknown[]): string => {
	const file = join(folders.home, "script.json");
	writeFileSync(file, JSON.stringify({ steps }));
	return `scripted/${file}`;
};

const ready = /›/;
const paragraphs = Array.from({ length: 30 }, (_, index) => `Paragraph ${index} has a few words to wrap.`).join("\n\n");

describe.each(sizes)("at %i x %i", (...size) => {
	test("starts with no key, answers, and leaves the terminal as it was", async () => {
		const terminal = start([], size);
		await terminal.shows(ready);
		terminal.type("what is 15% of 240?\r");
		await terminal.shows(/36/);
		terminal.type("\u0004");
		expect((await terminal.ended).exitCode).toBe(0);
		expect(terminal.bytes).toContain("\u001b[?2004l");
		expect(terminal.bytes.lastIndexOf("\u001b[?25h")).toBeGreaterThan(terminal.bytes.lastIndexOf("\u001b[?25l"));
	});

	test("streams an answer, also while the window changes, and says everything once", async () => {
		const terminal = start(["-m", script([{ text: `${paragraphs}\n\nThe end.`, delayMs: 4, chunk: 9 }])], size);
		await terminal.shows(ready);
		terminal.type("go on\r");
		await terminal.shows("Paragraph 5");
		terminal.resize(size[0] - 10, size[1]);
		await terminal.shows("Paragraph 10");
		terminal.resize(size[0] + 5, size[1] - 2);
		await terminal.shows("The end.", 10_000);
		const all = terminal.everything.replace(/\s+/g, " ");
		for (let index = 0; index < 30; index++) {
			expect(all.split(`Paragraph ${index} has`)).toHaveLength(2);
		}
		expect(terminal.bytes).not.toMatch(/\u001b\[[23]J/);
	});

	test("asks before it writes; yes writes, no does not", async () => {
		const write = (path: string) => ({ calls: [{ name: "write_file", input: { path, content: "hello\n" } }] });
		const terminal = start(
			["-m", script([write("yes.txt"), { text: "Written." }, write("no.txt"), { text: "Left alone." }])],
			size,
		);
		await terminal.shows(ready);
		terminal.type("write it\r");
		await terminal.shows(/wants to/);
		expect(existsSync(join(folders.cwd, "yes.txt"))).toBe(false);
		await new Promise((resolve) => setTimeout(resolve, 450));
		terminal.type("y");
		await terminal.shows("Written.");
		expect(readFileSync(join(folders.cwd, "yes.txt"), "utf8")).toBe("hello\n");
		terminal.type("and the other\r");
		await terminal.shows(/wants to/);
		await new Promise((resolve) => setTimeout(resolve, 450));
		terminal.type("n");
		await terminal.shows(/Left alone|denied/);
		expect(existsSync(join(folders.cwd, "no.txt"))).toBe(false);
	});

	test("esc gives the prompt back within a second and keeps what was said", async () => {
		const terminal = start(["-m", script([{ text: "Half of an answer", hang: true }])], size);
		await terminal.shows(ready);
		terminal.type("go on\r");
		await terminal.shows("Half of an answer");
		const began = performance.now();
		terminal.type("\u001b");
		await terminal.shows("interrupted");
		expect(performance.now() - began).toBeLessThan(1000);
		terminal.type("still here");
		await terminal.shows("› still here");
	});

	test("goes on after kill -9 with everything that was shown", async () => {
		const model = script([{ text: "The first answer.", usage: { input: 10, output: 5 } }]);
		const first = start(["-m", model], size);
		await first.shows(ready);
		first.type("a question\r");
		await first.shows("The first answer.");
		first.kill("SIGKILL");
		await first.ended;
		const second = start(["-c", "-m", model], size);
		await second.shows("The first answer.");
		await second.shows("a question");
		second.type("another\r");
		await second.shows(/another[\s\S]*The first answer\./);
	});
});

test("17.1 a question and what waits behind it are there again after kill -9, with the model that is used", async () => {
	const model = script([
		{
			text: "I ask.",
			delayMs: 60,
			chunk: 1,
			calls: [{ name: "write_file", input: { path: "a.txt", content: "a\n" } }],
		},
		{ text: "Written." },
		{ text: "Second answer." },
	]);
	const first = start(["-m", model], [100, 30]);
	await first.shows(ready);
	first.type("write it\r");
	await first.shows(/I a/);
	first.type("and then this\r");
	await first.shows("queued: and then this");
	await first.shows(/wants to/);
	first.kill("SIGKILL");
	await first.ended;
	const terminal = start(["-c"], [100, 45]);
	await terminal.shows(/wants to/);
	await terminal.shows(/nexus {2}scripted\//);
	await terminal.shows(/open: {2}not sent: and then this/);
	await new Promise((resolve) => setTimeout(resolve, 1200));
	terminal.type("y");
	await terminal.shows(/Written\.[\s\S]*and then this[\s\S]*Second answer\./);
});

test("a paste of 1 MB does not submit, shows at once, and is sent whole", async () => {
	const terminal = start(
		["-m", script([{ when: "xyzzy", text: "It came whole." }, { text: "Something is missing." }])],
		[80, 24],
	);
	await terminal.shows(ready);
	const text = `${"some text and more\n".repeat(52_000)}xyzzy`;
	terminal.type(`\u001b[200~${text}\u001b[201~`);
	await terminal.shows(`[pasted ${text.length.toLocaleString("en-US")} characters]`);
	terminal.type("\r");
	await terminal.shows("It came whole.");
});

test("keys typed before the first frame are not lost", async () => {
	const terminal = start([], [80, 24]);
	terminal.type("typed early");
	await terminal.shows("› typed early");
});

test.each(["SIGTERM", "SIGHUP"])("%s ends it within 2 s with the terminal restored", async (signal) => {
	const terminal = start([], [80, 24]);
	await terminal.shows(ready);
	const began = performance.now();
	terminal.kill(signal);
	const { exitCode } = await terminal.ended;
	expect(performance.now() - began).toBeLessThan(2000);
	expect([129, 143]).toContain(exitCode);
	expect(terminal.bytes).toContain("\u001b[?2004l");
});

test("an editor changes the text", async () => {
	const editor = join(folders.home, "editor.sh");
	writeFileSync(editor, '#!/bin/sh\nprintf "from the editor: $(cat "$1")" > "$1"\n', { mode: 0o755 });
	const terminal = start([], [80, 24], { EDITOR: editor });
	await terminal.shows(ready);
	terminal.type("draft");
	await terminal.shows("› draft");
	terminal.type("\u0007");
	await terminal.shows("› from the editor: draft");
	terminal.type(" and on");
	await terminal.shows("draft and on");
});

test("what a model and a tool say cannot drive the terminal", async () => {
	const nasty = "\u001b]52;c;aGVsbG8=\u0007\u001b]0;title\u0007\u001b[2J\u0007";
	const terminal = start(["-m", script([{ text: `before ${nasty} after\n\nThe end.` }])], [80, 24]);
	await terminal.shows(ready);
	terminal.type("go\r");
	await terminal.shows("The end.");
	expect(terminal.bytes).not.toContain("\u0007");
	expect(terminal.bytes).not.toContain("]52;");
	expect(terminal.bytes).not.toContain("\u001b[2J");
});

test("nothing is drawn and nothing computed at rest", async () => {
	const terminal = start([], [80, 24]);
	await terminal.shows(ready);
	await new Promise((resolve) => setTimeout(resolve, 5500));
	const before = terminal.bytes.length;
	await new Promise((resolve) => setTimeout(resolve, 1500));
	expect(terminal.bytes.length).toBe(before);
});

describe("earlier sessions", () => {
	const answers = () => script([{ text: "Axolotls stay young." }, { text: "Second answer about herons." }]);
	const ask = async (terminal: PtyTerminal, text: string, answer: RegExp) => {
		terminal.type(`${text}\r`);
		await terminal.shows(answer);
		await terminal.shows(ready);
	};

	test("/resume finds a session by what was answered in it, and says where it stands", async () => {
		const model = answers();
		const first = start(["-m", model], [100, 30]);
		await first.shows(ready);
		await ask(first, "tell me of water animals", /stay young/);
		first.type("\u0004");
		await first.ended;
		const terminal = start(["-m", model], [100, 30]);
		await terminal.shows(ready);
		terminal.type("/resume\r");
		await terminal.shows(/Resume \(1 of all folders\)/);
		terminal.type("axol");
		await terminal.shows(/tell me of water animals.*Axolotls/);
		terminal.type("\r");
		await terminal.shows(/resumed: tell me of water animals/);
		await terminal.shows(/asked: tell me of water animals/);
		await terminal.shows(/last: {2}Axolotls stay young\./);
	});

	test("esc esc goes back to before a prompt, says what is cut, and gives the prompt back", async () => {
		const terminal = start(["-m", answers()], [100, 30]);
		await terminal.shows(ready);
		await ask(terminal, "one", /stay young/);
		await ask(terminal, "two", /herons/);
		terminal.type("\u001b");
		await new Promise((resolve) => setTimeout(resolve, 120));
		terminal.type("\u001b");
		await terminal.shows(/two +cuts 2 messages/);
		await terminal.shows(/one +cuts 4 messages/);
		terminal.type("\r");
		await terminal.shows(/rewound: 2 messages cut, files are as they are/);
		await terminal.shows(/› two/);
		terminal.type(" again\r");
		await terminal.shows(/two again[\s\S]*herons/);
	});
});
