// What a home takes, and how it is freed, through the real program.
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe } from "vitest";
import { type Place, nexusTest as test } from "../helpers/run-nexus.js";

const put = (nexus: Place, name: string, bytes = 200_000) => {
	writeFileSync(join(nexus.nexusHome, name), Buffer.alloc(bytes, "x"));
	return join(nexus.nexusHome, name);
};

/** The sessions there are were last used in 2020. */
const ageSessions = (nexus: Place): void => {
	const database = new DatabaseSync(join(nexus.nexusHome, "nexus.sqlite"));
	database.exec("UPDATE sessions SET updated_at = '2020-01-01T00:00:00.000Z'");
	database.close();
};

const configure = (nexus: Place, retention: object): void =>
	writeFileSync(join(nexus.nexusHome, "config.json"), JSON.stringify({ retention }));

describe.concurrent("nexus doctor --disk", () => {
	test("says what takes how much", async ({ nexus, expect }) => {
		await nexus.run(["-p", "what is 1+1?"]);
		put(nexus, "nexus.sqlite.damaged-2026");
		const people = await nexus.run(["doctor", "--disk"]);
		expect(people).toMatchObject({ code: 0, stdout: expect.stringMatching(/damaged +20\d kB .*--free damaged/) });
		const { parts, bytes } = JSON.parse((await nexus.run(["doctor", "--disk", "--json"])).stdout);
		expect(parts.map(({ part }: { part: string }) => part)).toEqual(expect.arrayContaining(["damaged", "sessions"]));
		expect(bytes).toBeGreaterThan(200_000);
	});

	test("frees what nobody misses, and asks for the rest by name", async ({ nexus, expect }) => {
		await nexus.run(["-p", "what is 1+1?"]);
		const log = put(nexus, "nexus.log.1");
		const damaged = put(nexus, "nexus.sqlite.damaged-2026");
		expect(await nexus.run(["doctor", "--disk", "--free"])).toMatchObject({
			code: 4,
			stderr: expect.stringMatching(/logs: 20\d kB/),
		});
		expect(existsSync(log)).toBe(true);
		const freed = await nexus.run(["doctor", "--disk", "--free", "--yes", "--json"]);
		expect(JSON.parse(freed.stdout)).toMatchObject({ trouble: [], sessions: 0 });
		expect([existsSync(log), existsSync(damaged)]).toEqual([false, true]);
		expect(await nexus.run(["doctor", "--disk", "--free", "damaged", "--yes"])).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/^freed \d+ kB/),
		});
		expect(existsSync(damaged)).toBe(false);
		expect((await nexus.run(["sessions"])).stdout).toContain("what is 1+1?");
	});

	test("undo is forgotten when it is said so", async ({ nexus, expect }) => {
		const server = await nexus.server([
			{ calls: [{ name: "write_file", input: { path: "new.txt", content: "x" } }] },
			{ text: "done" },
		]);
		await nexus.run(["-p", "-m", "custom/m", "--permission-mode", "edits", "go"], { env: server.env });
		expect((await nexus.run(["undo", "--list"])).stdout).toContain("go");
		expect(await nexus.run(["doctor", "--disk", "--free", "snapshots", "--yes"])).toMatchObject({ code: 0 });
		expect((await nexus.run(["undo", "--list"])).stdout).not.toContain("go");
		expect(existsSync(join(nexus.cwd, "new.txt"))).toBe(true);
	});

	test.for([
		[["doctor", "--free"], /--disk --free/],
		[["doctor", "--disk", "--free", "settings"], /cannot be freed/],
		[["doctor", "--disk", "--free", "damagd"], /damaged/],
	] as const)("%j is wrong usage", async ([words, why], { nexus, expect }) => {
		expect(await nexus.run(words)).toMatchObject({ code: 2, stderr: expect.stringMatching(why) });
	});
});

describe.concurrent("how long sessions stay", () => {
	test("for ever, unless somebody has said otherwise", async ({ nexus, expect }) => {
		await nexus.run(["-p", "what is 1+1?"]);
		ageSessions(nexus);
		await nexus.run(["models"]);
		expect((await nexus.run(["sessions"])).stdout).toContain("what is 1+1?");
		expect(JSON.parse((await nexus.run(["doctor", "--disk", "--json"])).stdout)).toMatchObject({ overdue: 0 });
	});

	test("as long as was said: the next nexus deletes them at its end", async ({ nexus, expect }) => {
		await nexus.run(["-p", "what is 1+1?"]);
		ageSessions(nexus);
		await nexus.run(["-p", "what is 2+2?"]);
		configure(nexus, { sessions: "30d" });
		expect((await nexus.run(["sessions"])).stdout).toContain("what is 1+1?");
		const { stdout } = await nexus.run(["sessions"]);
		expect(stdout).not.toContain("what is 1+1?");
		expect(stdout).toContain("what is 2+2?");
	});

	test("a wrong time is named, and nothing is deleted", async ({ nexus, expect }) => {
		await nexus.run(["-p", "what is 1+1?"]);
		ageSessions(nexus);
		configure(nexus, { sessions: "0d" });
		for (const _ of [1, 2])
			expect(await nexus.run(["sessions"])).toMatchObject({
				stdout: expect.stringContaining("what is 1+1?"),
				stderr: expect.stringContaining("retention.sessions"),
			});
	});
});

test("SPEC 17.19 the same long output again and again takes its room once", async ({ nexus, expect }) => {
	const commands = ["seq 1 20000", "seq 20000", "true && seq 1 1 20000"];
	const server = await nexus.server([
		...commands.map((command) => ({ calls: [{ name: "run_command", input: { command } }] })),
		{ text: "done" },
	]);
	const run = await nexus.run(["-p", "-m", "custom/m", "--yolo", "go"], { env: server.env });
	expect(run.code).toBe(0);
	const folder = join(nexus.nexusHome, "artifacts");
	const names = readdirSync(folder);
	expect(names).toEqual([expect.stringMatching(/^output-[0-9a-f]{32}\.txt$/)]);
	expect(statSync(join(folder, names[0] ?? "")).size).toBe(108_894);
});
