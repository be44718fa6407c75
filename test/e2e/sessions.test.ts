// The stored sessions from the command line: found, shown, renamed, written out, taken in, deleted.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { contentText } from "../helpers/chat-server.js";
import { type Place, nexusTest as test } from "../helpers/run-nexus.js";

const list = async (nexus: Place): Promise<readonly { id: string; title: string; cwd: string; prompts: number }[]> =>
	JSON.parse((await nexus.run(["sessions", "--json"])).stdout);

/** Two sessions; the newer one first. */
const twoSessions = async (nexus: Place): Promise<readonly [string, string]> => {
	await nexus.run(["-p", "--offline", "what is 12*12?"]);
	await nexus.run(["-p", "--offline", "what is 15% of 240?"]);
	const [newer, older] = await list(nexus);
	return [newer?.id ?? "", older?.id ?? ""];
};

describe.concurrent("sessions", () => {
	test("search finds what was asked and answered, and marks it", async ({ nexus, expect }) => {
		const [newer, older] = await twoSessions(nexus);
		const found = await nexus.run(["sessions", "search", "240"]);
		expect(found).toMatchObject({ code: 0, stderr: "" });
		expect(found.stdout).toContain(newer);
		expect(found.stdout).toContain("[240]");
		expect(found.stdout).not.toContain(older);
		const hits = JSON.parse((await nexus.run(["sessions", "search", "what", "--json"])).stdout);
		expect(hits.map((hit: { session: { id: string } }) => hit.session.id)).toEqual([newer, older]);
		expect((await nexus.run(["sessions", "search", "giraffe"])).stdout).toBe("nothing is found for giraffe\n");
		expect(JSON.parse((await nexus.run(["sessions", "search", "14*", "--json", "--limit", "1"])).stdout)).toMatchObject(
			[{ session: { id: older }, by: "model", snippet: expect.stringContaining("144") }],
		);
	});

	test("show prints the transcript, its end, or its events", async ({ nexus, expect }) => {
		const [, older] = await twoSessions(nexus);
		const shown = await nexus.run(["sessions", "show", older]);
		expect(shown.stdout).toMatch(/^what is 12\*12\?\n.*\n {2}asked: [^#]*\n\n#1 you\n> what is 12\*12\?\n\n#2 nexus\n/);
		expect(shown.stdout).toContain("144");
		const last = await nexus.run(["sessions", "show", older, "--last", "1"]);
		expect(last.stdout).not.toContain("#1 you");
		const events = JSON.parse((await nexus.run(["sessions", "show", older, "--json"])).stdout);
		expect(events[0]).toMatchObject({ type: "session.start", seq: 1 });
		const end = JSON.parse((await nexus.run(["sessions", "show", older, "--json", "--last", "1"])).stdout);
		expect(end.length).toBeLessThan(events.length);
		expect(end.at(-1)).toEqual(events.at(-1));
	});

	test("show says where a session stands; its title ends after a whole word", async ({ nexus, expect }) => {
		await nexus.run(["-p", "--offline", `what is 12*12? ${"and some more words ".repeat(5)}`]);
		const [session] = await list(nexus);
		expect(session?.title).toMatch(/^what is 12\*12\? and .* (and|some|more|words)…$/);
		const { stdout } = await nexus.run(["sessions", "show", session?.id ?? ""]);
		expect(stdout).toMatch(/\n {2}asked: what is 12\*12\? and .*\n {2}last: .*\n {2}1 prompt, /);
	});

	test("the beginning of several ids says so", async ({ nexus, expect }) => {
		const [newer, older] = await twoSessions(nexus);
		const run = await nexus.run(["sessions", "show", newer.slice(0, 4)]);
		expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/2 sessions begin with/) });
		expect(run.stderr).toContain(older);
	});

	test("what is wrong is named as it was written", async ({ nexus, expect }) => {
		expect(await nexus.run(["sessions", "delete", "--older-than", "soon"])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/--older-than: a time such as/),
		});
		expect(await nexus.run(["-p", "--offline", "--fork", "what is 1+1?"])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/--fork does not say of which session/),
		});
	});

	test("an export is a new file: one that is there stays", async ({ nexus, expect }) => {
		const [newer] = await twoSessions(nexus);
		writeFileSync(join(nexus.cwd, "mine.html"), "mine");
		expect(await nexus.run(["sessions", "export", newer, "--output", "mine.html"])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/mine\.html exists already; nothing was written \(name a new file\)/),
		});
		expect(readFileSync(join(nexus.cwd, "mine.html"), "utf8")).toBe("mine");
	});

	test("rename is shown in the list and found", async ({ nexus, expect }) => {
		const [newer] = await twoSessions(nexus);
		const renamed = await nexus.run(["sessions", "rename", newer, "The\n tax  question"]);
		expect(renamed).toMatchObject({ code: 0, stdout: `${newer} is now called: The tax question\n` });
		expect((await list(nexus))[0]).toMatchObject({ id: newer, title: "The tax question" });
		expect((await nexus.run(["sessions", "search", "tax question"])).stdout).toContain(newer);
		expect(await nexus.run(["sessions", "rename", newer, " "])).toMatchObject({ code: 2 });
	});

	test.for([
		["markdown", "md", /^# what is 15% of 240\?/],
		["json", "json", /"format": "nexus-session"/],
		["jsonl", "jsonl", /^\{"format":"nexus-session"/],
		["html", "html", /^<!doctype html>/],
	] as const)(
		"export as %s, to stdout and to a new file only",
		async ([format, extension, begins], { nexus, expect }) => {
			const [newer] = await twoSessions(nexus);
			const printed = await nexus.run(["sessions", "export", newer, "--format", format]);
			expect(printed).toMatchObject({ code: 0, stdout: expect.stringMatching(begins) });
			const written = await nexus.run(["sessions", "export", newer, "--output", `out.${extension}`]);
			expect(written).toMatchObject({ code: 0, stdout: `written to ${join(nexus.cwd, `out.${extension}`)}\n` });
			const bytes = readFileSync(join(nexus.cwd, `out.${extension}`), "utf8");
			expect(bytes).toMatch(begins);
			const again = await nexus.run(["sessions", "export", newer, "--output", `out.${extension}`]);
			expect(again.code).not.toBe(0);
			expect(again.stderr).toContain(`out.${extension}`);
			expect(readFileSync(join(nexus.cwd, `out.${extension}`), "utf8")).toBe(bytes);
		},
	);

	test("D30: a secret that has become one since is not in an export", async ({ nexus, expect }) => {
		await nexus.run(["-p", "--offline", "what is 2+2? (hunter2<&>hunter2)"]);
		const [session] = await list(nexus);
		const env = { DB_PASSWORD: "hunter2<&>hunter2" };
		for (const format of ["markdown", "json", "jsonl", "html"]) {
			const { stdout } = await nexus.run(["sessions", "export", session?.id ?? "", "--format", format], { env });
			expect(stdout).toContain("[secret:");
			expect(stdout).not.toContain("hunter2");
		}
	});

	test.for(["json", "jsonl"])(
		"what is exported as %s is imported under a new id and can be gone on with",
		async (format, { nexus, expect }) => {
			const [newer] = await twoSessions(nexus);
			await nexus.run(["sessions", "export", newer, "--output", `s.${format}`]);
			const imported = await nexus.run(["sessions", "import", `s.${format}`, "--json"]);
			expect(imported.code).toBe(0);
			const row = JSON.parse(imported.stdout);
			expect(row).toMatchObject({ title: "what is 15% of 240?", prompts: 1 });
			expect(row.id).not.toBe(newer);
			expect(await list(nexus)).toHaveLength(3);
			const next = await nexus.run(["-p", "--offline", "-r", row.id, "what is 3+4?"]);
			expect(next).toMatchObject({ code: 0, stdout: "3+4 is 7.\n" });
			const piped = await nexus.run(["sessions", "import", "-"], {
				stdin: readFileSync(join(nexus.cwd, `s.${format}`), "utf8"),
			});
			expect(piped.code).toBe(0);
		},
	);

	test("an import that is not one says so and leaves nothing", async ({ nexus, expect }) => {
		writeFileSync(
			join(nexus.cwd, "bad.json"),
			'{"format":"nexus-session","version":1,"session":{},"events":[{"type":"x"}]}',
		);
		const run = await nexus.run(["sessions", "import", "bad.json"]);
		expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/event 1 is not one/) });
		expect(await list(nexus)).toEqual([]);
	});

	test("delete asks: nobody there, nothing is deleted; --yes deletes", async ({ nexus, expect }) => {
		const [newer, older] = await twoSessions(nexus);
		const asked = await nexus.run(["sessions", "delete", newer]);
		expect(asked).toMatchObject({ code: 4, stderr: expect.stringMatching(/--yes/) });
		expect(await list(nexus)).toHaveLength(2);
		expect(await nexus.run(["sessions", "delete", newer, "--yes"])).toMatchObject({
			code: 0,
			stdout: "deleted 1 session\n",
		});
		expect((await list(nexus)).map((row) => row.id)).toEqual([older]);
		expect((await nexus.run(["sessions", "search", "240", "--json"])).stdout).toBe("[]\n");
		expect(await nexus.run(["sessions", "delete", "--older-than", "1d", "--yes"])).toMatchObject({
			stdout: "no session is that old\n",
		});
		for (const wrong of [[], ["--older-than", "1"], [older, "--older-than", "1d"]])
			expect((await nexus.run(["sessions", "delete", ...wrong, "--yes"])).code).toBe(2);
	});

	test("a deleted session leaves none of its words in the file", async ({ nexus, expect }) => {
		await nexus.run(["-p", "--offline", "what is 7+7? quetzalcoatlus"]);
		const [session] = await list(nexus);
		await nexus.run(["sessions", "search", "quetzalcoatlus"]);
		await nexus.run(["sessions", "delete", session?.id ?? "", "--yes"]);
		for (const name of ["nexus.sqlite", "nexus.sqlite-wal"]) {
			const path = join(nexus.nexusHome, name);
			if (existsSync(path)) expect(readFileSync(path).includes("quetzalcoatlus")).toBe(false);
		}
	});

	test("a session that a nexus has open is not deleted", async ({ nexus, expect }) => {
		const server = await nexus.server([{ text: "a long answer", chunk: 99, hang: true }]);
		const running = nexus.start(["-p", "-m", "custom/any", "-o", "stream-json", "tell me"], { env: server.env });
		await running.shows("a long answer");
		const [session] = await list(nexus);
		const run = await nexus.run(["sessions", "delete", session?.id ?? "", "--yes"]);
		expect(run).toMatchObject({ code: 1, stderr: expect.stringMatching(/is open/) });
		running.child.kill("SIGKILL");
		await running.ended;
		expect(await nexus.run(["sessions", "delete", session?.id ?? "", "--yes"])).toMatchObject({ code: 0 });
	});

	test("a session that two have open stays open when one of them leaves", async ({ nexus, expect }) => {
		const server = await nexus.server((_, number) => ({ text: `answer ${number}`, chunk: 99, hang: number === 1 }));
		const args = ["-p", "-m", "custom/any", "-o", "stream-json"];
		await nexus.run([...args, "one"], { env: server.env });
		const [session] = await list(nexus);
		const id = session?.id ?? "";
		const running = nexus.start([...args, "-r", id, "two"], { env: server.env });
		await running.shows("answer 1");
		expect(await nexus.run([...args, "-r", id, "three"], { env: server.env })).toMatchObject({ code: 0 });
		const events = JSON.parse((await nexus.run(["sessions", "show", id, "--json"])).stdout) as { type: string }[];
		expect(events.filter(({ type }) => type === "run.end")).toHaveLength(2);
		expect(await nexus.run(["sessions", "delete", id, "--yes"])).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/is open/),
		});
		running.child.kill("SIGKILL");
		await running.ended;
	});

	test("stats of one and of all", async ({ nexus, expect }) => {
		const [newer] = await twoSessions(nexus);
		const one = await nexus.run(["sessions", "stats", newer]);
		expect(one.stdout).toMatch(/messages\s+1 of yours, \d+ answers/);
		expect(JSON.parse((await nexus.run(["sessions", "stats", newer, "--json"])).stdout)).toMatchObject({
			id: newer,
			messages: { person: 1 },
			runs: 1,
		});
		expect(JSON.parse((await nexus.run(["sessions", "stats", "--json"])).stdout)).toMatchObject({
			sessions: 2,
			folders: 1,
			prompts: 2,
		});
	});

	test.for(["show", "rename", "export", "delete", "stats"])(
		"%s of an id that is not there names the nearest",
		async (name, { nexus, expect }) => {
			const [newer] = await twoSessions(nexus);
			const wrong = `${newer.slice(0, -1)}${newer.endsWith("0") ? "1" : "0"}`;
			const run = await nexus.run([
				"sessions",
				name,
				wrong,
				...(name === "rename" ? ["x"] : []),
				...(name === "delete" ? ["--yes"] : []),
			]);
			expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(`did you mean ${newer}`) });
		},
	);

	test("--fork <session>@<message> goes on in a copy that ends there", async ({ nexus, expect }) => {
		const server = await nexus.server((_, number) => ({ text: `answer ${number}` }));
		const say = async (...words: string[]) =>
			nexus.run(["-p", "-m", "custom/any", "-o", "json", ...words], { env: server.env });
		const { sessionId } = JSON.parse((await say("one")).stdout);
		await say("-c", "two");
		const forked = await say("--fork", `${sessionId}@2`, "another two");
		expect(forked.code).toBe(0);
		expect(JSON.parse(forked.stdout).sessionId).not.toBe(sessionId);
		expect(server.requests[2]?.messages.filter(({ role }) => role !== "system").map(contentText)).toEqual([
			"one",
			"answer 0",
			"another two",
		]);
		expect(await say("--fork", `${sessionId}@9`, "x")).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/it has 4/),
		});
		expect(await say("-r", `${sessionId}@2`, "x")).toMatchObject({ code: 2, stderr: expect.stringMatching(/--fork/) });
		expect(await list(nexus)).toHaveLength(2);
	});

	test("D52: a store whose header is gone is read back, said in one line; doctor --store reads all of it", async ({
		nexus,
		expect,
	}) => {
		const [newer, older] = await twoSessions(nexus);
		const path = join(nexus.nexusHome, "nexus.sqlite");
		writeFileSync(path, Buffer.alloc(100), { flag: "r+" });
		const run = await nexus.run(["sessions", "--json"]);
		expect(JSON.parse(run.stdout).map((row: { id: string }) => row.id)).toEqual([newer, older]);
		expect(run.stderr).toMatch(/^the session store was damaged: 2 sessions with \d+ events could be read.*\n$/);
		const checks = await nexus.run(["doctor", "--store", "--json"]);
		expect(checks).toMatchObject({ stderr: "" });
		expect(JSON.parse(checks.stdout)).toContainEqual(
			expect.objectContaining({
				name: "store",
				status: "ok",
				detail: expect.stringMatching(/integrity ok, all of it read$/),
			}),
		);
		expect(await nexus.run(["-p", "--offline", "-c", "what is 3+4?"])).toMatchObject({
			code: 0,
			stdout: "3+4 is 7.\n",
		});
	});
});
