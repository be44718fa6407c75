// The files of a folder of tools, each with what would change if it were another one.
import { readdirSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";

export interface OwnToolFile {
	readonly path: string;
	readonly kind: "module" | "manifest";
	/** Differs after every change. */
	readonly version: string;
}

const kinds: Readonly<Record<string, OwnToolFile["kind"]>> = {
	".ts": "module",
	".mts": "module",
	".js": "module",
	".mjs": "module",
	".json": "manifest",
};

/**
 * Sorted by name. Hidden files, `*.d.ts` and a `package.json` are none, nor is the program of a manifest, which has its
 * name: `shout.js` beside `shout.json`. A folder that is not there has none.
 */
export const ownToolFiles = (folder: string): readonly OwnToolFile[] => {
	try {
		const names = readdirSync(folder);
		const isProgram = (name: string): boolean =>
			extname(name) !== ".json" && names.includes(`${basename(name, extname(name))}.json`);
		return names
			.filter((name) => !isProgram(name))
			.filter((name) => !name.startsWith(".") && !name.endsWith(".d.ts") && name !== "package.json")
			.sort()
			.flatMap((name) => {
				const kind = kinds[extname(name)];
				const path = join(folder, name);
				const stat = kind === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
				if (kind === undefined || stat?.isFile() !== true) return [];
				return [{ path, kind, version: `${stat.ino}-${stat.size}-${stat.mtimeMs}` }];
			});
	} catch {
		return [];
	}
};
