// The one shell grammar (SECURITY R8): tree-sitter-bash. Loaded with the first command that has to be judged.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Node } from "web-tree-sitter";

export type ShellNode = Node;
/** The root of the syntax tree. The tree is freed when the callback returns; nothing of it may be kept. */
export type ParseShell = <T>(command: string, use: (root: ShellNode) => T) => T;

/** Beside the bundle or one folder up in it, else in the package it comes from. */
function assetPath(file: string, specifier: string): string {
	const here = dirname(fileURLToPath(import.meta.url));
	const bundled = [join(here, file), join(here, "..", file)].find((path) => existsSync(path));
	return bundled ?? createRequire(import.meta.url).resolve(specifier);
}

/** Takes about 30 ms; a parse then takes some 30 µs. */
export async function loadShellParser(): Promise<ParseShell> {
	const { Parser, Language } = await import("web-tree-sitter");
	const runtime = assetPath("web-tree-sitter.wasm", "web-tree-sitter/web-tree-sitter.wasm");
	await Parser.init({ locateFile: () => runtime });
	const grammar = assetPath("tree-sitter-bash.wasm", "@vscode/tree-sitter-wasm/wasm/tree-sitter-bash.wasm");
	const parser = new Parser();
	parser.setLanguage(await Language.load(grammar));
	return (command, use) => {
		const tree = parser.parse(command);
		if (tree === null) throw new Error("the shell grammar gave no tree");
		try {
			return use(tree.rootNode);
		} finally {
			tree.delete();
		}
	};
}
