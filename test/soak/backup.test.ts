// Backups and restores that are killed at a hundred points, from the start of the program on.
import { describe } from "vitest";
import { killInBackup, killInRestore } from "../helpers/backup-crash.js";
import { nexusTest as test } from "../helpers/run-nexus.js";

const points = Array.from({ length: 50 }, (_, index) => 60 + index * 14);

describe.concurrent("kill -9", () => {
	for (const afterMs of points) {
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
