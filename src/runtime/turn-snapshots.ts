// Before a call that may change files: what it may change is saved, so that its turn can be undone (SPEC 17.8).
import { basename, dirname, join, resolve } from "node:path";
import type { Access } from "../contracts/permission.js";
import type { FileSystem } from "../contracts/ports.js";
import type { Snapshots, Turn } from "../contracts/snapshots.js";
import type { AccessContext, AnyTool } from "../contracts/tool.js";
import { changesNothing } from "../security/changes-nothing.js";
import { loadShellParser, type ParseShell } from "../security/shell-parser.js";

/** A turn whose folder is not known yet. */
export type OpenTurn = Omit<Turn, "folder">;

export interface TurnSnapshots {
	/** Saves what this call may change. Gives what to warn of when that failed: said once for each turn. */
	before(
		turn: OpenTurn,
		tool: AnyTool,
		input: Record<string, unknown>,
		context: AccessContext,
	): Promise<string | undefined>;
	/** The same for a command line that the person runs. */
	beforeCommand(turn: OpenTurn, command: string): Promise<string | undefined>;
	/** The turn is over. What it has changed is found out behind the back of whoever goes on. */
	finish(key: string): void;
	/** Undefined where nothing is kept. */
	readonly store: Snapshots | undefined;
	/** Absolute real path of the working directory. */
	folder(): Promise<string>;
	close(): Promise<void>;
}

export interface TurnSnapshotsOptions {
	readonly store: Snapshots | undefined;
	readonly cwd: string;
	readonly roots: readonly string[];
	/** Not guarded. */
	readonly disk: FileSystem;
	/** Replaces secrets in what is kept of a prompt. */
	readonly redact: (text: string) => string;
	/** To the log file. */
	readonly warn: (message: string) => void;
}

export const createTurnSnapshots = (options: TurnSnapshotsOptions): TurnSnapshots => {
	const { store, cwd, disk } = options;
	/** Turns that have saved something, and whether their failure was told. */
	const begun = new Map<string, { isTold: boolean }>();
	const finishing = new Set<Promise<void>>();
	let parser: Promise<ParseShell> | undefined;
	let realFolder: Promise<string> | undefined;

	const folder = (): Promise<string> => {
		realFolder ??= disk.realPath(cwd);
		return realFolder;
	};

	const isHarmless = async (access: Access): Promise<boolean> => {
		if (access.effect !== "execute" || access.language !== "shell") return false;
		parser ??= loadShellParser();
		return changesNothing(access.command, await parser);
	};

	/** What a path leads to, and the link itself where it is one: a move or a delete acts on that. */
	const places = async (path: string): Promise<readonly string[]> => {
		const absolute = resolve(cwd, path);
		const parent = await disk.realPath(dirname(absolute));
		return [...new Set([await disk.realPath(absolute), join(parent, basename(absolute))])];
	};

	const needs = async (tool: AnyTool, input: Record<string, unknown>, context: AccessContext) => {
		const accesses = tool.access?.(input, context) ?? [];
		const writes = accesses.flatMap((access) => (access.effect === "write" ? [access.path] : []));
		const runs = accesses.filter((access) => access.effect === "execute");
		const harmless = await Promise.all(runs.map(isHarmless));
		// One that may and does not say what is taken for the worst.
		const isVague = tool.access === undefined;
		return { paths: (await Promise.all(writes.map(places))).flat(), isWhole: isVague || harmless.includes(false) };
	};

	const save = async (
		turn: OpenTurn,
		wanted: () => Promise<{ readonly paths: readonly string[]; readonly isWhole: boolean }>,
	): Promise<string | undefined> => {
		if (store === undefined) return undefined;
		const known = begun.get(turn.key) ?? { isTold: false };
		try {
			const { paths, isWhole } = await wanted();
			if (paths.length === 0 && !isWhole) return undefined;
			begun.set(turn.key, known);
			const whole = { ...turn, title: options.redact(turn.title), folder: await folder() };
			if (isWhole) await store.saveAll(whole, await realRoots());
			if (paths.length > 0) await store.save(whole, paths);
			return undefined;
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			options.warn(`snapshot: ${message}`);
			if (known.isTold) return undefined;
			begun.set(turn.key, { isTold: true });
			return `this turn cannot be undone as a whole: ${message}`;
		}
	};

	const realRoots = async (): Promise<readonly string[]> => [
		...new Set(await Promise.all(options.roots.map((root) => disk.realPath(root)))),
	];

	const finish = (key: string): void => {
		if (store === undefined || !begun.delete(key)) return;
		const work = store.finish(key).catch((error: unknown) => options.warn(`snapshot: ${String(error)}`));
		finishing.add(work);
		void work.then(() => finishing.delete(work));
	};

	return {
		store,
		folder,
		finish,
		before: (turn, tool, input, context) =>
			tool.effects.includes("write") || tool.effects.includes("execute")
				? save(turn, () => needs(tool, input, context))
				: Promise.resolve(undefined),
		beforeCommand: (turn, command) =>
			save(turn, async () => ({
				paths: [],
				isWhole: !(await isHarmless({ effect: "execute", command, language: "shell" })),
			})),
		close: async () => {
			for (const key of [...begun.keys()]) finish(key);
			await Promise.all(finishing);
			await store?.close();
		},
	};
};
