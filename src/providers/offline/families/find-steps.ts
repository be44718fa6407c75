// Files by name and by kind.
import { unquote } from "../language/clean.js";
import { pathFrom } from "../language/paths.js";
import { call, detailsOf, plural, type Step, step } from "../plan.js";
import { folderExists, shownNames, withFolder } from "./folder-steps.js";

const kinds: Readonly<Record<string, string>> = {
	typescript: "ts",
	javascript: "js",
	python: "py",
	markdown: "md",
	text: "txt",
	rust: "rs",
	ruby: "rb",
	image: "{png,jpg,jpeg,gif,svg,webp}",
	picture: "{png,jpg,jpeg,gif,svg,webp}",
	yaml: "{yaml,yml}",
	shell: "sh",
	log: "log",
	golang: "go",
	pdf: "pdf",
	html: "html",
	excel: "xlsx",
	config: "{toml,yaml,yml,json,ini,conf}",
};

/** Words and endings that say of which kind a file is; a set, since as an expression it would cost 10 ms to compile. */
const kindWords: ReadonlySet<string> = new Set(
	"typescript javascript python markdown text rust ruby image picture yaml shell log golang pdf html css json csv toml xml tsx jsx ts js py md txt sql java cpp c h go sh yml mp3 mp4 wav flac ogg mov avi mkv gif jpeg webp bmp doc docx xls xlsx ppt pptx odt rtf epub zip gz tar tgz 7z rar exe dll bat ps1 vue svelte swift kt scala lua pl jl dart ipynb bak tmp ttf conf cfg hpp cc hs clj ex exs elm r sqlite db pem crt key png jpg svg lock tsv jsonl excel config mjs cjs rs rb php ini env".split(
		" ",
	),
);

/** A slot for a kind of files; `isKind` says whether it is one. */
export const kindSlot = "([*\\w.]{1,20})";
export const isKind = (word: string): boolean => kindWords.has(word.toLowerCase()) || /^\*?(?:\.\w+)+$/.test(word);

/** "typescript", ".ts", "*.ts" as a glob for names. */
export const globOf = (kind: string): string => {
	const plain = unquote(kind)
		.toLowerCase()
		.replace(/^\*?\./, "");
	return `*.${kinds[plain] ?? plain}`;
};

export const find = (
	pattern: string,
	folder: string | undefined,
	wants: "names" | "count" | "exists" = "names",
): Step => {
	const deep = pattern.includes("/") ? pattern : `**/${pattern}`;
	const input = { pattern: deep, ...(folder === undefined || folder === "." ? {} : { path: folder }) };
	return step(call("find_files", input), ([outcome]) => {
		const details = detailsOf(outcome);
		const names = (details.files ?? []) as readonly string[];
		const total = Number(details.total ?? names.length);
		const where = folder === undefined || folder === "." ? "" : ` in ${folder}`;
		if (wants === "exists")
			return total === 0 ? `No, there is no ${pattern}${where}.` : `Yes, ${shownNames(names)} exists.`;
		if (wants === "count")
			return `There ${total === 1 ? "is" : "are"} ${total} ${pattern.replace(/^\*\./, ".")} ${total === 1 ? "file" : "files"}${where}.`;
		return total === 0
			? `No files match ${pattern}${where}.`
			: `${plural(total, "file")} ${total === 1 ? "matches" : "match"} ${pattern}${where}: ${shownNames(names)}.`;
	});
};

export function existing(slot: string | undefined): Step | undefined {
	const folder =
		/^(?:the )?(?:folder|directory) (?:called |named )?(\S+|"[^"]+")$|^(?:the )?(\S+|"[^"]+") (?:folder|directory)$/i.exec(
			slot?.trim() ?? "",
		);
	const name = folder?.[1] ?? folder?.[2];
	if (name !== undefined) return folderExists(unquote(name));
	const path = pathFrom(slot ?? "");
	return path === undefined ? undefined : find(path, undefined, "exists");
}

export function named(name: string | undefined, folder: string | undefined): Step | undefined {
	// `authorized_keys` is surely a name.
	const file = pathFrom(name ?? "") ?? (/^[\w-]*_[\w-]+$/.test(name ?? "") ? name : undefined);
	if (file === undefined || file.includes("/")) return undefined;
	return withFolder(folder, (path) => find(file, path));
}
