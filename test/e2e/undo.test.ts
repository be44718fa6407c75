// What a turn changed in files, by tools and by shell, is taken back and brought back (SPEC 17.8).
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe } from "vitest";
import { PtyTerminal, scratch } from "../helpers/pty-terminal.js";
import { type Place, nexusTest as test } from "../helpers/run-nexus.js";
import { treeOf } from "../helpers/snapshot-place.js";

const call = (name: string, input: unknown) => ({ calls: [{ name, input }] });
const shell = (command: string) => call("run_command", { command });

const scriptAt = (path: string, steps: readonly unknown[]): string => {
	writeFileSync(path, JSON.stringify({ steps }));
	return `scripted/${path}`;
};

/** One turn in which a model does these things. */
const turn = (nexus: Place, steps: readonly unknown[], prompt = "go", flags: readonly string[] = []) =>
	nexus.run([
		"-p",
		"-m",
		scriptAt(join(nexus.home, "script.json"), [...steps, { text: "done" }]),
		"--yolo",
		...flags,
		prompt,
	]);

/** How it is before, and what the model does. */
const turns: readonly (readonly [string, (nexus: Place) => void, readonly unknown[]])[] = [
	[
		"write_file",
		(n) => n.file("a.txt", "old\n"),
		[call("read_file", { path: "a.txt" }), call("write_file", { path: "a.txt", content: "new\n" })],
	],
	["a new file in new folders", () => {}, [call("write_file", { path: "x/y/a.txt", content: "new\n" })]],
	[
		"edit_file",
		(n) => n.file("a.txt", "one\ntwo\n"),
		[
			call("read_file", { path: "a.txt" }),
			call("edit_file", { path: "a.txt", edits: [{ old_text: "two", new_text: "2" }] }),
		],
	],
	["move_file of a folder", (n) => n.file("d/a.txt", "A"), [call("move_file", { from: "d", to: "e" })]],
	["trash_file", (n) => n.file("d/a.bin", new Uint8Array([0, 1, 255])), [call("trash_file", { path: "d" })]],
	[
		"trash_file of a link",
		(n) => symlinkSync(n.file("a.txt", "A"), join(n.cwd, "l")),
		[call("trash_file", { path: "l" })],
	],
	["rm", (n) => void n.file("d/a.txt", "A"), [shell("rm -rf d")]],
	[
		"a shell that does many things",
		(n) => chmodSync(n.file("run.sh", "#!/bin/sh\n"), 0o755),
		[shell("chmod 600 run.sh; ln -s run.sh l; mkdir -p p/q; echo 1 > p/q/f; echo more >> run.sh")],
	],
	[
		"tools and shell together",
		(n) => void n.file("a.txt", "A"),
		[
			shell("echo B > a.txt; echo n > n.txt"),
			call("write_file", { path: "n.txt", content: "C" }),
			call("write_file", { path: "m.txt", content: "C" }),
			shell("rm a.txt"),
		],
	],
];

describe.concurrent.for(turns)("%s", ([, before, steps]) => {
	test("undo and redo", async ({ nexus, expect }) => {
		nexus.file("other.txt", "stays");
		before(nexus);
		const was = treeOf(nexus.cwd);
		expect(await turn(nexus, steps)).toMatchObject({ code: 0 });
		const became = treeOf(nexus.cwd);
		expect(became).not.toEqual(was);
		expect(await nexus.run(["undo", "--yes"])).toMatchObject({ code: 0, stdout: expect.stringContaining("undone: ") });
		expect(treeOf(nexus.cwd)).toEqual(was);
		expect(await nexus.run(["redo", "--yes"])).toMatchObject({ code: 0, stdout: expect.stringContaining("redone: ") });
		expect(treeOf(nexus.cwd)).toEqual(became);
	});
});

describe("nexus undo", () => {
	test("where nobody can be asked, names --yes and touches nothing", async ({ nexus, expect }) => {
		nexus.file("a.txt", "one\ntwo\n");
		await turn(nexus, [shell("echo three >> a.txt")], "add a line");
		const asked = await nexus.run(["undo"]);
		expect(asked).toMatchObject({ code: 4, stdout: "" });
		expect(asked.stderr).toContain("--yes");
		expect(readFileSync(join(nexus.cwd, "a.txt"), "utf8")).toContain("three");
		const listed = JSON.parse((await nexus.run(["undo", "--list", "--json"])).stdout);
		expect(listed).toMatchObject([{ id: 1, title: "add a line", state: "done", files: 1 }]);
	});

	test("a file that somebody else changed since is named, and nothing is touched; --force keeps a copy", async ({
		nexus,
		expect,
	}) => {
		nexus.file("a.txt", "A");
		nexus.file("b.txt", "B");
		await turn(nexus, [shell("echo 1 > a.txt; echo 1 > b.txt")]);
		nexus.file("a.txt", "mine");
		const refused = await nexus.run(["undo", "--yes"]);
		expect(refused.code).toBe(1);
		expect(refused.stderr).toContain("a.txt");
		expect(refused.stderr).not.toContain("b.txt");
		expect(readFileSync(join(nexus.cwd, "b.txt"), "utf8")).toBe("1\n");
		const forced = await nexus.run(["undo", "--yes", "--force", "--json"]);
		const { keptIn } = JSON.parse(forced.stdout);
		expect(readFileSync(join(keptIn, nexus.cwd, "a.txt"), "utf8")).toBe("mine");
		expect(readFileSync(join(nexus.cwd, "a.txt"), "utf8")).toBe("A");
	});

	test("goes back over several turns, of one session or of the folder", async ({ nexus, expect }) => {
		for (const text of ["1", "2", "3"]) await turn(nexus, [shell(`echo ${text} > ${text}.txt`)], `turn ${text}`);
		expect(await nexus.run(["undo", "--to", "2", "--yes"])).toMatchObject({ code: 0 });
		expect(readdirSync(nexus.cwd)).toEqual(["1.txt"]);
		const [, , first] = JSON.parse((await nexus.run(["undo", "--list", "--json"])).stdout);
		expect(await nexus.run(["undo", "--session", first.sessionId, "--yes"])).toMatchObject({ code: 0 });
		expect(readdirSync(nexus.cwd)).toEqual([]);
		expect((await nexus.run(["undo", "--yes"])).stdout).toContain("nothing to undo");
	});

	test("names what is not covered, keeps secrets to itself, and leaves the conversation", async ({ nexus, expect }) => {
		nexus.file(".gitignore", "dist/\n");
		nexus.file("dist/a.js", "built");
		nexus.file("node_modules/m.js", "module");
		nexus.file(".env", "TOKEN=abc\n");
		await turn(nexus, [shell("rm .env dist/a.js node_modules/m.js")]);
		const [step] = JSON.parse((await nexus.run(["undo", "--list", "--json"])).stdout);
		const named = step.notCovered.map(({ path }: { path: string }) => path.slice(nexus.cwd.length + 1));
		expect(named).toEqual(["dist", "node_modules"]);
		await nexus.run(["undo", "--yes"]);
		expect(readFileSync(join(nexus.cwd, ".env"), "utf8")).toBe("TOKEN=abc\n");
		expect(lstatSync(join(nexus.nexusHome, "snapshots")).mode & 0o777).toBe(0o700);
		expect(lstatSync(join(nexus.nexusHome, "snapshots", "store.sqlite")).mode & 0o777).toBe(0o600);
		const again = await nexus.run([
			"-c",
			"-p",
			"-m",
			scriptAt(join(nexus.home, "s.json"), [{ text: "still here" }]),
			"-o",
			"json",
			"and now",
		]);
		expect(again).toMatchObject({ code: 0 });
	});

	test("a turn that only reads makes no snapshot", async ({ nexus, expect }) => {
		nexus.file("a.txt", "A");
		await turn(nexus, [shell("ls -la; cat a.txt"), call("read_file", { path: "a.txt" })]);
		expect(existsSync(join(nexus.nexusHome, "snapshots"))).toBe(false);
	});

	test("what a tool did that the person called", async ({ nexus, expect }) => {
		await nexus.run(["tools", "run", "write_file", "path=a.txt", "content=hello", "--yolo"]);
		expect(readdirSync(nexus.cwd)).toEqual(["a.txt"]);
		expect(await nexus.run(["undo", "--yes"])).toMatchObject({ code: 0 });
		expect(readdirSync(nexus.cwd)).toEqual([]);
	});

	test("killed while a command runs: the next nexus takes back what it had done", async ({ nexus, expect }) => {
		nexus.file("a.txt", "A");
		nexus.file("open.toml", "[sandbox]\nenabled = false\n");
		const model = scriptAt(join(nexus.home, "script.json"), [shell("rm a.txt; sleep 60")]);
		const running = nexus.start(["-p", "-m", model, "--yolo", "--config", "open.toml", "go"]);
		while (existsSync(join(nexus.cwd, "a.txt"))) await new Promise((resolve) => setTimeout(resolve, 20));
		running.child.kill("SIGKILL");
		await running.ended;
		const undone = await nexus.run(["undo", "--yes"]);
		expect(undone).toMatchObject({ code: 0, stdout: expect.stringContaining("+ a.txt") });
		expect(readFileSync(join(nexus.cwd, "a.txt"), "utf8")).toBe("A");
	});
});

describe("/undo in the screen", () => {
	let folders: ReturnType<typeof scratch>;
	let terminal: PtyTerminal | undefined;
	beforeEach(() => {
		folders = scratch();
	});
	afterEach(async () => {
		terminal?.kill("SIGKILL");
		await terminal?.ended;
		folders.remove();
	});

	test("shows the files, asks, restores, and the transcript says so; /redo likewise", async ({ expect }) => {
		writeFileSync(join(folders.cwd, "a.txt"), "one\ntwo\n");
		mkdirSync(join(folders.cwd, "d"));
		const model = scriptAt(join(folders.home, "script.json"), [
			shell("echo three >> a.txt; rmdir d; echo n > n.txt"),
			{ text: "All done." },
		]);
		const was = treeOf(folders.cwd);
		terminal = new PtyTerminal(["-m", model, "--yolo"], {
			columns: 90,
			rows: 30,
			home: folders.home,
			cwd: folders.cwd,
		});
		await terminal.shows(/›/);
		terminal.type("change it\r");
		await terminal.shows("All done.");
		const became = treeOf(folders.cwd);
		terminal.type("/undo\r");
		await terminal.shows(/undo 3 paths -2\?/);
		await terminal.shows(/~ a\.txt +-1/);
		expect(treeOf(folders.cwd)).toEqual(became);
		terminal.type("\u001b");
		await terminal.shows(/^›\s*$/m);
		terminal.type("/undo\r");
		await terminal.shows(/undo 3 paths -2\?/);
		terminal.type("\r");
		await terminal.shows(/undone: 3 paths -2, turn 1 \(change it\)/);
		expect(treeOf(folders.cwd)).toEqual(was);
		terminal.type("/redo\r");
		await terminal.shows(/redo 3 paths \+2\?/);
		terminal.type("\r");
		await terminal.shows(/redone: 3 paths \+2/);
		expect(treeOf(folders.cwd)).toEqual(became);
		terminal.type("!rm *.txt\r");
		await terminal.shows(/exit 0/);
		terminal.type("/undo\r");
		await terminal.shows(/undo 2 paths \+4\?/);
		terminal.type("\r");
		await terminal.shows(/undone: 2 paths \+4/);
		expect(treeOf(folders.cwd)).toEqual(became);
	});
});
