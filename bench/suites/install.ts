// What lands on a disk: the packed package, installed into an empty prefix.
import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Suite, SuiteContext } from "../suite.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

export const installSuite: Suite = {
	name: "install",
	parts: [{ rows: ["install.size", "install.files"], measure: (context) => install(context) }],
};

const install = ({ folder, measured }: SuiteContext): void => {
	const path = folder();
	// The build is there already: `npm run bench` begins with it.
	const npm = (words: readonly string[]) =>
		execFileSync("npm", [...words, "--ignore-scripts", "--offline", "--no-audit", "--no-fund", "--loglevel=error"], {
			cwd: root,
			encoding: "utf8",
			stdio: ["ignore", "pipe", "pipe"],
		});
	const packed = JSON.parse(npm(["pack", "--json", `--pack-destination=${path}`])) as
		| readonly { filename: string }[]
		| Record<string, { filename: string }>;
	const filename = Object.values(packed)[0]!.filename;
	const prefix = join(path, "prefix");
	npm(["install", "--global", `--prefix=${prefix}`, join(path, filename)]);
	const sizes = fileSizes(prefix);
	measured("install.size", [sizes.reduce((sum, size) => sum + size, 0) / 1e6]);
	measured("install.files", [sizes.length]);
};

const fileSizes = (folder: string): readonly number[] =>
	readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		return entry.isDirectory() ? fileSizes(path) : [lstatSync(path).size];
	});
