// Back to before a prompt: the conversation, the files, or both, with a look at what goes (issue of sessions, SPEC 11).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "vitest";
import { PtyTerminal, scratch } from "../helpers/pty-terminal.js";

describe.runIf(process.platform !== "win32")("/rewind", () => {
	let folders: ReturnType<typeof scratch>;
	let terminal: PtyTerminal;
	const file = () => readFileSync(join(folders.cwd, "a.txt"), "utf8");
	/** Two prompts, each of which adds a line. */
	beforeEach(async () => {
		folders = scratch();
		writeFileSync(join(folders.cwd, "a.txt"), "one\n");
		const add = (word: string) => ({ calls: [{ name: "run_command", input: { command: `echo ${word} >> a.txt` } }] });
		const script = join(folders.home, "script.json");
		const steps = [add("two"), { text: "Second line." }, add("three"), { text: "Third line." }, { text: "Once more." }];
		writeFileSync(script, JSON.stringify({ steps }));
		terminal = new PtyTerminal(["-m", `scripted/${script}`, "--yolo"], {
			...{ columns: 100, rows: 34, home: folders.home, cwd: folders.cwd },
		});
		await terminal.shows(/›/);
		terminal.type("write two\r");
		await terminal.shows("Second line.");
		terminal.type("write three\r");
		await terminal.shows("Third line.");
	});
	afterEach(async () => {
		terminal.kill("SIGKILL");
		await terminal.ended;
		folders.remove();
	});
	/** Chooses the prompt that asked for the third line. */
	const choose = async () => {
		terminal.type("/rewind\r");
		await terminal.shows("Rewind to before");
		terminal.type("\r");
		await terminal.shows("Rewind what?");
		await terminal.shows(/~ a\.txt +-1/);
	};

	test("takes back both, and the prompt can be asked anew", async ({ expect }) => {
		await choose();
		expect(file()).toBe("one\ntwo\nthree\n");
		terminal.type("\r");
		await terminal.shows(/rewound: 3 messages, 1 tool call cut, files are as they were then/);
		await terminal.shows(/› write three/);
		expect(file()).toBe("one\ntwo\n");
	});
	test("takes back the conversation alone", async ({ expect }) => {
		await choose();
		terminal.type("\u001b[B\r");
		await terminal.shows(/rewound: .* files are as they are/);
		expect(file()).toBe("one\ntwo\nthree\n");
	});
	test("takes back the files alone, and the transcript names them", async ({ expect }) => {
		await choose();
		terminal.type("\u001b[B\u001b[B\r");
		await terminal.shows("the files are as they were");
		expect(file()).toBe("one\ntwo\n");
	});
	test("overwrites what somebody else has changed only when told, after a copy", async ({ expect }) => {
		// A look waits until the turn is over: what changes after it is somebody else's.
		await choose();
		terminal.type("\u001b");
		await terminal.shows(/^›\s*$/m);
		writeFileSync(join(folders.cwd, "a.txt"), "mine\n");
		terminal.type("/rewind\r");
		await terminal.shows("Rewind to before");
		terminal.type("\r");
		await terminal.shows(/overwritten, after a copy is kept: a\.txt/);
		terminal.type("\u001b");
		await terminal.shows(/^›\s*$/m);
		expect(file()).toBe("mine\n");
		terminal.type("/rewind 4 both\r");
		await terminal.shows(/nothing was touched/);
		expect(file()).toBe("mine\n");
		terminal.type("/rewind 4 both --force\r");
		await terminal.shows(/files are as they were then/);
		expect(file()).toBe("one\ntwo\n");
	});
});
