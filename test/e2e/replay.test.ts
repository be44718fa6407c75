// A recording played by the real program: in a pipe, on the screen, and live from one change; and a question that is
// asked again after a kill -9.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect } from "vitest";
import { contentText } from "../helpers/chat-server.js";
import { PtyTerminal, scratch } from "../helpers/pty-terminal.js";
import { jsonLines, type Place, nexusTest as test } from "../helpers/run-nexus.js";

const recorded = async (nexus: Place): Promise<string> => {
	await nexus.run(["-p", "--offline", "what is 12*12?"]);
	await nexus.run(["-p", "-c", "--offline", "what is 3+4?"]);
	return JSON.parse((await nexus.run(["sessions", "--json"])).stdout)[0].id;
};

describe.concurrent("in a pipe", () => {
	test("says what was said, and that it came again as recorded", async ({ nexus, expect }) => {
		const id = await recorded(nexus);
		const played = await nexus.run(["replay", id]);
		expect(played).toMatchObject({ code: 0, stdout: "> what is 12*12?\n12*12 is 144.\n> what is 3+4?\n3+4 is 7.\n" });
		expect(played.stderr).toMatch(/replayed \d+ events, \d+ compared: as recorded/);
		const json = JSON.parse((await nexus.run(["replay", id, "--json"])).stdout);
		expect(json).toMatchObject({
			result: "3+4 is 7.",
			exitCode: 0,
			turns: 4,
			replay: { missing: [], isUnfinished: false },
		});
		const lines = jsonLines((await nexus.run(["replay", id, "-o", "stream-json"])).stdout);
		expect(lines.map(({ type }) => type)).toEqual(expect.arrayContaining(["prompt.submit", "message.delta", "result"]));
		expect(JSON.parse((await nexus.run(["sessions", "--json"])).stdout)).toHaveLength(1);
	});

	test("nothing runs and nobody is asked: a recorded write writes nothing", async ({ nexus, expect }) => {
		const server = await nexus.server((_, number) =>
			number === 0
				? { calls: [{ name: "write_file", input: { path: "made.txt", content: "x" } }] }
				: { text: "it is written" },
		);
		await nexus.run(["-p", "-m", "custom/any", "--yolo", "write it"], { env: server.env });
		const path = join(nexus.cwd, "made.txt");
		expect(existsSync(path)).toBe(true);
		writeFileSync(path, "mine");
		const asked = server.requests.length;
		const [{ id }] = JSON.parse((await nexus.run(["sessions", "--json"])).stdout);
		expect(await nexus.run(["replay", id], { env: server.env })).toMatchObject({
			code: 0,
			stdout: "> write it\nit is written\n",
		});
		expect(readFileSync(path, "utf8")).toBe("mine");
		expect(server.requests).toHaveLength(asked);
	});

	test("a file, a damaged one, and one that cannot have come about like this", async ({ nexus, expect }) => {
		const id = await recorded(nexus);
		await nexus.run(["sessions", "export", id, "--output", "whole.jsonl"]);
		const lines = readFileSync(join(nexus.cwd, "whole.jsonl"), "utf8").trimEnd().split("\n");
		expect(await nexus.run(["replay", "whole.jsonl", "-q"])).toMatchObject({ code: 0, stderr: "" });
		nexus.file("gap.jsonl", lines.toSpliced(8, 2).join("\n"));
		const gap = await nexus.run(["replay", "gap.jsonl", "-q"]);
		expect(gap).toMatchObject({ code: 1 });
		expect(gap.stderr).toContain("the recording is damaged: events 8 to 9 are missing (replayed: events 1 to 7");
		nexus.file("cut.jsonl", lines.join("\n").slice(0, -20));
		expect((await nexus.run(["replay", "cut.jsonl", "-q"])).stderr).toContain("cannot be read");
		const changed = lines.map((line) => line.replace('"turns":2', '"turns":3'));
		nexus.file("other.jsonl", changed.join("\n"));
		const other = await nexus.run(["replay", "other.jsonl", "-q", "--json"]);
		expect(other).toMatchObject({ code: 1 });
		expect(JSON.parse(other.stdout).replay.divergence).toMatchObject({ what: expect.stringMatching(/./) });
		expect(other.stderr).toMatch(/diverges at event \d+: /);
	});

	test("up to a message or an event", async ({ nexus, expect }) => {
		const id = await recorded(nexus);
		expect(await nexus.run(["replay", id, "--until", "3", "-q"])).toMatchObject({
			code: 0,
			stdout: "> what is 12*12?\n12*12 is 144.\n",
		});
		expect(await nexus.run(["replay", id, "--until", "event:2", "-q"])).toMatchObject({ stdout: "> what is 12*12?\n" });
	});

	test.for([
		[["--step"], "--step waits for a key"],
		[["--speed", "never"], "--speed does not take never"],
		[["--until", "x"], "--until does not take x"],
		[["--until", "99"], "there is no message 99"],
		[["--change", "nothing"], "--change does not take nothing"],
		[["--change", "99=x"], "there is no message 99"],
		[["--change", "1.1=x"], "message 1 has no calls"],
		[["--change", "2.7=x"], "message 2 has 1 calls"],
	] as const)("%j is wrong", async ([args, says], { nexus, expect }) => {
		const id = await recorded(nexus);
		const run = await nexus.run(["replay", id, ...args]);
		expect(run).toMatchObject({ code: 2, stdout: "" });
		expect(run.stderr).toContain(says);
	});

	test("live from a changed result: the model is told it, the original stays", async ({ nexus, expect }) => {
		const server = await nexus.server((_, number) =>
			number === 0 ? { calls: [{ name: "calculate", input: { expression: "6*7" } }] } : { text: `answer ${number}` },
		);
		await nexus.run(["-p", "-m", "custom/any", "how much?"], { env: server.env });
		await nexus.run(["-p", "-c", "-m", "custom/any", "and then?"], { env: server.env });
		const [{ id }] = JSON.parse((await nexus.run(["sessions", "--json"])).stdout);
		const before = (await nexus.run(["sessions", "show", id, "--json"])).stdout;
		const live = await nexus.run(["replay", id, "--change", "2.1=a hundred"], { env: server.env });
		expect(live).toMatchObject({ code: 0, stdout: "answer 4\n" });
		expect(live.stderr).toContain("live from call 1 of message 2 on, in a copy");
		const sent = server.requests.slice(3).map(({ messages }) => messages.map(contentText));
		expect(sent[0]?.at(-1)).toBe("a hundred");
		expect(sent[1]?.slice(-2)).toEqual(["answer 3", expect.stringContaining("and then?")]);
		expect((await nexus.run(["sessions", "show", id, "--json"])).stdout).toBe(before);
		const [copy] = JSON.parse((await nexus.run(["sessions", "--json"])).stdout);
		const events = JSON.parse((await nexus.run(["sessions", "show", copy.id, "--json"])).stdout);
		expect(events.find(({ type }: { type: string }) => type === "session.fork").data).toMatchObject({
			sessionId: id,
			change: { message: 2, call: 1 },
		});
		expect(await nexus.run(["replay", copy.id, "-q"])).toMatchObject({ code: 0 });
	});

	test("live from a changed prompt and a changed answer", async ({ nexus, expect }) => {
		const id = await recorded(nexus);
		nexus.file("prompt.txt", "what is 5*5?");
		const asked = await nexus.run(["replay", id, "--change", "1=@prompt.txt", "-o", "stream-json"]);
		expect(asked.stdout).toContain("5*5 is 25.");
		expect(asked.stdout).toContain("3+4 is 7.");
		expect(asked.stdout).not.toContain("is 144");
		const said = await nexus.run(["replay", id, "--change", "3=a gross"]);
		expect(said).toMatchObject({ code: 0, stdout: "3+4 is 7.\n" });
	});
});

describe("on the screen", () => {
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
	const start = (args: readonly string[]): PtyTerminal => {
		const terminal = new PtyTerminal(args, { columns: 100, rows: 30, home: folders.home, cwd: folders.cwd });
		terminals.push(terminal);
		return terminal;
	};
	const script = (steps: readonly unknown[]): string => {
		const file = join(folders.home, "script.json");
		writeFileSync(file, JSON.stringify({ steps }));
		return `scripted/${file}`;
	};
	const command = { calls: [{ name: "run_command", input: { command: "touch made-by-it" } }] };

	test("17.1 a question that waited at a kill -9 is asked again, and what it was for goes on", async () => {
		const model = script([command, { text: "It is made." }]);
		const first = start(["-m", model, "make it"]);
		await first.shows(/wants to use run_command/);
		first.kill("SIGKILL");
		await first.ended;
		const again = start(["-c", "-m", model]);
		await again.shows(/waits for an answer[\s\S]*wants to use run_command ─/);
		expect(existsSync(join(folders.cwd, "made-by-it"))).toBe(false);
		// A key that was meant for something else is no answer.
		await new Promise((resolve) => setTimeout(resolve, 450));
		again.type("y");
		await again.shows(/It is made\./);
		expect(existsSync(join(folders.cwd, "made-by-it"))).toBe(true);
		again.type("\u0004");
		expect((await again.ended).exitCode).toBe(0);
	});

	test("plays a session, step by step where it is told to, and takes no prompt in it", async () => {
		const model = script([{ text: "First answer." }, { text: "Second answer." }]);
		const made = start(["-m", model, "one"]);
		await made.shows(/First answer\./);
		made.type("two\r");
		await made.shows(/Second answer\./);
		made.type("\u0004");
		await made.ended;
		const [, id = ""] = /nexus -r (\S+)/.exec(made.bytes) ?? [];

		const played = start(["replay", id, "--speed", "20"]);
		await played.shows(/Second answer\.[\s\S]*replayed \d+ events/);
		played.type("three\r");
		await played.shows(/this is a replay/);
		// It is back in the composer.
		played.type("\u0003\u0004");
		expect((await played.ended).exitCode).toBe(0);
		expect(played.bytes).not.toContain("nexus -r");

		const stepped = start(["replay", id, "--step"]);
		await stepped.shows(/enter plays the next\s+step/);
		for (const shown of [/› one/, /First answer\./, /› two/, /Second answer\./]) {
			stepped.type("\r");
			await stepped.shows(shown);
		}
		await stepped.shows(/replayed \d+ events/);
	});
});
