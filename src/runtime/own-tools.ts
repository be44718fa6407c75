// A person's own tools: files in NEXUS_HOME/tools, and in .nexus/tools of a folder that is trusted. A broken one is named
// and the others work; a changed one is read again before the next run.
import type { AnyTool, ToolEntry } from "../contracts/tool.js";
import { toolEntry } from "../core/tool-entry.js";
import { type OwnToolFile, ownToolFiles } from "./own-tool-files.js";

export interface OwnTools {
	readonly entries: () => ReadonlyMap<string, ToolEntry>;
	/** Looks at the files again; gives what is newly wrong, one line each. Takes well under a millisecond when nothing changed. */
	refresh(): Promise<readonly string[]>;
}

interface Folder {
	readonly path: string;
	readonly source: "user" | "project";
}

interface Loaded {
	readonly version: string;
	readonly entries: readonly ToolEntry[];
	readonly problem?: string;
}

/** @param taken names of the tools that nexus brings: nothing may stand in for those */
export const createOwnTools = (folders: readonly Folder[], taken: ReadonlySet<string>): OwnTools => {
	let modules: Promise<(file: OwnToolFile) => Promise<readonly AnyTool[]>> | undefined;
	const loadFile = async (file: OwnToolFile): Promise<readonly AnyTool[]> => {
		if (file.kind === "manifest") return [(await import("./own-tool-manifest.js")).loadToolManifest(file.path)];
		modules ??= import("./own-tool-module.js").then(({ loadToolModule, serveOwnPackage }) => {
			serveOwnPackage();
			return ({ path, version }) => loadToolModule(path, version);
		});
		return (await modules)(file);
	};
	const load = async (file: OwnToolFile, source: Folder["source"]): Promise<Loaded> => {
		const { path, version } = file;
		try {
			const tools = await loadFile(file);
			return {
				version,
				entries: tools.map((tool) => toolEntry(source === "project" ? askedAbout(tool) : tool, source)),
			};
		} catch (error) {
			const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
			return { version, entries: [], problem: `${path} is no tool: ${reason}` };
		}
	};
	let loaded: ReadonlyMap<string, Loaded> = new Map();
	let entries: ReadonlyMap<string, ToolEntry> = new Map();
	let clashes: ReadonlySet<string> = new Set();

	const refresh = async (): Promise<readonly string[]> => {
		const files = folders.flatMap(({ path, source }) => ownToolFiles(path).map((file) => ({ file, source })));
		const isSame = files.length === loaded.size && files.every(({ file }) => isKnown(loaded, file));
		if (isSame) return [];
		const before = loaded;
		const pairs = await Promise.all(
			files.map(async ({ file, source }) => {
				const known = before.get(file.path);
				return [file.path, known?.version === file.version ? known : await load(file, source)] as const;
			}),
		);
		loaded = new Map(pairs);
		const merged = merge(loaded, taken);
		const problems = pairs.flatMap(([path, { problem }]) =>
			problem === undefined || before.get(path)?.problem === problem ? [] : [problem],
		);
		const newClashes = merged.clashes.filter((clash) => !clashes.has(clash));
		entries = merged.entries;
		clashes = new Set(merged.clashes);
		return [...problems, ...newClashes];
	};

	return { entries: () => entries, refresh };
};

const isKnown = (loaded: ReadonlyMap<string, Loaded>, { path, version }: OwnToolFile): boolean =>
	loaded.get(path)?.version === version;

/** A project does not decide what its own code may do unasked (SECURITY R4). */
const askedAbout = (tool: AnyTool): AnyTool => {
	const { access: _, ...rest } = tool;
	return { ...rest, effects: [...new Set([...tool.effects, "execute" as const])] };
};

const merge = (
	loaded: ReadonlyMap<string, Loaded>,
	taken: ReadonlySet<string>,
): { entries: ReadonlyMap<string, ToolEntry>; clashes: readonly string[] } => {
	const entries = new Map<string, ToolEntry>();
	const clashes: string[] = [];
	for (const [path, { entries: own }] of loaded) {
		for (const entry of own) {
			if (taken.has(entry.name) || entries.has(entry.name)) {
				clashes.push(`${path}: there is a tool ${entry.name} already; give this one another name`);
			} else entries.set(entry.name, entry);
		}
	}
	return { entries, clashes };
};
