// Paths for `@` completion: what git would not ignore, best match first.
import { join } from "node:path";

const maxFiles = 20_000;

export const completeFiles = async (cwd: string, query: string, limit: number): Promise<readonly string[]> => {
	const [{ default: fuzzysort }, files] = await Promise.all([import("fuzzysort"), listFiles(cwd)]);
	if (query === "") return files.slice(0, limit);
	return fuzzysort.go(query, [...files], { limit }).map((match) => match.target);
};

const listFiles = async (cwd: string): Promise<readonly string[]> => {
	const [{ readFile }, { glob }, { default: ignore }] = await Promise.all([
		import("node:fs/promises"),
		import("tinyglobby"),
		import("ignore"),
	]);
	const rules = await readFile(join(cwd, ".gitignore"), "utf8").catch(() => "");
	const ignored = ignore().add(["node_modules", ".git", rules]);
	const found = await glob("**/*", {
		cwd,
		dot: false,
		deep: 12,
		followSymbolicLinks: false,
		ignore: ["**/node_modules/**", "**/.git/**"],
	});
	return ignored.filter(found.slice(0, maxFiles)).sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
};

const depth = (path: string): number => path.split("/").length;
