// SPEC 17.19: nothing that nexus keeps grows without bound.
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createJobRecords } from "../../src/adapters/job-records.js";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import type { NexusEvent } from "../../src/contracts/event.js";
import { createLogFile } from "../../src/runtime/log-file.js";
import { tempDir } from "../helpers/temp-dir.js";

const sizeOf = (folder: string): number =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

test("a store whose sessions come and go takes what those that are there need", () => {
	const folder = tempDir();
	const { store } = openSqliteStore(join(folder, "store.sqlite"), () => "stamp");
	const text = (id: string, at: number): NexusEvent => ({
		...{ id: `${id}-${at}`, time: "2026-01-01T00:00:00.000Z", sessionId: id, v: 1, type: "prompt.submit" },
		data: { promptId: `${at}`, text: `${id} ${at} `.repeat(200) },
	});
	const sizes: number[] = [];
	for (let round = 0; round < 8; round++) {
		const id = `s${round}`;
		store.createSession({ id, cwd: "/", model: "m", agent: "a", time: "2026-01-01T00:00:00.000Z" });
		store.append(
			id,
			Array.from({ length: 300 }, (_, at) => text(id, at)),
		);
		store.fillIndex(10_000);
		if (round > 0) store.deleteSessions([`s${round - 1}`], "2026-01-02T00:00:00.000Z");
		sizes.push(sizeOf(folder));
	}
	store.close();
	expect(Math.max(...sizes.slice(2))).toBeLessThan(2 * (sizes[1] ?? 0));
	expect(sizes.at(-1)).toBeLessThan(1.5 * (sizes[1] ?? 0));
});

test("ended jobs: at most so many bytes, the newest", () => {
	const folder = tempDir();
	const records = createJobRecords(folder);
	const gone = "999999999:1";
	const add = (bytes: number): void => {
		const id = records.create();
		records.save({
			...{ id, command: "x", cwd: "/", pid: 1, startedAt: new Date().toISOString(), state: "exited", exitCode: 0 },
			...{ stays: false, sandboxed: false, leader: gone, nexus: gone, mark: "m" },
		});
		mkdirSync(join(folder, id), { recursive: true });
		writeFileSync(records.pathOf(id, "output"), Buffer.alloc(bytes));
	};
	for (const bytes of [400, 400, 400, 400]) add(bytes);
	records.sweep(Date.now(), 1000);
	expect(records.all().map(({ id }) => id)).toEqual(["job-4", "job-3"]);
	records.sweep(Date.now(), 0);
	expect(records.all()).toEqual([]);
});

test("the log: two files of a few megabytes, whatever is said", () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 900_000 }), { minLength: 1, maxLength: 60 }), (lengths) => {
			const folder = tempDir();
			const log = createLogFile(
				join(folder, "nexus.log"),
				() => new Date(0),
				(text) => text,
			);
			for (const length of lengths) log.warn("x".repeat(length));
			expect(sizeOf(folder)).toBeLessThan(2 * (5_000_000 + 1_000_000));
		}),
		{ numRuns: 10 },
	);
});
