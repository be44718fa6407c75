import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createUlids } from "../../src/lib/ulid.js";
import type { BackupOptions } from "../../src/runtime/backup-client.js";
import { homePaths } from "../../src/runtime/home.js";
import { lazyBackups } from "../../src/runtime/lazy-backups.js";
import { backupHome, promptsIn } from "../helpers/backup-home.js";
import { ManualClock } from "../helpers/manual-clock.js";
import { tempDir } from "../helpers/temp-dir.js";

const day = 86_400_000;

const backupsOf = async (config: Partial<BackupOptions["config"]> = {}, more: Partial<BackupOptions> = {}) => {
	const folder = await backupHome();
	const clock = new ManualClock(new Date("2026-11-20T00:00:00Z"));
	const client = lazyBackups({
		home: homePaths(folder),
		cwd: tempDir(),
		env: {},
		config: { schedule: "daily", keep: 2, ...config },
		timeZone: "UTC",
		version: "0",
		clock,
		nextId: createUlids(() => clock.now().getTime()),
		isEphemeral: false,
		readFile: () => Promise.reject(new Error("no file is read")),
		closeStores: async () => undefined,
		...more,
	});
	return { client, clock, folder };
};

const counted = async (client: Awaited<ReturnType<typeof backupsOf>>["client"]) => (await client.list()).backups.length;

describe("while somebody watches", () => {
	test("those that are due are made, the newest stay, and nobody is told", async () => {
		const { client, clock } = await backupsOf();
		const abort = new AbortController();
		const said: string[] = [];
		const watching = (async () => {
			for await (const { data } of client.watch(abort.signal)) said.push(data.text);
		})();
		const tick = async (ms: number) => {
			await expect.poll(() => clock.waits.length).toBe(1);
			clock.advance(ms);
			await expect.poll(() => clock.waits.length, { timeout: 10_000 }).toBe(1);
		};
		await tick(29_000);
		expect(await counted(client)).toBe(0);
		await tick(1000);
		expect(await counted(client)).toBe(1);
		await tick(600_000);
		expect(await counted(client)).toBe(1);
		await tick(day);
		await tick(day);
		const { backups } = await client.list();
		expect(backups.map(({ createdAt, isScheduled }) => [createdAt.slice(0, 10), isScheduled])).toEqual([
			["2026-11-22", true],
			["2026-11-21", true],
		]);
		abort.abort();
		await watching;
		expect(said).toEqual([]);
	});
	test("what fails is said once, and tried again", async () => {
		const { client, clock, folder } = await backupsOf();
		const abort = new AbortController();
		writeFileSync(join(folder, "notes.sqlite"), "no database".repeat(1000));
		const notices = client.watch(abort.signal)[Symbol.asyncIterator]();
		const first = notices.next();
		clock.advance(30_000);
		expect((await first).value.data).toEqual({
			level: "warn",
			text: expect.stringMatching(/^no backup was made: .*notes/),
		});
		const second = notices.next();
		for (let round = 0; round < 3; round++) {
			await expect.poll(() => clock.waits.length).toBe(1);
			clock.advance(600_000);
		}
		await expect.poll(() => clock.waits.length).toBe(1);
		abort.abort();
		clock.advance(600_000);
		expect((await second).done).toBe(true);
		expect(await counted(client)).toBe(0);
	});
	test("nothing is made where it is off, or where nothing is kept", async () => {
		for (const { client, clock } of [
			await backupsOf({ schedule: "off" }),
			await backupsOf({}, { isEphemeral: true }),
		]) {
			const step = client.watch(new AbortController().signal)[Symbol.asyncIterator]().next();
			expect(await step).toMatchObject({ done: true });
			expect(clock.waits).toEqual([]);
		}
	});
});

test("a scheduled one is encrypted where a password is set, and restores with it", async () => {
	const { client, folder } = await backupsOf({ passwordFile: "/pw" }, { readFile: async () => "the password\r\nmore" });
	expect(await client.createIfDue()).toMatchObject({ isEncrypted: true, isScheduled: true });
	const [backup] = (await client.list()).backups;
	const to = join(tempDir(), "new");
	await client.restore(backup?.id ?? "", { to });
	expect(promptsIn(to)).toEqual(promptsIn(folder));
	await expect(client.verify(backup?.id ?? "", { password: "another" })).rejects.toMatchObject({
		code: "backup.wrong-password",
	});
});

test("by its age goes also what restores put aside", async () => {
	const { client, clock, folder } = await backupsOf();
	const { id } = await client.create();
	const { keptIn } = await client.restore(id);
	expect(keptIn).toBeDefined();
	clock.advance(400 * day);
	const newer = await client.create();
	const what = { keep: 1, olderThanMs: 30 * day };
	const trial = await client.prune({ ...what, isTrial: true });
	expect(trial).toMatchObject({ backups: [{ id }], replaced: [keptIn] });
	expect(await counted(client)).toBe(2);
	expect(await client.prune(what)).toEqual(trial);
	expect((await client.list()).backups.map((backup) => backup.id)).toEqual([newer.id]);
	expect(promptsIn(folder)).toEqual(["one", "two"]);
	expect(await client.prune({ keep: 1 })).toMatchObject({ backups: [], replaced: [], freedBytes: 0 });
});

test("what a killed one has left is swept, but not what another home may be writing", async () => {
	const folder = tempDir();
	const { client, clock, folder: home } = await backupsOf({ folder });
	await client.create();
	for (const place of [folder, join(home, "backups")]) {
		for (const name of [`.${"0".repeat(26)}.part`, `.${"1".repeat(26)}.part`, ".mine.part", "0.part"]) {
			writeFileSync(join(place, name), "");
			const age = name.startsWith(".0") ? 2 * day : 1000;
			utimesSync(join(place, name), new Date(), new Date(clock.now().getTime() - age));
		}
	}
	await client.create();
	const left = (place: string) => readdirSync(place).filter((name) => name.endsWith(".part"));
	expect(left(folder)).toEqual([`.${"1".repeat(26)}.part`, ".mine.part", "0.part"]);
	expect(left(join(home, "backups"))).toEqual([".mine.part", "0.part"]);
});

test("an id that begins several is not guessed", async () => {
	const { client } = await backupsOf();
	const { id } = await client.create();
	await client.create();
	await expect(client.get(id.slice(0, 8))).rejects.toMatchObject({ code: "backup.not-found", exitCode: 2 });
	expect(await client.get(id.toLowerCase())).toMatchObject({ id });
});
