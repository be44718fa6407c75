// What a home takes and what of it can go, on real files and a real store.
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createKeyvStore } from "../../src/adapters/keyv-store.js";
import { emptyDatabase } from "../../src/adapters/sqlite-empty.js";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import type { DiskPart } from "../../src/contracts/disk.js";
import { diskPartOf, freeableParts } from "../../src/contracts/disk-parts.js";
import { createDiskClient } from "../../src/runtime/disk-client.js";
import { homePaths } from "../../src/runtime/home.js";
import { overdueSessions, retentionMs } from "../../src/runtime/session-retention.js";
import { tempDir } from "../helpers/temp-dir.js";

const openHome = (options: { overdue?: readonly string[]; isEphemeral?: boolean } = {}) => {
	const folder = tempDir();
	const home = homePaths(folder);
	const { store } = openSqliteStore(home.sessions, () => "now");
	onTestFinished(() => store.close());
	const gone: string[] = [];
	const disk = createDiskClient({
		home,
		store,
		isEphemeral: options.isEphemeral ?? false,
		overdue: () => options.overdue ?? [],
		deleteSessions: async (ids) => gone.push(...ids),
		forgetTurns: async () => void gone.push("turns"),
		clearCache: async () => emptyDatabase(home.cache),
	});
	const put = (path: string, bytes = 100_000): void => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), Buffer.alloc(bytes, "x"));
	};
	const takes = async (part: DiskPart) => (await disk.use()).parts.find((use) => use.part === part);
	return { folder, home, store, disk, put, takes, gone };
};

describe("what a file belongs to", () => {
	it.each([
		["nexus.sqlite", "sessions"],
		["nexus.sqlite-wal", "sessions"],
		["nexus.sqlite.schema-3", "copies"],
		["nexus.sqlite.damaged-2026-11-20T10-00-00-000Z", "damaged"],
		["nexus.sqlite.damaged-2026-11-20T10-00-00-000Z-wal", "damaged"],
		["snapshots/store.sqlite", "snapshots"],
		["snapshots/store.sqlite.damaged-x", "damaged"],
		["snapshots/kept/2026/p/a.txt", "kept"],
		["artifacts/output-1.txt", "artifacts"],
		["artifacts/files-1/nexus.log", "artifacts"],
		["jobs/job-1/output", "jobs"],
		["cache.sqlite-shm", "caches"],
		["notes.sqlite", "notes"],
		["nexus.log.1", "logs"],
		["backups/x.nexus", "backups"],
		["replaced/2026/nexus.sqlite", "replaced"],
		["credentials/openai.json", "settings"],
		["nexus.key", "settings"],
		["config.json", "settings"],
		["projects/p/rules.json", "settings"],
		["my-notes.txt", "other"],
		["nexus.sqlite.mine", "other"],
	])("%s: %s", (path, part) => expect(diskPartOf(path)).toBe(part));

	it("nexus knows all that it makes itself", () => {
		const { folder, ...paths } = homePaths("/home");
		for (const path of Object.values(paths))
			expect([path, diskPartOf(path.slice(folder.length + 1))]).not.toContain("other");
	});

	it("what a person has made can never be freed", () => {
		for (const part of ["settings", "notes", "other", "backups", "replaced"] as const)
			expect(freeableParts).not.toContain(part);
	});
});

describe("use", () => {
	it("tells every part and adds up to the whole; links are not followed", async () => {
		const { folder, disk, put } = openHome();
		put("artifacts/a.txt", 300_000);
		put("nexus.log.1", 50_000);
		put("somebody's.txt", 10);
		const outside = join(tempDir(), "large");
		writeFileSync(outside, Buffer.alloc(1e6));
		symlinkSync(outside, join(folder, "artifacts", "link"));
		symlinkSync("/", join(folder, "root"));
		const { parts, bytes } = await disk.use();
		expect(parts.reduce((sum, use) => sum + use.bytes, 0)).toBe(bytes);
		expect(bytes).toBeLessThan(1e6);
		const artifacts = parts.find(({ part }) => part === "artifacts");
		expect(artifacts).toMatchObject({ files: 2, loses: expect.any(String) });
		expect(artifacts?.bytes).toBeGreaterThanOrEqual(300_000);
		expect(parts.map((use) => use.bytes)).toEqual(parts.map((use) => use.bytes).toSorted((a, b) => b - a));
	});
});

describe("free", () => {
	it("lets go of what was named and of nothing else", async () => {
		const { folder, disk, put } = openHome();
		const files = [
			...["artifacts/a.txt", "nexus.log", "nexus.log.1", "nexus.sqlite.schema-2", "nexus.sqlite.damaged-x"],
			...["snapshots/kept/1/a", "notes.sqlite", "credentials/openai.json", "nexus.key", "backups/b", "mine.txt"],
		];
		for (const path of files) put(path);
		const freed = await disk.free(["logs", "copies", "kept", "settings", "other", "notes", "backups"]);
		expect(freed).toMatchObject({ parts: ["logs", "copies", "kept"], trouble: [] });
		expect(freed.freedBytes).toBeGreaterThanOrEqual(300_000);
		expect(files.filter((path) => !existsSync(join(folder, path)))).toEqual([
			"nexus.log.1",
			"nexus.sqlite.schema-2",
			"snapshots/kept/1/a",
		]);
	});

	it("sessions: those that are overdue go, and the room that is free in the file", async () => {
		const { home, store, disk, takes, gone } = openHome({ overdue: ["old"] });
		const time = "2026-11-20T10:00:00.000Z";
		store.createSession({ id: "s", cwd: "/w", model: "m", agent: "a", time });
		for (let count = 0; count < 300; count++)
			store.appendPartial("s", { messageId: `m${count}`, channel: "text", text: "x".repeat(20_000) });
		for (let count = 0; count < 300; count++) store.clearPartials("s", `m${count}`);
		expect((await takes("sessions"))?.freeableBytes).toBeGreaterThan(4e6);
		const freed = await disk.free(["sessions"]);
		expect(freed).toMatchObject({ sessions: 1, trouble: [] });
		expect(freed.freedBytes).toBeGreaterThan(4e6);
		expect(gone).toEqual(["old"]);
		expect((await takes("sessions"))?.bytes).toBeLessThan(1e6);
		expect(store.check({ isFull: true }).integrity).toBe("ok");
		expect(existsSync(home.sessions)).toBe(true);
	});

	it("caches: emptied while another process has them open", async () => {
		const { home, disk, takes } = openHome();
		const cache = await createKeyvStore(home.cache);
		onTestFinished(() => cache.close());
		for (let count = 0; count < 50; count++) await cache.set(`k${count}`, "v".repeat(20_000));
		const before = (await takes("caches"))?.bytes ?? 0;
		expect(await disk.free(["caches"])).toMatchObject({ trouble: [] });
		expect((await takes("caches"))?.bytes ?? 0).toBeLessThan(before / 4);
		expect(await cache.get("k1")).toBeUndefined();
		await cache.set("k1", "again");
		expect(await cache.get("k1")).toBe("again");
	});

	it("jobs: what goes on stays", async () => {
		const { folder, disk, put } = openHome();
		const { createJobRecords } = await import("../../src/adapters/job-records.js");
		const { processOwner } = await import("../../src/lib/process-owner.js");
		const records = createJobRecords(join(folder, "jobs"));
		const facts = { command: "x", cwd: "/", pid: process.pid, startedAt: "2026-11-20T10:00:00.000Z", stays: false };
		const owners = { sandboxed: false, leader: processOwner(), nexus: processOwner(), mark: "m" };
		records.save({ ...facts, ...owners, id: records.create(), state: "running" });
		records.save({ ...facts, ...owners, id: records.create(), state: "exited", exitCode: 0 });
		put("jobs/job-1/output");
		put("jobs/job-2/output");
		expect(await disk.free(["jobs"])).toMatchObject({ trouble: [] });
		expect(readdirSync(join(folder, "jobs"))).toEqual(["job-1"]);
	});

	it("what fails is told, and the rest is done", async () => {
		const { disk, put, folder } = openHome();
		put("cache.sqlite");
		put("nexus.log.1");
		const freed = await disk.free(["caches", "logs"]);
		expect(freed.trouble).toEqual([expect.stringMatching(/^caches: /)]);
		expect(existsSync(join(folder, "nexus.log.1"))).toBe(false);
	});

	it("a run that keeps nothing frees nothing", async () => {
		const { disk, put, folder } = openHome({ isEphemeral: true });
		put("nexus.log.1");
		expect(await disk.free(["logs"])).toMatchObject({ parts: [], freedBytes: 0 });
		expect(existsSync(join(folder, "nexus.log.1"))).toBe(true);
	});
});

describe("how long sessions stay", () => {
	it.each([
		["forever", undefined],
		["90d", 90 * 86_400_000],
		["2w", 14 * 86_400_000],
	])("%s", (text, ms) => expect(retentionMs(text)).toBe(ms));

	it("oldest first, by their last use; none where that is forever", () => {
		const { store } = openHome();
		for (const [id, day] of [
			["c", "03"],
			["a", "01"],
			["b", "02"],
			["new", "20"],
		])
			store.createSession({ id: id ?? "", cwd: "/w", model: "m", agent: "a", time: `2026-11-${day}T00:00:00.000Z` });
		const now = new Date("2026-11-20T12:00:00.000Z");
		expect(overdueSessions(store, "14d", now, -1)).toEqual(["a", "b", "c"]);
		expect(overdueSessions(store, "14d", now, 2)).toEqual(["a", "b"]);
		expect(overdueSessions(store, "forever", now, -1)).toEqual([]);
	});
});
