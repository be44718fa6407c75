// Processes that are killed at any point, and several at once.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { snapshotPlace } from "../../helpers/snapshot-place.js";

const root = process.cwd();

const start = (place: ReturnType<typeof snapshotPlace>, name: string, count: number): ChildProcess => {
	const hooks = join(root, "test/helpers/typescript-imports.js");
	const script = join(root, "test/helpers/snapshot-turns.ts");
	const child = spawn(
		process.execPath,
		["--no-warnings", "--import", hooks, script, place.home, place.work, name, String(count)],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	onTestFinished(() => void child.kill("SIGKILL"));
	return child;
};

const ended = (child: ChildProcess): Promise<number | null> =>
	new Promise((resolve) => child.once("close", (code) => resolve(code)));

const says = (child: ChildProcess, text: string): Promise<void> =>
	new Promise((resolve, reject) => {
		let said = "";
		child.stdout?.on("data", (chunk) => {
			said += String(chunk);
			if (said.includes(text)) resolve();
		});
		child.once("close", () => reject(new Error(`it ended without ${text}: ${said}`)));
	});

const integrity = (place: ReturnType<typeof snapshotPlace>): unknown => {
	const database = new DatabaseSync(join(place.home, "store.sqlite"));
	const found = database.prepare("PRAGMA integrity_check").get()?.integrity_check;
	database.close();
	return found;
};

test("killed at any point, the store is whole and what was before comes back", { timeout: 120_000 }, async () => {
	const place = snapshotPlace();
	for (let file = 0; file < 30; file++) place.write(`a/f${file}.txt`, `0 ${"x".repeat(file * 100)}\n`);
	for (let round = 0; round < 12; round++) {
		const child = start(place, "a", 0);
		await says(child, "first");
		// Not a sleep that the test depends on: any moment will do.
		await new Promise((resolve) => setTimeout(resolve, round * 7));
		child.kill("SIGKILL");
		await ended(child);
		expect(integrity(place)).toBe("ok");
		const snapshots = place.open();
		// Whatever was cut off counts as changed by its turn, and is taken back with it.
		const steps = await snapshots.list({ sessionId: "a" });
		expect(steps.every((step) => step.state !== "open")).toBe(true);
		// It may have died in the middle of a redo: doing that again ends it. Nothing to redo: nothing happens.
		await snapshots.apply({ direction: "redo", scope: { sessionId: "a" } }, { force: true });
		const done = (await snapshots.list({ sessionId: "a" })).filter((step) => step.state === "done");
		if (done.length > 0)
			await snapshots.apply({ direction: "undo", scope: { sessionId: "a" }, to: oldest(done) }, { force: true });
		const left = place.tree();
		for (let file = 0; file < 30; file++) expect(place.read(`a/f${file}.txt`)).toMatch(/^0 x*\n$/);
		expect(Object.keys(left)).toHaveLength(31);
		await snapshots.close();
	}
});

const oldest = (steps: readonly { id: number; state: string }[]): number =>
	Math.min(...steps.filter((step) => step.state === "done").map((step) => step.id));

test("several processes at once", { timeout: 60_000 }, async () => {
	const place = snapshotPlace();
	const children = ["a", "b", "c"].map((name) => start(place, name, 5));
	expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0]);
	expect(integrity(place)).toBe("ok");
	const snapshots = place.open();
	for (const name of ["a", "b", "c"]) {
		const steps = await snapshots.list({ sessionId: name });
		expect(steps.map((step) => step.state)).toEqual(["done", "done", "done", "done", "done"]);
		await snapshots.apply({ direction: "undo", scope: { sessionId: name }, to: oldest(steps) }, { force: false });
		expect(readdirSync(place.at(name))).toEqual([]);
	}
});

test("a turn that was cut off is settled by the next process, and says so", { timeout: 60_000 }, async () => {
	const place = snapshotPlace();
	place.write("a/old.txt", "before");
	const child = start(place, "a", 0);
	await says(child, "first");
	child.kill("SIGKILL");
	await ended(child);
	place.write("a/old.txt", "meanwhile");
	const snapshots = place.open();
	const [step] = await snapshots.list({ sessionId: "a" });
	expect(step).toMatchObject({ state: "done", isInterrupted: true });
	await snapshots.apply({ direction: "undo", scope: { sessionId: "a" } }, { force: false });
	expect(readFileSync(place.at("a/old.txt"), "utf8")).toBe("before");
});
