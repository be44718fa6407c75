import { relative } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { createGlobMatcher } from "../../src/lib/glob-match.js";
import { plural } from "../../src/lib/plural.js";
import { walkFiles } from "../../src/lib/walk-files.js";

const maxWalked = 500_000;

/** Whether a pattern asks for names that begin with a dot, which are passed over otherwise. */
const namesHidden = (pattern: string): boolean => /(?:^|[/{,])\.[^/.]/.test(pattern);

function matcherOf(pattern: string): (path: string) => boolean {
	if (pattern.startsWith("/") || pattern.split("/").includes("..")) {
		throw new NexusError("tool.bad-input", `${pattern}: the pattern is relative to path`, {
			hint: "Put the folder into path and the rest into pattern.",
		});
	}
	try {
		return createGlobMatcher(pattern);
	} catch (error) {
		throw new NexusError("tool.bad-input", `${pattern}: ${error instanceof Error ? error.message : error}`);
	}
}

interface Found {
	/** Sorted, at most the limit, relative to the root. */
	readonly files: readonly string[];
	readonly total: number;
	readonly walked: number;
}

/** Hidden names are looked at through the port that judges each folder. */
async function findHidden(
	root: string,
	isMatch: (path: string) => boolean,
	limit: number,
	{ fs, signal }: ToolContext,
): Promise<Found> {
	const found: string[] = [];
	let walked = 0;
	const options = { root, isHiddenWanted: true, signal, maxFiles: maxWalked };
	for await (const file of walkFiles(fs, await fs.realPath(root), options)) {
		walked++;
		if (isMatch(file)) found.push(file);
	}
	found.sort();
	return { files: found.slice(0, limit), total: found.length, walked };
}

async function find(path: string, glob: string, limit: number, { fs, workers, signal }: ToolContext): Promise<Found> {
	// Throws where there is no such folder, or it must not be seen.
	if ((await fs.stat(path)).kind !== "directory") await fs.list(path);
	const root = await fs.realPath(path);
	const refused = (await fs.refusedBelow(root)).map((folder) => relative(root, folder));
	const request = { kind: "find", root, refused, glob, limit, maxFiles: maxWalked };
	const found = await workers.run("sweep", request, { timeoutMs: 100_000, memoryMb: 1024, signal });
	return found as unknown as Found;
}

/** Paths can be handed to the other tools as they are. What .gitignore and .nexusignore name is left out. */
export const findFilesTool = defineTool({
	name: "find_files",
	category: "files",
	description: "Find files by glob, e.g. *.ts (any depth) or src/**/*.{js,ts}. Skips ignored files.",
	keywords: ["glob", "locate", "ls", "file names"],
	effects: ["read"],
	isCore: true,
	input: z.object({
		pattern: z.string().min(1).describe("Glob"),
		path: z.string().default(".").describe("Folder"),
		limit: z.number().min(1).default(1000).describe("Most files"),
	}),
	output: z.object({ files: z.array(z.string()), total: z.number() }),
	access: ({ path }) => [{ effect: "read", path }],
	title: ({ pattern, path }) => (path === "." ? pattern : `${pattern} in ${path}`),
	async run({ pattern, path, limit }, context) {
		const isMatch = matcherOf(pattern);
		const root = path.replace(/(?<=.)\/+$/, "");
		const prefix = root === "." ? "" : root === "/" ? "/" : `${root}/`;
		const found = namesHidden(pattern)
			? await findHidden(root, isMatch, limit, context)
			: await find(root, pattern, limit, context);
		const { total, walked } = found;
		const files = found.files.map((file) => prefix + file);
		const notes = [
			...(total > files.length ? [`${files.length} of ${total} shown`] : []),
			...(walked >= maxWalked ? [`stopped after ${maxWalked} files`] : []),
		];
		const tail = notes.length > 0 ? `\n[${notes.join("; ")}]` : "";
		return {
			content: total === 0 ? `No file matches ${pattern} (${walked} looked at).${tail}` : files.join("\n") + tail,
			details: { files, total },
			summary: plural(total, "file"),
		};
	},
});
