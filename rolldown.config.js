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

/** An update of a package must not take a change's effect away unnoticed (`docs/decisions/0008`). */
const fail = (name, what) => {
	const error = new Error(`the build patch ${name} does not fit any more: ${what}`);
	// One line says it all.
	error.stack = "";
	throw error;
};

/**
 * `import` of a built-in module runs every getter it has (streams of a terminal, all of web crypto, …): up to 30 ms.
 * Taking what is used from the module itself runs none.
 */
const directBuiltins = {
	name: "direct-builtins",
	renderChunk(code, { fileName }) {
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
		const left = lines.find(
			(line) => /^import\b[^"']*["']node:/.test(line) && !/^import (?:\* as |\{ default )/.test(line),
		);
		if (left !== undefined) fail("direct-builtins", `${fileName} still has ${left.slice(0, 80)}`);
		return lines.join("\n");
	},
};

const timesIn = (text, piece) =>
	typeof piece === "string" ? text.split(piece).length - 1 : [...text.matchAll(new RegExp(piece, "g"))].length;

/**
 * Replaces pieces of packages' files. Each file must be there once, and hold each of its pieces once.
 * @param files pairs of the end of a path and its pieces: pairs of a text or pattern and what comes instead
 * @param alone a pattern that no other file of a package may have
 */
export const patch = (name, files, alone) => {
	const seen = [];
	return {
		name,
		transform(code, id) {
			const [end, pieces] = files.find(([file]) => id.endsWith(file)) ?? [];
			if (end === undefined) {
				if (alone !== undefined && id.includes("/node_modules/") && alone.test(code))
					fail(name, `${id.replace(/^.*\/node_modules\//, "")} has ${code.match(alone)?.[0]} too`);
				return null;
			}
			seen.push(end);
			return pieces.reduce((text, [piece, instead]) => {
				const times = timesIn(text, piece);
				if (times !== 1) fail(name, `${end.slice(1)} has ${piece} ${times} times, not once`);
				return text.replace(piece, () => instead);
			}, code);
		},
		buildEnd(error) {
			if (error !== undefined) return;
			for (const [end] of files) {
				const times = seen.filter((file) => file === end).length;
				if (times !== 1) fail(name, `${end.slice(1)} is in the build ${times} times, not once`);
			}
		},
	};
};

const plainSegmenter = JSON.stringify(resolve("src/lib/plain-segmenter.ts"));
const segmenterMade = /\bnew Intl\.Segmenter\((?:(?:undefined|"en"), \{\s*granularity: ['"]grapheme['"]\s*\})?\)/;

/** See `src/lib/plain-segmenter.ts`. */
const plainSegmenters = patch(
	"plain-segmenters",
	[
		"/string-width/index.js",
		"/wrap-ansi/index.js",
		"/slice-ansi/tokenize-ansi.js",
		"/cli-truncate/index.js",
		"/ink/build/line-update.js",
		"/@alcalzone/ansi-tokenize/build/tokenize.js",
	].map((file) => [
		file,
		[
			[segmenterMade, "new PlainSegmenter()"],
			[/^/, `import { PlainSegmenter } from ${plainSegmenter};\n`],
		],
	]),
	/\bnew Intl\.Segmenter\(/,
);

/** string-width counts plain text by its length, and makes the pattern of all emoji, which takes 20 ms, on first use. */
const lazyEmoji = patch("lazy-emoji", [
	[
		"/string-width/index.js",
		[
			["import stripAnsi", `import { plainText } from ${plainSegmenter};\nimport stripAnsi`],
			["/^[\\u0020-\\u007E]*$/.test(string)", "plainText.test(string)"],
			[
				"const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;",
				"let ownEmojiRegex;\nconst rgiEmojiRegex = { test: (text) => (ownEmojiRegex ??= /^\\p{RGI_Emoji}$/v).test(text) };",
			],
		],
	],
]);

/** Commander can start a program for a command, which nexus never has it do: what that takes is loaded when it is used. */
const lazyPrograms = patch("lazy-programs", [
	[
		"/commander/lib/command.js",
		[
			[
				"import childProcess from 'node:child_process';",
				'const childProcess = { spawn: (...words) => process.getBuiltinModule("node:child_process").spawn(...words) };',
			],
		],
	],
]);

/**
 * Ink takes every line of every frame apart again, changed or not, cell by cell. Here a line that was drawn before is
 * remembered until two hundred others have been: a key that is typed changes one.
 */
const rememberedLines = patch("remembered-lines", [
	[
		"/ink/build/output.js",
		[
			["class OutputCaches {", "const mostLines = 200;\nlet recent;\nclass OutputCaches {"],
			[
				"caches = new OutputCaches();",
				"caches = recent === undefined || recent.styledChars.size > mostLines ? (recent = new OutputCaches()) : recent;",
			],
			[
				"!/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value)",
				'character.value < "\\xad" || !/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value)',
			],
		],
	],
]);

/**
 * Of `calcPrice` only the table's entry is used (`src/providers/prices.ts`). The sum is left out, and with it a registry
 * of all units whose making takes longer than the table.
 */
const pricesWithoutSums = patch("prices-without-sums", [
	[
		"/@pydantic/genai-prices/dist/index.js",
		[
			["const X = new Y(J);", "let X;"],
			["  return X;\n", "  return (X ??= new Y(J));\n"],
			["const p = he(c, r);", "const p = {};"],
		],
	],
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

/** One SDK reads the descriptor of the global `Headers`, which loads it too. */
const unreadHeaders = patch("unread-headers", [
	["/openai/lib/EventStream.mjs", [[/,\s*'Headers',?\s*(?=\]\) \{)/, ""]]],
]);

/** See `src/providers/sdk-globals.ts`. */
export const sdkGlobals = () => {
	const names = ["FormData", "Headers", "Response"];
	const missing = new Set(["openai", "@anthropic-ai/sdk"].flatMap((sdk) => names.map((name) => `${name} in ${sdk}`)));
	return {
		name: "sdk-globals",
		transform(code, id) {
			const [, sdk] = /\/node_modules\/(openai|@anthropic-ai\/sdk)\//.exec(id) ?? [];
			if (sdk === undefined) return null;
			const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
			for (const name of used) missing.delete(`${name} in ${sdk}`);
			if (used.length === 0) return null;
			return `import { ${used.join(", ")} } from ${JSON.stringify(resolve("src/providers/sdk-globals.ts"))};\n${code}`;
		},
		buildEnd(error) {
			if (error === undefined && missing.size > 0) fail("sdk-globals", `there is no ${[...missing].join(", no ")}`);
		},
	};
};

// Code splitting stays on: merged into one file, Ink would import react-devtools-core at start.
/** What a person's own tools import: on its own, so that all of zod is not in the way of what starts with every run. */
const api = defineConfig({
	input: { api: "bin/api.ts" },
	platform: "node",
	output: { dir: "dist", format: "esm", minify: true },
});

/**
 * What is loaded together, in one file: each further one costs the first call of a tool half a millisecond. Nothing in
 * a group may import what imports it, or be imported by what starts.
 */
const groups = [
	{
		name: "text-files",
		test: /\/src\/lib\/(archive-kind|binary-kind|count-text|file-kind|image-info|page-ranges|seen-version|tar-header|text-encoding)\.ts$/,
	},
];

const main = defineConfig({
	input: {
		main: "bin/main.ts",
		"math.worker": "src/adapters/math.worker.ts",
		"document.worker": "src/adapters/document.worker.ts",
		"page.worker": "src/adapters/page.worker.ts",
		"sweep.worker": "src/adapters/sweep.worker.ts",
		"data.worker": "src/adapters/data.worker.ts",
		"snapshots.worker": "src/adapters/snapshots/snapshots.worker.ts",
		"keyring.child": "src/adapters/keyring.child.ts",
	},
	platform: "node",
	external: ["@napi-rs/keyring", "better-sqlite3", "react-devtools-core", "bun:sqlite", /\.node$/],
	transform: {
		jsx: "react-jsx",
		target: "node22.19",
		define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"' },
	},
	// Of web-tree-sitter: for modules that bring JavaScript of their own, which no grammar here does.
	checks: { eval: false },
	output: {
		dir: "dist",
		format: "esm",
		cleanDir: true,
		sourcemap: false,
		minify: true,
		chunkFileNames: "chunks/[name]-[hash].mjs",
		codeSplitting: { includeDependenciesRecursively: false, groups },
	},
	plugins: [
		copyAssets,
		directBuiltins,
		plainSegmenters,
		lazyEmoji,
		lazyPrograms,
		rememberedLines,
		pricesWithoutSums,
		lazyPrices,
		unreadHeaders,
		sdkGlobals(),
	],
});

export default [main, api];
