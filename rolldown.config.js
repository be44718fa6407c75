import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { defineConfig } from "rolldown";

const require = createRequire(import.meta.url);

/** Files that are read at run time rather than imported. */
const assets = [
	["@vscode/tree-sitter-wasm/wasm/tree-sitter-bash.wasm", "tree-sitter-bash.wasm"],
	["web-tree-sitter/web-tree-sitter.wasm", "web-tree-sitter.wasm"],
];

const copyAssets = {
	name: "copy-assets",
	writeBundle({ dir }) {
		mkdirSync(dir, { recursive: true });
		for (const [from, to] of assets) copyFileSync(require.resolve(from), join(dir, to));
	},
};

// Code splitting stays on: merged into one file, Ink would import react-devtools-core at start.
export default defineConfig({
	input: { main: "bin/main.ts", "math.worker": "src/adapters/math.worker.ts" },
	platform: "node",
	external: ["better-sqlite3", "react-devtools-core", "bun:sqlite", /\.node$/],
	transform: {
		jsx: "react-jsx",
		define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"' },
	},
	output: {
		dir: "dist",
		format: "esm",
		cleanDir: true,
		sourcemap: false,
		minify: true,
		chunkFileNames: "chunks/[name]-[hash].js",
	},
	plugins: [copyAssets],
});
