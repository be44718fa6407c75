// A disk that loses power. A real process writes while strace takes down, in order, what it asks of the system; from that
// the files are built as a disk may hold them after a crash at any point: a write is sure from the next fsync of its file
// on, and until then it is there, or not, or torn. (The method of ALICE: Pillai and others, "All File Systems Are Not
// Created Equal", OSDI 2014.)
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { root } from "./source-files.js";
import { tempDir } from "./temp-dir.js";

type Step =
	| { readonly kind: "write"; readonly file: string; readonly at: number; readonly bytes: Buffer }
	| { readonly kind: "truncate"; readonly file: string; readonly size: number }
	| { readonly kind: "create"; readonly file: string }
	| { readonly kind: "unlink"; readonly file: string }
	| { readonly kind: "sync"; readonly file: string }
	/** Of the folder: names that were made or taken away are sure from then on. */
	| { readonly kind: "sync-names" }
	| { readonly kind: "ack"; readonly session: string; readonly seq: number };

/** What is kept of the writes that were not synced: none, all, or some, by a number that picks them. */
export type Kept = "none" | "all" | number;

/** Unsynced writes may be torn where sectors end. */
const sectorBytes = 512;
const maxFileBytes = 64_000_000;
const calls = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink";

/**
 * @param pages after which a checkpoint is made
 * @param synchronous in place of what nexus sets
 */
export const recordWrites = (turns: number, pages: number, synchronous?: string): readonly Step[] => {
	const folder = tempDir();
	const store = join(folder, "store", "store.sqlite");
	mkdirSync(join(folder, "store"));
	const trace = join(folder, "trace");
	const node = [
		"--import",
		join(root, "test/helpers/typescript-hooks.mjs"),
		join(root, "test/helpers/power-writer.ts"),
	];
	const wanted = [store, String(turns), String(pages), ...(synchronous === undefined ? [] : [synchronous])];
	// Without -f: SQLite does all its work in the main thread.
	const strace = ["-y", "-xx", "-s", "1000000", "-e", `trace=${calls}`, "-o", trace, process.execPath, ...node];
	const { status, error, stderr } = spawnSync("strace", [...strace, ...wanted], { encoding: "utf8" });
	if (status !== 0)
		throw new Error(`strace is needed (Debian's package strace), and to be let trace: ${error ?? stderr}`);
	const steps = readFileSync(trace, "latin1").split("\n").flatMap(toStep);
	rmSync(folder, { recursive: true });
	return steps;
};

const toStep = (line: string): readonly Step[] => {
	const [, call = "", rest = "", result = ""] = /^(\w+)\((.*)\) += (-?\w+)/s.exec(line) ?? [];
	if (result === "" || result.startsWith("-")) return [];
	const path = (call === "unlink" ? /"([^"]*)"/ : call === "openat" ? /, "([^"]*)"/ : /^\d+<([^>]*)>/).exec(rest)?.[1];
	const file = basename(text(path ?? ""));
	if (call === "write") return acknowledged(rest);
	if (call === "fsync" && file === "store") return [{ kind: "sync-names" }];
	if (!/^store\.sqlite(-wal|-journal)?$/.test(file)) return [];
	switch (call) {
		case "openat":
			return rest.includes("O_CREAT") ? [{ kind: "create", file }] : [];
		case "pwrite64": {
			const [, hex = "", at = "0"] = /, "([^"]*)", \d+, (\d+)$/.exec(rest) ?? [];
			return [{ kind: "write", file, at: Number(at), bytes: bytesOf(hex) }];
		}
		case "ftruncate":
			return [{ kind: "truncate", file, size: Number(/, (\d+)$/.exec(rest)?.[1]) }];
		case "unlink":
			return [{ kind: "unlink", file }];
		default:
			return [{ kind: "sync", file }];
	}
};

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll("\\x", ""), "hex");
const text = (hex: string): string => (hex.startsWith("\\x") ? bytesOf(hex).toString() : hex);

const acknowledged = (rest: string): readonly Step[] => {
	const [, session, seq] = /^ack (\w+) (\d+)\n$/.exec(text(/"([^"]*)"/.exec(rest)?.[1] ?? "")) ?? [];
	return session === undefined ? [] : [{ kind: "ack", session, seq: Number(seq) }];
};

/** The files after a crash before step `upTo`. */
const filesAt = (steps: readonly Step[], upTo: number, kept: Kept): ReadonlyMap<string, ArrayBuffer> => {
	const disk = new Map<string, ArrayBuffer>();
	const unsynced = new Map<string, Step[]>();
	const names = new Set<string>();
	for (const step of steps.slice(0, upTo)) {
		if (step.kind === "ack") continue;
		if (step.kind === "sync-names") {
			for (const [file, waiting] of unsynced) {
				const last = waiting.findLastIndex(({ kind }) => kind === "unlink" || kind === "create");
				for (const earlier of waiting.slice(0, last + 1)) if (earlier.kind !== "write") apply(disk, earlier);
				unsynced.set(file, waiting.slice(last + 1));
			}
			continue;
		}
		if (step.kind === "create" && names.has(step.file)) continue;
		if (step.kind === "create") names.add(step.file);
		if (step.kind === "unlink") names.delete(step.file);
		const waiting = unsynced.get(step.file) ?? [];
		unsynced.set(step.file, step.kind === "sync" ? [] : [...waiting, step]);
		if (step.kind === "sync") for (const earlier of waiting) apply(disk, earlier);
	}
	const chance = chances(typeof kept === "number" ? kept : 0);
	for (const waiting of unsynced.values()) {
		for (const step of waiting) {
			if (kept === "none") continue;
			if (kept === "all") apply(disk, step);
			else if (step.kind === "write") for (const part of sectors(step)) if (chance() < 0.5) apply(disk, part);
			// A file system does not put names and sizes in an order other than the one they were given in.
			if (typeof kept === "number" && step.kind !== "write") apply(disk, step);
		}
	}
	return disk;
};

const apply = (disk: Map<string, ArrayBuffer>, step: Step): void => {
	if (step.kind === "ack" || step.kind === "sync" || step.kind === "sync-names") return;
	if (step.kind === "unlink") {
		disk.delete(step.file);
		return;
	}
	const bytes = disk.get(step.file) ?? new ArrayBuffer(0, { maxByteLength: maxFileBytes });
	disk.set(step.file, bytes);
	if (step.kind === "truncate") bytes.resize(step.size);
	if (step.kind !== "write") return;
	bytes.resize(Math.max(bytes.byteLength, step.at + step.bytes.length));
	new Uint8Array(bytes).set(step.bytes, step.at);
};

const sectors = (step: Extract<Step, { kind: "write" }>): readonly Step[] => {
	const parts: Step[] = [];
	for (let from = 0; from < step.bytes.length; ) {
		const to = Math.min(step.bytes.length, from + sectorBytes - ((step.at + from) % sectorBytes));
		parts.push({ ...step, at: step.at + from, bytes: step.bytes.subarray(from, to) });
		from = to;
	}
	return parts;
};

/** Always the same ones: a linear congruential generator. */
const chances = (seed: number): (() => number) => {
	let state = (seed * 2_654_435_761 + 1) % 2 ** 31;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return state / 2 ** 31;
	};
};

/** What is wrong with the store after a crash there; empty: nothing. */
export const afterCrash = (steps: readonly Step[], upTo: number, kept: Kept): readonly string[] => {
	const folder = tempDir();
	const path = join(folder, "store.sqlite");
	for (const [file, bytes] of filesAt(steps, upTo, kept)) writeFileSync(join(folder, file), new Uint8Array(bytes));
	const acks = steps.slice(0, upTo).flatMap((step) => (step.kind === "ack" ? [step] : []));
	const isDeleted = acks.some(({ session }) => session === "deleted");
	const problems: string[] = [];
	try {
		const { store, quarantine } = openSqliteStore(path, () => "stamp");
		if (quarantine !== undefined) problems.push("it was taken for damaged");
		const { integrity, damagedEvents, audit } = store.check({ isFull: true });
		if (integrity !== "ok" || damagedEvents !== 0 || audit?.firstBad !== undefined)
			problems.push(`${integrity}, damaged`);
		for (const id of ["kept", "gone"]) {
			const seqs = store.read(id, 0).events.map(({ seq }) => seq ?? 0);
			const sure = acks.findLast(({ session }) => session === id)?.seq ?? 0;
			if (seqs.some((seq, index) => seq !== index + 1)) problems.push(`${id} has gaps: ${seqs}`);
			if (seqs.length < sure && !(id === "gone")) problems.push(`${id}: ${seqs.length} of ${sure} acknowledged events`);
		}
		if (isDeleted && store.session("gone") !== undefined) problems.push("what was deleted is back");
		const costs = store.read("kept", 0).events.filter(({ type }) => type === "usage.record").length;
		const calls = store.ledger.spending({ by: "model" }).reduce((sum, row) => sum + row.calls, 0);
		if (calls !== costs) problems.push(`${costs} costs, ${calls} in the ledger`);
		store.close();
	} catch (error) {
		problems.push(String(error));
	}
	rmSync(folder, { recursive: true });
	return problems.map((problem) => `crash before step ${upTo} of ${steps.length}, kept ${kept}: ${problem}`);
};
