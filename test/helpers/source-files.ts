import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

export interface SourceFile {
	/** Relative to the repository, with forward slashes. */
	readonly path: string;
	readonly text: string;
	/** Own files it imports, relative to the repository; type-only ones too. */
	readonly own: readonly string[];
	/** Packages and node: modules, static and dynamic. */
	readonly packages: readonly string[];
}

const folders = ["bin", "commands", "tools", "src"];
const specifier =
	/(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*["']([^"']+)["']|(?:^|\n)import\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

export const sourceFiles = (): readonly SourceFile[] => folders.flatMap((folder) => walk(join(root, folder)).map(read));

const walk = (folder: string): readonly string[] =>
	readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) return walk(path);
		return /\.tsx?$/.test(name) ? [path] : [];
	});

const read = (file: string): SourceFile => {
	const text = readFileSync(file, "utf8");
	const found = [...text.matchAll(specifier)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
	const own = found.filter((name) => name.startsWith(".")).map((name) => resolveOwn(file, name));
	const packages = found.filter((name) => !name.startsWith(".")).map(packageName);
	return { path: relative(root, file), text, own, packages };
};

const resolveOwn = (from: string, name: string): string => {
	const target = resolve(dirname(from), name).replace(/\.js$/, "");
	const file = [`${target}.ts`, `${target}.tsx`, target].find((candidate) =>
		statSync(candidate, { throwIfNoEntry: false })?.isFile(),
	);
	return relative(root, file ?? target);
};

const packageName = (name: string): string =>
	name.startsWith("node:")
		? name
		: name
				.split("/")
				.slice(0, name.startsWith("@") ? 2 : 1)
				.join("/");
