// What it costs to be able to undo: saving a workspace of 20,000 files before a command runs.
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSnapshots } from "../../src/adapters/snapshots/engine.js";
import { now } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";

export const snapshotsSuite: Suite = {
	name: "snapshots",
	parts: [
		{ rows: ["snapshots.first", "snapshots.restart", "snapshots.later"], measure: (context) => measure(context) },
	],
};

const folders = 1000;
const filesInEach = 20;

const makeWorkspace = (root: string): void => {
	for (let folder = 0; folder < folders; folder++) {
		const path = join(root, `part${folder % 30}`, `module${folder}`);
		mkdirSync(path, { recursive: true });
		for (let file = 0; file < filesInEach; file++) {
			const lines = Array.from(
				{ length: 20 + ((folder * 7 + file * 13) % 200) },
				(_, line) => `line ${line} of ${file}\n`,
			);
			writeFileSync(join(path, `file${file}.ts`), lines.join(""));
		}
	}
	writeFileSync(join(root, ".gitignore"), "dist/\n*.log\ncoverage/\n");
};

const measure = async (context: SuiteContext): Promise<void> => {
	const base = realpathSync(context.folder());
	const root = join(base, "workspace");
	makeWorkspace(root);
	let turns = 0;
	const save = async (snapshots: ReturnType<typeof openSnapshots>): Promise<number> => {
		const turn = { key: `turn ${++turns}`, sessionId: "s", title: "t", time: new Date().toISOString(), folder: root };
		const startedMs = now();
		await snapshots.saveAll(turn, [root]);
		const tookMs = now() - startedMs;
		writeFileSync(join(root, "part1", "module1", "file1.ts"), `changed ${turns}\n`);
		await snapshots.finish(turn.key);
		return tookMs;
	};
	const first: number[] = [];
	const restart: number[] = [];
	const later: number[] = [];
	for (let run = 0; run < context.times(3); run++) {
		const options = { folder: join(base, `store${run}`), without: [] };
		const fresh = openSnapshots(options);
		first.push(await save(fresh));
		await fresh.close();
		// As the next nexus finds it: what is known has to be read from the store.
		const startedMs = now();
		const again = openSnapshots(options);
		const openedMs = now() - startedMs;
		restart.push(openedMs + (await save(again)));
		for (let turn = 0; turn < context.times(9); turn++) later.push(await save(again));
		await again.close();
	}
	context.measured("snapshots.first", first);
	context.measured("snapshots.restart", restart);
	context.measured("snapshots.later", later);
};
