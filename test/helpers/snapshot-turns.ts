// A process of its own that takes turns, undoes and redoes them: store, workspace, name, and how many (0: without end).
// Says `first` when its first turn is saved and `turn N` after each.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSnapshots } from "../../src/adapters/snapshots/engine.js";

const [folder = "", work = "", name = "", count = "0"] = process.argv.slice(2);
const snapshots = openSnapshots({ folder, without: [] });
const own = join(work, name);
mkdirSync(own, { recursive: true });
for (let turn = 1; count === "0" || turn <= Number(count); turn++) {
	const key = `${name}-${process.pid}-${turn}`;
	await snapshots.saveAll({ key, sessionId: name, title: key, time: "2026-11-20T12:00:00.000Z", folder: work }, [own]);
	if (turn === 1) process.stdout.write("first\n");
	for (let file = 0; file < 30; file++) writeFileSync(join(own, `f${file}.txt`), `${turn} ${"x".repeat(file * 100)}\n`);
	rmSync(join(own, `f${turn % 30}.txt`));
	await snapshots.finish(key);
	await snapshots.apply({ direction: "undo", scope: { sessionId: name } }, { force: false });
	await snapshots.apply({ direction: "redo", scope: { sessionId: name } }, { force: false });
	process.stdout.write(`turn ${turn}\n`);
}
await snapshots.close();
