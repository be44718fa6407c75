import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
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

/** Paths can be handed to the other tools as they are. What .gitignore and .nexusignore name is left out. */
export const findFilesTool = defineTool({
	name: "find_files",
	category: "files",
	description: "Find files by glob, e.g. *.ts (any depth) or src/**/*.{js,ts}. Skips ignored files.",
	effects: ["read"],
	isCore: true,
	input: z.object({
		pattern: z.string().min(1).describe("Glob"),
		path: z.string().default(".").describe("Folder"),
		limit: z.number().min(1).default(1000).describe("Most files"),
	}),
	access: ({ path }) => [{ effect: "read", path }],
	title: ({ pattern, path }) => (path === "." ? pattern : `${pattern} in ${path}`),
	async run({ pattern, path, limit }, { fs, signal }) {
		const isMatch = matcherOf(pattern);
		const isHiddenWanted = namesHidden(pattern);
		const root = path.replace(/(?<=.)\/+$/, "");
		const prefix = root === "." ? "" : root === "/" ? "/" : `${root}/`;
		const options = { root, isHiddenWanted, signal, maxFiles: maxWalked };
		const found: string[] = [];
		let walked = 0;
		for await (const file of walkFiles(fs, await fs.realPath(root), options)) {
			walked++;
			if (isMatch(file)) found.push(prefix + file);
		}
		found.sort();
		const files = found.slice(0, limit);
		const notes = [
			...(found.length > files.length ? [`${files.length} of ${found.length} shown`] : []),
			...(walked >= maxWalked ? [`stopped after ${maxWalked} files`] : []),
		];
		const tail = notes.length > 0 ? `\n[${notes.join("; ")}]` : "";
		return {
			content:
				found.length === 0 ? `No file matches ${pattern} (${walked} looked at).${tail}` : files.join("\n") + tail,
			details: { files, total: found.length },
			summary: plural(found.length, "file"),
		};
	},
});
