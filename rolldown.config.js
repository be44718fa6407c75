import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
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

/**
 * `import` of a built-in module runs every getter it has (streams of a terminal, all of web crypto, …): up to 30 ms.
 * Taking what is used from the module itself runs none.
 */
const directBuiltins = {
	name: "direct-builtins",
	renderChunk(code) {
		const builtinImport = /^import (?:([\w$]+))?(?:, )?(?:\{([^}]*)\})? from "(node:[\w/]+)";$/;
		const lines = code.split("\n");
		for (const [index, line] of lines.entries()) {
			if (!line.startsWith("import ") && !line.startsWith("//") && line !== "") break;
			const [, whole, names = "", module] = builtinImport.exec(line) ?? [];
			if (module === undefined || /\bdefault\b/.test(names)) continue;
			const wanted = [whole, names === "" ? undefined : `{${names.replaceAll(" as ", ": ")}}`];
			lines[index] = wanted
				.filter((target) => target !== undefined)
				.map((target) => `const ${target} = globalThis.process.getBuiltinModule("${module}");`)
				.join(" ");
		}
		return lines.join("\n");
	},
};

/** Replaces pieces of a package's file; fails when an update has changed them. */
const patch = (name, file, pieces) => ({
	name,
	transform(code, id) {
		if (!id.endsWith(file)) return null;
		return pieces.reduce((text, [piece, instead]) => {
			if (!text.includes(piece)) throw new Error(`${file} has changed: there is no ${piece}`);
			return text.replace(piece, () => instead);
		}, code);
	},
});

const plainSegmenter = JSON.stringify(resolve("src/lib/plain-segmenter.ts"));

/** See `src/lib/plain-segmenter.ts`. */
const plainSegmenters = {
	name: "plain-segmenters",
	transform(code, id) {
		const made = /\bnew Intl\.Segmenter\((?:(?:undefined|"en"), \{\s*granularity: ['"]grapheme['"]\s*\})?\)/g;
		if (!id.includes("/node_modules/") || !made.test(code)) return null;
		return `import { PlainSegmenter } from ${plainSegmenter};\n${code.replace(made, "new PlainSegmenter()")}`;
	},
};

/** string-width counts plain text by its length, and makes the pattern of all emoji, which takes 20 ms, on first use. */
const lazyEmoji = patch("lazy-emoji", "/string-width/index.js", [
	["import stripAnsi", `import { plainText } from ${plainSegmenter};\nimport stripAnsi`],
	["/^[\\u0020-\\u007E]*$/.test(string)", "plainText.test(string)"],
	[
		"const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;",
		"let ownEmojiRegex;\nconst rgiEmojiRegex = { test: (text) => (ownEmojiRegex ??= /^\\p{RGI_Emoji}$/v).test(text) };",
	],
]);

/**
 * Of `calcPrice` only the table's entry is used (`src/providers/prices.ts`). The sum is left out, and with it a registry
 * of all units whose making takes longer than the table.
 */
const pricesWithoutSums = patch("prices-without-sums", "/@pydantic/genai-prices/dist/index.js", [
	["const X = new Y(J);", "let X;"],
	["  return X;\n", "  return (X ??= new Y(J));\n"],
	["const p = he(c, r);", "const p = {};"],
]);

/** Reads the models of a provider when one of them is asked for: `length` bytes of the models' file from `start`. */
const readModels = `
import { closeSync, openSync, readSync } from "node:fs";
const readModels = (start, length) => {
	const file = openSync(new URL("prices.txt", import.meta.url));
	try {
		const bytes = Buffer.alloc(length);
		readSync(file, bytes, 0, length, start);
		return JSON.parse(bytes.toString("utf8"));
	} finally {
		closeSync(file);
	}
};
const withModels = (provider, start, length) => {
	let models;
	return Object.defineProperty(provider, "models", { get: () => (models ??= readModels(start, length)) });
};
`;

/** As code, the price table takes 12 ms to load, whichever model is asked about: only what finds a provider stays code. */
const lazyPrices = {
	name: "lazy-prices",
	transform(code, id) {
		if (!id.endsWith("/@pydantic/genai-prices/dist/index.js")) return null;
		const [whole, table] = /^const E = (\[\n[\s\S]*?\n\]), J = \{$/m.exec(code) ?? [];
		if (table === undefined) throw new Error("@pydantic/genai-prices has changed: its table is not where it was");
		let texts = Buffer.alloc(0);
		const entries = new Function(`return ${table}`)().map(
			({ models, extractors, description, pricing_urls, ...rest }) => {
				const used = models.map(({ id, match, prices, context_window }) => ({ id, match, prices, context_window }));
				const text = Buffer.from(JSON.stringify(used));
				const entry = `withModels(${JSON.stringify(rest)}, ${texts.length}, ${text.length})`;
				texts = Buffer.concat([texts, text, Buffer.from("\n")]);
				return entry;
			},
		);
		this.emitFile({ type: "asset", fileName: "chunks/prices.txt", source: texts });
		return code.replace(whole, () => `${readModels}const E = [${entries.join(",\n")}];\nconst J = {`);
	},
};

/** See `src/providers/sdk-globals.ts`. One SDK also reads the descriptor of the global `Headers`, which loads it as well. */
const sdkGlobals = {
	name: "sdk-globals",
	transform(code, id) {
		if (!/\/node_modules\/(openai|@anthropic-ai\/sdk)\//.test(id)) return null;
		const used = ["FormData", "Headers", "Response"].filter((name) => new RegExp(`\\b${name}\\b`).test(code));
		if (used.length === 0) return null;
		const from = JSON.stringify(resolve("src/providers/sdk-globals.ts"));
		return `import { ${used.join(", ")} } from ${from};\n${code.replace(/,\s*'Headers',?\s*(?=\])/, "")}`;
	},
};

// Code splitting stays on: merged into one file, Ink would import react-devtools-core at start.
export default defineConfig({
	input: {
		main: "bin/main.ts",
		"math.worker": "src/adapters/math.worker.ts",
		"document.worker": "src/adapters/document.worker.ts",
	},
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
	plugins: [copyAssets, directBuiltins, plainSegmenters, lazyEmoji, pricesWithoutSums, lazyPrices, sdkGlobals],
});
