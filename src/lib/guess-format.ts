import type { DataFormat } from "./data-values.js";

const byEnding: Readonly<Record<string, DataFormat>> = {
	json: "json",
	jsonc: "json",
	geojson: "json",
	webmanifest: "json",
	jsonl: "jsonl",
	ndjson: "jsonl",
	yaml: "yaml",
	yml: "yaml",
	toml: "toml",
	csv: "csv",
	tsv: "tsv",
	tab: "tsv",
};

export function formatOfName(path: string): DataFormat | undefined {
	const ending = /\.([^./]+)$/.exec(path.toLowerCase())?.[1] ?? "";
	return Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
}

const isJson = (text: string): boolean => {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
};

/** How often the separator is in each of the first lines; undefined when they differ or have none. */
function isTableWith(separator: string, lines: readonly string[]): boolean {
	const counts = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, "").split(separator).length - 1);
	const [first = 0] = counts;
	return first > 0 && counts.every((count) => count === first);
}

/** By its look. YAML, which nearly everything is, comes last. */
export function guessFormat(text: string): DataFormat {
	const trimmed = text.trim();
	const lines = trimmed
		.split(/\r?\n/, 20)
		.filter((line) => line.trim() !== "")
		.slice(0, 10);
	if (/^[[{]/.test(trimmed)) {
		const isToml = /^\[\[?[\w."' -]+\]\]?\s*(?:#.*)?$/.test(lines[0] ?? "") && !isJson(trimmed);
		if (isToml) return "toml";
		const isLines = lines.length > 1 && lines.every((line) => isJson(line));
		return isLines && !isJson(trimmed) ? "jsonl" : "json";
	}
	const content = lines.filter((line) => !/^\s*#/.test(line));
	if (/^\s*(?:[\w."'-]+\s*=|\[\[?[\w."' -]+\]\]?\s*$)/.test(content[0] ?? "")) return "toml";
	if (lines.length > 1 && isTableWith("\t", lines)) return "tsv";
	const isYaml = content.some((line) => /^\s*(?:- |---|[\w"' -]+:(?:\s|$))/.test(line));
	if (!isYaml && lines.length > 1 && (isTableWith(",", lines) || isTableWith(";", lines))) return "csv";
	return "yaml";
}
