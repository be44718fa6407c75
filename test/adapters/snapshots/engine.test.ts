import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { snapshotPlace } from "../../helpers/snapshot-place.js";

/** For arrow functions that do more than one thing. */
const inOrder = (..._: readonly unknown[]): void => undefined;

type Place = ReturnType<typeof snapshotPlace>;

/** Name, how it is before, what the turn does. */
const changes: readonly (readonly [string, (place: Place) => void, (place: Place) => void])[] = [
	["a file is changed", (p) => p.write("a.txt", "one\n"), (p) => p.write("a.txt", "two\n")],
	["a file is made", () => {}, (p) => p.write("a.txt", "new")],
	["a file is made in new folders", () => {}, (p) => p.write("x/y/z/a.txt", "new")],
	["a file is deleted", (p) => p.write("d/a.txt", "gone"), (p) => p.remove("d/a.txt")],
	["a folder is deleted", (p) => p.write("d/e/a.txt", "gone", 0o755), (p) => p.remove("d")],
	["an empty folder is deleted", (p) => mkdirSync(p.at("d"), 0o750), (p) => p.remove("d")],
	["a file is renamed", (p) => p.write("a.txt", "same"), (p) => renameSync(p.at("a.txt"), p.at("b.txt"))],
	["a folder is renamed", (p) => p.write("d/e/a.txt", "same"), (p) => renameSync(p.at("d"), p.at("f"))],
	["a mode is changed", (p) => p.write("a.sh", "run", 0o644), (p) => chmodSync(p.at("a.sh"), 0o755)],
	["a folder's mode is changed", (p) => mkdirSync(p.at("d"), 0o755), (p) => chmodSync(p.at("d"), 0o700)],
	["a link is turned", (p) => p.link("l", "one"), (p) => inOrder(p.remove("l"), p.link("l", "two"))],
	["a link is deleted", (p) => inOrder(p.write("a", "A"), p.link("l", "a")), (p) => p.remove("l")],
	["a file becomes a link", (p) => p.write("a", "A"), (p) => inOrder(p.remove("a"), p.link("a", "/etc/passwd"))],
	["a file becomes a folder", (p) => p.write("a", "A"), (p) => inOrder(p.remove("a"), p.write("a/b/c", "C"))],
	["a folder becomes a file", (p) => p.write("a/b/c", "C"), (p) => inOrder(p.remove("a"), p.write("a", "A"))],
	["a folder becomes a link", (p) => p.write("a/b", "B"), (p) => inOrder(p.remove("a"), p.link("a", "/tmp"))],
	[
		"bytes are no text",
		(p) => p.write("a.bin", Buffer.from([0, 255, 254, 0])),
		(p) => p.write("a.bin", Buffer.from([1, 0])),
	],
	["a folder is closed", (p) => p.write("d/a", "A"), (p) => inOrder(p.remove("d/a"), chmodSync(p.at("d"), 0o500))],
	["names are odd", (p) => p.write("a b\n'\"\t*.txt", "A"), (p) => p.remove("a b\n'\"\t*.txt")],
];

describe.each(["by shell", "by named calls"])("%s", (way) => {
	test.each(changes)("%s: undo and redo", async (_, before, change) => {
		const place = snapshotPlace();
		place.write("other.txt", "not touched");
		before(place);
		const snapshots = place.open();
		const was = place.tree();
		const turn = place.turn();
		if (way === "by shell") await snapshots.saveAll(turn, [place.work]);
		else {
			const names = ["a.txt", "b.txt", "x/y/z/a.txt", "d", "f", "a.sh", "l", "a", "a.bin", "a b\n'\"\t*.txt"];
			await snapshots.save(turn, names.map(place.at));
		}
		change(place);
		await snapshots.finish(turn.key);
		const became = place.tree();
		expect(became).not.toEqual(was);
		const undone = await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
		expect(place.tree()).toEqual(was);
		expect(undone.files.length).toBeGreaterThan(0);
		await snapshots.apply({ direction: "redo", scope: place.scope }, { force: false });
		expect(place.tree()).toEqual(became);
		expect((await snapshots.preview({ direction: "redo", scope: place.scope })).steps).toEqual([]);
		await snapshots.close();
	});
});

test("a turn that changes nothing is none", async () => {
	const place = snapshotPlace();
	place.write("a.txt", "one");
	const snapshots = place.open();
	const turn = place.turn();
	await snapshots.saveAll(turn, [place.work]);
	place.write("a.txt", "one");
	await snapshots.finish(turn.key);
	expect(await snapshots.list(place.scope)).toEqual([]);
	expect((await snapshots.preview({ direction: "undo", scope: place.scope })).steps).toEqual([]);
});

test("a preview counts lines and touches nothing", async () => {
	const place = snapshotPlace();
	place.write("a.txt", "one\ntwo\nthree\n");
	place.write("gone.bin", Buffer.from([0, 1, 2, 3]));
	const snapshots = place.open();
	const turn = place.turn("change it");
	await snapshots.saveAll(turn, [place.work]);
	place.write("a.txt", "one\n2\nthree\nfour\n");
	place.remove("gone.bin");
	place.write("new.txt", "x\ny\n");
	await snapshots.finish(turn.key);
	const became = place.tree();
	const plan = await snapshots.preview({ direction: "undo", scope: place.scope });
	expect(plan.files).toEqual([
		{ path: place.at("a.txt"), kind: "file", action: "change", added: 1, removed: 2 },
		{ path: place.at("gone.bin"), kind: "file", action: "create", note: "binary, 4 B" },
		{ path: place.at("new.txt"), kind: "file", action: "delete", added: 0, removed: 2 },
	]);
	expect(plan.steps).toMatchObject([{ title: "change it", files: 3, state: "done", isInterrupted: false }]);
	expect(place.tree()).toEqual(became);
});

const conflicts: readonly (readonly [string, (place: Place) => void])[] = [
	["changed again", (p) => p.write("a.txt", "mine")],
	["deleted", (p) => p.remove("a.txt")],
	["made a folder", (p) => inOrder(p.remove("a.txt"), mkdirSync(p.at("a.txt")))],
	["made a link", (p) => inOrder(p.remove("a.txt"), symlinkSync("b.txt", p.at("a.txt")))],
	["another mode", (p) => chmodSync(p.at("a.txt"), 0o600)],
];

test.each(conflicts)("a conflict, %s: named, and nothing is touched", async (_, meddle) => {
	const place = snapshotPlace();
	place.write("a.txt", "one", 0o644);
	place.write("b.txt", "one");
	const snapshots = place.open();
	const turn = place.turn();
	await snapshots.saveAll(turn, [place.work]);
	place.write("a.txt", "two", 0o644);
	place.write("b.txt", "two");
	await snapshots.finish(turn.key);
	meddle(place);
	const was = place.tree();
	const request = { direction: "undo", scope: place.scope } as const;
	expect((await snapshots.preview(request)).conflicts.map(({ path }) => path)).toEqual([place.at("a.txt")]);
	await expect(snapshots.apply(request, { force: false })).rejects.toMatchObject({
		code: "undo.conflict",
		message: expect.stringContaining(place.at("a.txt")),
	});
	expect(place.tree()).toEqual(was);
	const forced = await snapshots.apply(request, { force: true });
	expect(place.read("a.txt") + place.read("b.txt")).toBe("oneone");
	if (was["a.txt"]?.startsWith("file")) {
		const copy = join(forced.keptIn ?? "", place.at("a.txt"));
		expect(readFileSync(copy, "base64")).toBe(was["a.txt"].split(" ")[2]);
		expect(lstatSync(copy).mode & 0o777).toBe(0o600);
	}
	// What the force overwrote comes back too.
	await snapshots.apply({ direction: "redo", scope: place.scope }, { force: false });
	expect(place.tree()).toEqual(was);
});

test("a change that was taken back by hand is no conflict", async () => {
	const place = snapshotPlace();
	place.write("a.txt", "one");
	const snapshots = place.open();
	const turn = place.turn();
	await snapshots.save(turn, [place.at("a.txt"), place.at("b.txt")]);
	place.write("a.txt", "two");
	place.write("b.txt", "two");
	await snapshots.finish(turn.key);
	place.write("a.txt", "one");
	await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
	expect(place.tree()).toEqual({ "a.txt": expect.stringContaining("file") });
});

describe("several turns", () => {
	const three = async (place: Place, meddle: () => void = () => {}) => {
		place.write("a.txt", "0");
		const snapshots = place.open();
		for (const text of ["1", "2", "3"]) {
			const turn = place.turn(`turn ${text}`);
			await snapshots.saveAll(turn, [place.work]);
			place.write("a.txt", text);
			place.write(`${text}.txt`, text);
			await snapshots.finish(turn.key);
			if (text === "2") meddle();
		}
		return snapshots;
	};

	test("are undone one after the other and redone the other way round", async () => {
		const place = snapshotPlace();
		const snapshots = await three(place);
		const step = async (direction: "undo" | "redo") => {
			await snapshots.apply({ direction, scope: place.scope }, { force: false });
			return place.read("a.txt");
		};
		expect([await step("undo"), await step("undo"), await step("redo"), await step("undo")]).toEqual([
			"2",
			"1",
			"2",
			"1",
		]);
		expect([await step("undo"), await step("redo"), await step("redo"), await step("redo")]).toEqual([
			"0",
			"1",
			"2",
			"3",
		]);
		expect(Object.keys(place.tree())).toEqual(["1.txt", "2.txt", "3.txt", "a.txt"]);
	});

	test("are undone together to one of them", async () => {
		const place = snapshotPlace();
		const snapshots = await three(place);
		const [, second] = await snapshots.list(place.scope);
		const done = await snapshots.apply(
			{ direction: "undo", scope: place.scope, to: second?.id ?? 0 },
			{ force: false },
		);
		expect(done.steps.map((each) => each.title)).toEqual(["turn 3", "turn 2"]);
		expect(Object.keys(place.tree())).toEqual(["1.txt", "a.txt"]);
		expect((await snapshots.list(place.scope)).map((each) => each.state)).toEqual(["undone", "undone", "done"]);
		await snapshots.apply({ direction: "redo", scope: place.scope }, { force: false });
		expect(place.read("a.txt")).toBe("2");
	});

	test("with somebody's change between them: a conflict only for those who go that far", async () => {
		const place = snapshotPlace();
		const snapshots = await three(place, () => place.write("a.txt", "mine"));
		await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
		expect(place.read("a.txt")).toBe("mine");
		await expect(snapshots.apply({ direction: "undo", scope: place.scope }, { force: false })).rejects.toMatchObject({
			code: "undo.conflict",
		});
	});

	test.each([[99, "no turn 99"]])("an unknown one is named", async (to, text) => {
		const place = snapshotPlace();
		const snapshots = await three(place);
		const request = { direction: "undo", scope: place.scope, to } as const;
		await expect(snapshots.preview(request)).rejects.toMatchObject({
			code: "undo.unknown-step",
			message: expect.stringContaining(text),
		});
	});

	test("of a session that is forgotten are gone", async () => {
		const place = snapshotPlace();
		const snapshots = await three(place);
		await snapshots.forget(["S2"]);
		expect(await snapshots.list(place.scope)).toHaveLength(3);
		await snapshots.forget(["S1"]);
		expect(await snapshots.list(place.scope)).toEqual([]);
		expect(place.read("a.txt")).toBe("3");
	});

	test("of another session are not in the way", async () => {
		const place = snapshotPlace();
		const snapshots = await three(place);
		expect(await snapshots.list({ sessionId: "S2" })).toEqual([]);
		expect(await snapshots.list({ sessionId: "S1" })).toHaveLength(3);
	});
});

test("a call that names a file which a command of the same turn has changed before", async () => {
	const place = snapshotPlace();
	place.write("a.txt", "0");
	place.write("d/b.txt", "0");
	const snapshots = place.open();
	const was = place.tree();
	const turn = place.turn();
	await snapshots.saveAll(turn, [place.work]);
	place.write("a.txt", "by command");
	place.write("d/b.txt", "by command");
	place.write("d/new.txt", "by command");
	await snapshots.save(turn, [place.at("a.txt"), place.at("d"), place.at("d/new.txt")]);
	place.write("a.txt", "by call");
	place.remove("d");
	await snapshots.finish(turn.key);
	await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
	expect(place.tree()).toEqual(was);
});

test("a command after a call", async () => {
	const place = snapshotPlace();
	place.write("a.txt", "0");
	const snapshots = place.open();
	const was = place.tree();
	const turn = place.turn();
	await snapshots.save(turn, [place.at("a.txt")]);
	place.write("a.txt", "by call");
	await snapshots.saveAll(turn, [place.work]);
	place.write("a.txt", "by command");
	place.write("b.txt", "by command");
	await snapshots.finish(turn.key);
	await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
	expect(place.tree()).toEqual(was);
});

test("what is not covered is named, and what was too large stays as it is", async () => {
	const place = snapshotPlace({ maxFileBytes: 100 });
	place.write(".gitignore", "dist/\n*.log\n");
	place.write("dist/a.js", "built");
	place.write("x.log", "log");
	place.write("node_modules/m/i.js", "module");
	place.write(".git/HEAD", "ref");
	place.write("big.txt", "b".repeat(200));
	place.write("small.txt", "s");
	const snapshots = place.open();
	const turn = place.turn();
	await snapshots.saveAll(turn, [place.work]);
	for (const path of ["dist/a.js", "x.log", "node_modules/m/i.js", "big.txt", "small.txt"]) place.write(path, "other");
	await snapshots.finish(turn.key);
	const [step] = await snapshots.list(place.scope);
	const named = Object.fromEntries(
		(step?.notCovered ?? []).map(({ path, why }) => [path.slice(place.work.length + 1), why]),
	);
	expect(named).toEqual({
		".git": "never covered",
		node_modules: "never covered",
		dist: "ignored",
		"x.log": "ignored",
		"big.txt": "larger than 0.0001 MB",
	});
	const done = await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
	expect(done.lost.map(({ path }) => path)).toEqual([place.at("big.txt")]);
	expect(["small.txt", "dist/a.js", "big.txt"].map(place.read)).toEqual(["s", "other", "other"]);
});

test("a turn that changes the rules of what is ignored does not hide what it changes", async () => {
	const place = snapshotPlace();
	place.write("a.txt", "0");
	const snapshots = place.open();
	const turn = place.turn();
	await snapshots.saveAll(turn, [place.work]);
	place.write(".gitignore", "*.txt\n");
	place.write("a.txt", "1");
	await snapshots.finish(turn.key);
	await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
	expect(Object.keys(place.tree())).toEqual(["a.txt"]);
	expect(place.read("a.txt")).toBe("0");
});

test("nothing is written through a folder that has become a link", async () => {
	const place = snapshotPlace();
	const outside = join(place.base, "outside");
	mkdirSync(outside);
	place.write("d/a.txt", "0");
	const snapshots = place.open();
	const turn = place.turn();
	await snapshots.save(turn, [place.at("d/a.txt")]);
	place.write("d/a.txt", "1");
	await snapshots.finish(turn.key);
	place.remove("d");
	symlinkSync(outside, place.at("d"));
	await expect(snapshots.apply({ direction: "undo", scope: place.scope }, { force: true })).rejects.toMatchObject({
		code: "undo.failed",
	});
	expect(readdirSync(outside)).toEqual([]);
});

test("what others put into a folder that goes stays", async () => {
	const place = snapshotPlace();
	const snapshots = place.open();
	const turn = place.turn();
	await snapshots.saveAll(turn, [place.work]);
	place.write("d/a.txt", "1");
	await snapshots.finish(turn.key);
	place.write("d/mine.txt", "mine");
	await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
	expect(Object.keys(place.tree())).toEqual(["d", "d/mine.txt"]);
});

test("a file changed twice within one tick of the clock is seen", async () => {
	const place = snapshotPlace();
	place.write("a.txt", "0");
	const snapshots = place.open();
	for (let round = 1; round <= 20; round++) {
		const turn = place.turn();
		await snapshots.saveAll(turn, [place.work]);
		place.write("a.txt", String(round % 10));
		await snapshots.finish(turn.key);
	}
	for (let round = 19; round >= 0; round--) {
		await snapshots.apply({ direction: "undo", scope: place.scope }, { force: false });
		expect(place.read("a.txt")).toBe(String(round % 10));
	}
});

test("modes of the store are private", async () => {
	const place = snapshotPlace();
	place.write(".env", "SECRET=1");
	const snapshots = place.open();
	await snapshots.saveAll(place.turn(), [place.work]);
	expect(lstatSync(place.home).mode & 0o777).toBe(0o700);
	for (const name of readdirSync(place.home))
		expect([name, lstatSync(join(place.home, name)).mode & 0o077]).toEqual([name, 0]);
});

test("the store keeps to its cap; the last turn stays", async () => {
	const place = snapshotPlace({ maxStoreBytes: 1 });
	const first = place.open();
	for (const text of ["1", "2", "3"]) {
		const turn = place.turn(text);
		await first.save(turn, [place.at("a.txt")]);
		place.write("a.txt", text);
		await first.finish(turn.key);
	}
	await first.close();
	const second = place.open();
	const turn = place.turn("4");
	await second.save(turn, [place.at("a.txt")]);
	place.write("a.txt", "4");
	await second.finish(turn.key);
	expect((await second.list(place.scope)).map((step) => step.title)).toEqual(["4"]);
	await second.apply({ direction: "undo", scope: place.scope }, { force: false });
	expect(place.read("a.txt")).toBe("3");
});

test("nexus's own folder inside of the workspace is left out", async () => {
	const place = snapshotPlace();
	const snapshots = place.open();
	const turn = { ...place.turn(), folder: place.base };
	await snapshots.saveAll(turn, [place.base]);
	place.write("a.txt", "1");
	await snapshots.finish(turn.key);
	const [step] = await snapshots.list({ folder: place.base });
	expect(step?.files).toBe(1);
	expect(existsSync(place.home)).toBe(true);
});
