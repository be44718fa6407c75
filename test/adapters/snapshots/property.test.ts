// Whatever a turn does to files, undo gives the bytes and modes of before, and redo those of after.
import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { snapshotPlace } from "../../helpers/snapshot-place.js";

const names = ["a", "b.txt", "c.bin", "d/x", "d/y/z", "e", "e/f", "d/.gitignore"];
const name = fc.constantFrom(...names);
const step = fc.oneof(
	fc.record({ what: fc.constant("write" as const), at: name, bytes: fc.uint8Array({ maxLength: 40 }) }),
	fc.record({ what: fc.constant("remove" as const), at: name }),
	fc.record({ what: fc.constant("rename" as const), at: name, to: name }),
	fc.record({ what: fc.constant("link" as const), at: name, to: name }),
	fc.record({ what: fc.constant("folder" as const), at: name }),
	fc.record({ what: fc.constant("mode" as const), at: name, mode: fc.constantFrom(0o600, 0o644, 0o755, 0o700) }),
	fc.record({ what: fc.constant("shell" as const), at: name, to: name }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the operating system refuses (a file in the way of a folder, …) changes nothing. */
const perform = (work: string, each: Step): void => {
	const at = join(work, each.at);
	try {
		if (each.what === "write") {
			mkdirSync(dirname(at), { recursive: true });
			writeFileSync(at, each.bytes);
		} else if (each.what === "remove") rmSync(at, { recursive: true, force: true });
		else if (each.what === "rename") renameSync(at, join(work, each.to));
		else if (each.what === "link") symlinkSync(join(work, each.to), at);
		else if (each.what === "folder") mkdirSync(at, { recursive: true });
		else if (each.what === "shell")
			execFileSync("sh", ["-c", `cp -a "$0" "$1"; echo more >> "$0"`, each.at, each.to], {
				cwd: work,
				stdio: "ignore",
			});
		else if (!lstatSync(at).isSymbolicLink()) chmodSync(at, each.mode);
	} catch {
		// As said above.
	}
};

const turns = fc.array(fc.tuple(fc.boolean(), fc.array(step, { minLength: 1, maxLength: 8 })), {
	minLength: 1,
	maxLength: 4,
});

test("random turns", { timeout: 120_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 10 }), turns, async (first, rest) => {
			const place = snapshotPlace();
			for (const each of first) perform(place.work, each);
			const snapshots = place.open();
			const trees = [place.tree()];
			for (const [isWhole, steps] of rest) {
				const turn = place.turn();
				if (isWhole) await snapshots.saveAll(turn, [place.work]);
				for (const each of steps) {
					const touched = "to" in each ? [each.at, each.to] : [each.at];
					// A link leads to one of the names: what is written through it is saved too.
					if (!isWhole) await snapshots.save(turn, [...touched, ...names].map(place.at));
					perform(place.work, each);
				}
				await snapshots.finish(turn.key);
				trees.push(place.tree());
			}
			const different = trees.filter(
				(tree, index) => index === 0 || JSON.stringify(tree) !== JSON.stringify(trees[index - 1]),
			);
			for (const tree of [...different].reverse().slice(1)) {
				await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
				expect(place.tree()).toEqual(tree);
			}
			for (const tree of different.slice(1)) {
				await snapshots.apply({ direction: "redo", scope: place.scope }, { force: false });
				expect(place.tree()).toEqual(tree);
			}
			await snapshots.close();
		}),
		{ numRuns: 60 },
	);
});
