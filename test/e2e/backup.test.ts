import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { databaseFiles } from "../../src/adapters/sqlite-files.js";
import { killInBackup, killInRestore, sums } from "../helpers/backup-crash.js";
import { restoreIn } from "../helpers/backup-home.js";
import { PtyTerminal } from "../helpers/pty-terminal.js";
import { type Place, nexusTest as test } from "../helpers/run-nexus.js";

const ask = (nexus: Place, prompt: string) => nexus.run(["-p", "--offline", prompt]);
const backups = (nexus: Place) => join(nexus.nexusHome, "backups");
const visible = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith("."));
const titles = async (nexus: Place, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> => {
	const { stdout } = await nexus.run(["sessions", "list", "--json"], { env });
	return (JSON.parse(stdout) as { title: string }[]).map(({ title }) => title);
};
const created = async (nexus: Place, ...flags: readonly string[]): Promise<{ id: string; path: string }> => {
	const { stdout, stderr, code } = await nexus.run(["backup", "create", "--json", ...flags]);
	if (code !== 0) throw new Error(stderr);
	return JSON.parse(stdout);
};

describe.concurrent("nexus backup", () => {
	test("makes, lists, verifies, restores and prunes", async ({ nexus, expect }) => {
		await ask(nexus, "what is 2+2?");
		const { id, path } = await created(nexus);
		expect(path).toBe(join(backups(nexus), visible(backups(nexus))[0] ?? ""));
		expect(id).toMatch(/^[0-9A-Z]{26}$/);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		const list = await nexus.run(["backup", "list", "--json"]);
		expect(JSON.parse(list.stdout)).toMatchObject([{ id, path, isEncrypted: false, isScheduled: false }]);
		expect(await nexus.run(["backup", "verify", id.slice(0, 20)])).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(`backup ${id} is whole: 1 file, .*, 1 database\n`),
		});
		await ask(nexus, "what is 3+3?");
		const unasked = await nexus.run(["backup", "restore", id]);
		expect(unasked).toMatchObject({ code: 4, stdout: "", stderr: expect.stringContaining("--yes") });
		expect(await titles(nexus)).toEqual(["what is 3+3?", "what is 2+2?"]);
		const restored = JSON.parse((await nexus.run(["backup", "restore", id, "--yes", "--json"])).stdout);
		expect(restored).toMatchObject({ id, home: nexus.nexusHome, files: 1 });
		expect(await titles(nexus)).toEqual(["what is 2+2?"]);
		expect(await titles(nexus, { NEXUS_HOME: restored.keptIn })).toEqual(["what is 3+3?", "what is 2+2?"]);
		await created(nexus);
		expect(await nexus.run(["backup", "prune", "--keep", "1"])).toMatchObject({ code: 4 });
		expect(await nexus.run(["backup", "prune", "--keep", "5", "--yes"])).toMatchObject({
			code: 0,
			stdout: "there is nothing to delete\n",
		});
		const pruned = await nexus.run(["backup", "prune", "--keep", "1", "--yes", "--json"]);
		expect(JSON.parse(pruned.stdout)).toMatchObject({ backups: [{ id }], replaced: [] });
		expect(visible(backups(nexus))).toHaveLength(1);
	});

	test("restores to another folder and from one, by path", async ({ nexus, expect }) => {
		await ask(nexus, "what is 2+2?");
		await created(nexus, "--output", "b.nexus-backup");
		rmSync(nexus.nexusHome, { recursive: true });
		mkdirSync(nexus.nexusHome);
		expect(await nexus.run(["backup", "restore", "b.nexus-backup", "--to", "copy"])).toMatchObject({
			code: 0,
			stderr: "",
		});
		expect(await titles(nexus, { NEXUS_HOME: join(nexus.cwd, "copy") })).toEqual(["what is 2+2?"]);
		expect(await nexus.run(["backup", "restore", "b.nexus-backup", "--to", "copy"])).toMatchObject({ code: 2 });
		expect(await nexus.run(["backup", "restore", "./b.nexus-backup", "--yes"])).toMatchObject({ code: 0, stderr: "" });
		expect(await titles(nexus)).toEqual(["what is 2+2?"]);
	});

	test("encrypts with a password from a file, the environment or the settings, and from no argument", async ({
		nexus,
		expect,
	}) => {
		await ask(nexus, "what is 2+2?");
		nexus.file("password", "a secret one\nand no other line\n");
		const env = { NEXUS_BACKUP_PASSWORD: "a secret one" };
		const { id } = await created(nexus, "--password-file", "password");
		const verify = (flags: readonly string[], given = {}) =>
			nexus.run(["backup", "verify", id, ...flags], { env: given });
		expect(await verify(["--password-file", "password"])).toMatchObject({ code: 0, stderr: "" });
		expect(await verify([], env)).toMatchObject({ code: 0, stderr: "" });
		expect(await verify([])).toMatchObject({ code: 2, stderr: expect.stringContaining("is encrypted") });
		expect(await verify(["--password-file", "nothing"])).toMatchObject({ code: 1 });
		nexus.file("empty", "\n");
		expect(await verify(["--password-file", "empty"])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("empty"),
		});
		const wrong = await verify([], { NEXUS_BACKUP_PASSWORD: "another" });
		expect(wrong).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("does not open") });
		expect(wrong.stderr).not.toContain("another");
		expect(await nexus.run(["backup", "create", "--encrypt"])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("there is no password"),
		});
		expect(await nexus.run(["backup", "create", "--password", "x"])).toMatchObject({ code: 2 });
		await nexus.run(["config", "set", "backup.passwordFile", join(nexus.cwd, "password")]);
		expect(JSON.parse((await nexus.run(["backup", "create", "--json"])).stdout)).toMatchObject({ isEncrypted: true });
		expect(await verify([])).toMatchObject({ code: 0 });
	});

	test("a password is asked for without being shown, a new one twice", async ({ nexus, expect }) => {
		const nexusHome = join(nexus.home, ".nexus");
		const place = { columns: 100, rows: 20, home: nexus.home, cwd: nexus.cwd };
		const making = new PtyTerminal(["backup", "create", "--encrypt"], place);
		await making.shows("password of the backup:", 20_000);
		making.type("hunterr\u007f2ö\r");
		await making.shows("once more:", 20_000);
		making.type("hunter2ö\r");
		await making.shows(/encrypted/, 20_000);
		expect(making.bytes).not.toContain("hunter");
		expect(await making.ended).toMatchObject({ exitCode: 0 });
		const [name = ""] = visible(join(nexusHome, "backups"));
		const env = { NEXUS_HOME: nexusHome, NEXUS_BACKUP_PASSWORD: "hunter2ö" };
		expect(await nexus.run(["backup", "verify", name], { env })).toMatchObject({ code: 0 });
		const differs = new PtyTerminal(["backup", "create", "--encrypt"], place);
		await differs.shows("password of the backup:", 20_000);
		differs.type("one\rtwo\r");
		expect(await differs.ended).toMatchObject({ exitCode: 2 });
		const stopped = new PtyTerminal(["backup", "verify", name], place);
		await stopped.shows("password of the backup:", 20_000);
		stopped.type("\u0003");
		expect(await stopped.ended).toMatchObject({ exitCode: 130 });
	});

	test("says what is wrong with a reference or a file, and changes nothing", async ({ nexus, expect }) => {
		await ask(nexus, "what is 2+2?");
		const { id, path } = await created(nexus);
		const before = sums(nexus.nexusHome);
		const restore = (reference: string) => nexus.run(["backup", "restore", reference, "--yes"]);
		expect(await restore("01ZZZZ")).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no backup") });
		expect(await restore("./no.nexus-backup")).toMatchObject({ code: 2 });
		expect(await restore(nexus.file("text.nexus-backup", "text"))).toMatchObject({
			code: 1,
			stderr: expect.stringContaining("is damaged"),
		});
		const bytes = readFileSync(path);
		writeFileSync(path, bytes.subarray(0, bytes.length - 1));
		expect(await restore(id)).toMatchObject({ code: 1, stderr: expect.stringContaining("is damaged") });
		writeFileSync(path, "");
		const list = await nexus.run(["backup", "list"]);
		expect(list).toMatchObject({ code: 0, stdout: expect.stringContaining("cannot be read") });
		writeFileSync(path, bytes);
		expect(sums(nexus.nexusHome)).toEqual(before);
	});

	test("keeps nothing, backs up nothing", async ({ nexus, expect }) => {
		expect(await nexus.run(["--no-session", "backup", "create"])).toMatchObject({ code: 2, stdout: "" });
		expect(existsSync(backups(nexus))).toBe(false);
	});

	test("one that is due is made, and the oldest of those go; what nobody scheduled stays", async ({
		nexus,
		expect,
	}) => {
		const due = async () => JSON.parse((await nexus.run(["backup", "create", "--if-due", "--json"])).stdout).id;
		expect(await due()).toBeNull();
		await nexus.run(["config", "set", "backup.keep", "2"]);
		const mine = await created(nexus);
		// Each second is another one's.
		await nexus.run(["config", "set", "backup.schedule", "* * * * * *"]);
		const made: string[] = [];
		while (made.length < 3) {
			const id = await due();
			if (id !== null) made.push(id);
		}
		const list = JSON.parse((await nexus.run(["backup", "list", "--json"])).stdout) as { id: string }[];
		expect(list.map(({ id }) => id)).toEqual([made[2], made[1], mine.id]);
		await nexus.run(["config", "set", "backup.schedule", "daily"]);
		expect(await due()).toBeNull();
		expect(await nexus.run(["config", "set", "backup.schedule", "often"])).toMatchObject({ code: 2 });
	});

	test("a folder of one's own keeps its mode", async ({ nexus, expect }) => {
		const folder = join(nexus.root, "elsewhere");
		mkdirSync(folder);
		chmodSync(folder, 0o755);
		await nexus.run(["config", "set", "backup.folder", folder]);
		const { path } = await created(nexus);
		expect(path.startsWith(folder)).toBe(true);
		expect(statSync(folder).mode & 0o777).toBe(0o755);
		expect(visible(folder)).toHaveLength(1);
	});

	test("a restore that was broken off is finished by the next start, whatever it is", async ({ nexus, expect }) => {
		await ask(nexus, "what is 2+2?");
		const { path } = await created(nexus);
		await ask(nexus, "what is 3+3?");
		const breaks = { ...databaseFiles, replace: () => Promise.reject(new Error("it is over")) };
		await restoreIn(nexus.nexusHome, path, { databases: breaks }).catch(() => undefined);
		expect(existsSync(join(nexus.nexusHome, "restore", "journal.json"))).toBe(true);
		// While another one is at it, a start waits.
		const lock = databaseFiles.lock(join(backups(nexus), ".lock"));
		const waiting = nexus.start(["sessions", "list"]);
		await expect.poll(() => existsSync(`/proc/${waiting.pid}/fd`), { timeout: 5000 }).toBe(true);
		lock?.release();
		expect(await waiting.ended).toMatchObject({ code: 0, stderr: "" });
		expect(waiting.stdout()).toContain("what is 2+2?");
		expect(waiting.stdout()).not.toContain("what is 3+3?");
		expect(existsSync(join(nexus.nexusHome, "restore"))).toBe(false);
	});

	test("a disk that is full: one clear line, nothing is left, and the store goes on", async ({ nexus, expect }) => {
		await ask(nexus, "what is 2+2?");
		nexus.file("../nexus-home/artifacts/a.txt", Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))));
		const folder = join(nexus.root, "small");
		mkdirSync(folder);
		const isMounted = mountSmall(folder, "32k");
		try {
			// As nobody who may mount one: files that may not grow.
			const script = `${isMounted ? "" : "ulimit -f 16; "}"$NODE" "$NEXUS" backup create --output "$OUT"`;
			const run = await nexus.run([], {
				command: ["/bin/bash", "-c", script],
				env: {
					NODE: process.execPath,
					NEXUS: join(import.meta.dirname, "../../bin/nexus"),
					OUT: join(folder, "b.nexus-backup"),
				},
			});
			expect(run).toMatchObject({ code: 1, stdout: "" });
			expect(run.stderr.trim().split("\n")).toHaveLength(1);
			expect(readdirSync(folder)).toEqual([]);
		} finally {
			if (isMounted) execFileSync("umount", [folder]);
		}
		expect(await titles(nexus)).toEqual(["what is 2+2?"]);
		expect(visible(backups(nexus))).toEqual([]);
	});
});

/** As root a small file system of its own can be had. */
const mountSmall = (folder: string, size: string): boolean => {
	try {
		execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
};

describe("kill -9", () => {
	for (const afterMs of [120, 200, 320]) {
		test(`while a backup is made, after ${afterMs} ms: all of it or none`, async ({ nexus, expect }) => {
			const outcome = await killInBackup(nexus, afterMs);
			expect(outcome).toMatchObject({ unreadable: [], unfinished: [], integrity: "ok", code: 0 });
		});
		test(`while one is restored, after ${afterMs} ms: as it was or as it was then`, async ({ nexus, expect }) => {
			const { state, leftovers, integrity } = await killInRestore(nexus, afterMs);
			expect(["before", "after"]).toContain(state);
			expect({ leftovers, integrity }).toEqual({ leftovers: [], integrity: "ok" });
		});
	}
});
