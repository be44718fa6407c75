import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { databaseFiles } from "../../src/adapters/sqlite-files.js";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import {
	backupHome,
	createIn,
	promptsIn,
	putPrompts,
	restoreIn,
	restoreInto,
	treeOf,
	verifyAt,
} from "../helpers/backup-home.js";
import { tempDir } from "../helpers/temp-dir.js";

const helper = (name: string): string => fileURLToPath(new URL(`../helpers/${name}`, import.meta.url));

const startWriter = (home: string, sessionId: string): { child: ChildProcess; stored(): number } => {
	const args = ["--import", helper("typescript-hooks.mjs"), helper("acknowledging-writer.ts")];
	const child = spawn(process.execPath, [...args, join(home, "nexus.sqlite"), sessionId], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	onTestFinished(() => void child.kill("SIGKILL"));
	let said = "";
	child.stdout?.setEncoding("utf8").on("data", (text: string) => {
		said += text;
	});
	return { child, stored: () => said.split("\n").length - 1 };
};

test("D55: a backup under five writers restores with all earlier commits, and nothing half", async () => {
	const home = await backupHome();
	const writers = ["w0", "w1", "w2", "w3", "w4"].map((id) => ({ id, ...startWriter(home, id) }));
	await expect
		.poll(() => Math.min(...writers.map((writer) => writer.stored())), { timeout: 15_000 })
		.toBeGreaterThan(5);
	for (const round of ["first", "second"]) {
		const before = writers.map(({ stored }) => stored());
		const { path } = await createIn(home, { path: join(home, `${round}.nexus-backup`) });
		// They went on meanwhile: nobody was locked out.
		await expect
			.poll(() => writers.every(({ stored }, index) => stored() > (before[index] ?? 0)), { timeout: 20_000 })
			.toBe(true);
		await verifyAt(path);
		const to = join(tempDir(), "restored");
		await restoreInto(to, path);
		for (const [index, { id }] of writers.entries()) {
			const found = promptsIn(to).filter((text) => text.startsWith(`${id} `));
			expect(found.length).toBeGreaterThanOrEqual(before[index] ?? 0);
			expect(found).toEqual(found.map((_, number) => `${id} ${number}`));
		}
	}
	expect(writers.map(({ child }) => child.exitCode)).toEqual([null, null, null, null, null]);
}, 60_000);

test("a restore in place is refused while another process has a store open", async () => {
	const home = await backupHome();
	const { path } = await createIn(home);
	const writer = startWriter(home, "w");
	await expect.poll(writer.stored, { timeout: 15_000 }).toBeGreaterThan(0);
	await expect(restoreIn(home, path)).rejects.toMatchObject({ code: "backup.in-use", retryable: true });
	writer.child.kill("SIGKILL");
	await once(writer.child, "exit");
	expect(promptsIn(home).length).toBeGreaterThan(2);
	const { keptIn } = await restoreIn(home, path);
	expect(promptsIn(home)).toEqual(["one", "two"]);
	expect(promptsIn(keptIn ?? "").length).toBeGreaterThan(2);
});

test("and while one is open that does nothing, with or without a write-ahead log", async () => {
	const home = await backupHome();
	const { path } = await createIn(home);
	const { store } = openSqliteStore(join(home, "nexus.sqlite"), () => "stamp");
	expect(store.sessions({})).toHaveLength(1);
	const before = Object.keys(treeOf(home));
	await expect(restoreIn(home, path)).rejects.toMatchObject({ code: "backup.in-use" });
	expect(Object.keys(treeOf(home))).toEqual(before);
	store.close();
	await restoreIn(home, path);
});

test("who has a store open against all care sees the new contents, and writes to them", async () => {
	const home = await backupHome();
	const other = await backupHome();
	putPrompts(other, "s9", ["nine"]);
	const { store } = openSqliteStore(join(home, "nexus.sqlite"), () => "stamp");
	expect(store.sessions({})).toHaveLength(1);
	await databaseFiles.replace(join(other, "nexus.sqlite"), join(home, "nexus.sqlite"));
	expect(store.sessions({})).toHaveLength(2);
	store.setOwner("s9", "me");
	expect(store.owner("s9")).toBe("me");
	expect(store.check({ isFull: true })).toMatchObject({ integrity: "ok", damagedEvents: 0 });
	store.close();
});

test("a lock is one process's at a time, and ends with it", () => {
	const path = join(tempDir(), "lock");
	const first = databaseFiles.lock(path);
	expect(first).toBeDefined();
	expect(databaseFiles.lock(path)).toBeUndefined();
	first?.release();
	const second = databaseFiles.lock(path);
	expect(second).toBeDefined();
	second?.release();
});
