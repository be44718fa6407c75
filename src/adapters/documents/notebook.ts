// A Jupyter notebook as text: cells with their outputs (nbformat 4; version 3 has its cells in worksheets).
import { stripVTControlCharacters } from "node:util";

export interface NotebookText {
	readonly text: string;
	readonly cells: number;
	readonly language?: string;
	/** Base64, as the outputs hold them. */
	readonly images: readonly { readonly mediaType: string; readonly data: string }[];
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** Texts are one string or one for each line. */
const textOf = (value: unknown): string => {
	if (typeof value === "string") return value;
	return Array.isArray(value) ? value.filter((line) => typeof line === "string").join("") : "";
};

const maxImages = 4;
const maxImageCharacters = 2_000_000;
/** Of one output, which may be the log of a night. */
const maxOutputCharacters = 20_000;

const shorten = (text: string): string => {
	if (text.length <= maxOutputCharacters) return text;
	const half = maxOutputCharacters / 2;
	return `${text.slice(0, half)}\n[… ${text.length - maxOutputCharacters} characters left out]\n${text.slice(-half)}`;
};

function richText(data: Fields, images: { mediaType: string; data: string }[]): string {
	const notes: string[] = [];
	for (const mediaType of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
		const image = textOf(data[mediaType]).replaceAll(/\s/g, "");
		if (image === "") continue;
		const isKept = images.length < maxImages && image.length <= maxImageCharacters;
		if (isKept) images.push({ mediaType, data: image });
		notes.push(isKept ? `[${mediaType}: image ${images.length}]` : `[${mediaType}, not shown]`);
	}
	const shown = textOf(data["text/markdown"]) || textOf(data["text/plain"]) || textOf(data["text/latex"]);
	const text = shown === "" && notes.length === 0 ? `[${Object.keys(data).join(", ")}]` : shown;
	return [text, ...notes].filter((part) => part !== "").join("\n");
}

function outputText(value: unknown, images: { mediaType: string; data: string }[]): string {
	const output = fieldsOf(value);
	switch (output.output_type) {
		case "stream":
			return textOf(output.text);
		case "error":
		case "pyerr": {
			const trace = listOf(output.traceback).map(textOf).join("\n");
			return trace === "" ? `${textOf(output.ename)}: ${textOf(output.evalue)}` : trace;
		}
		default: {
			const data = fieldsOf(output.data);
			if (Object.keys(data).length > 0) return richText(data, images);
			// Version 3 names the types by their short forms, beside the others.
			return richText({ "text/plain": output.text, "image/png": output.png }, images);
		}
	}
}

/** Throws when it is no notebook. */
export function readNotebook(bytes: Uint8Array): NotebookText {
	const parsed = fieldsOf(JSON.parse(new TextDecoder("utf-8").decode(bytes)));
	const worksheets = listOf(parsed.worksheets);
	const cells =
		worksheets.length > 0 ? worksheets.flatMap((sheet) => listOf(fieldsOf(sheet).cells)) : listOf(parsed.cells);
	if (cells.length === 0 && !Array.isArray(parsed.cells)) throw new Error("it has no cells");
	const images: { mediaType: string; data: string }[] = [];
	const blocks = cells.map((value, index) => {
		const cell = fieldsOf(value);
		const kind = textOf(cell.cell_type) || "unknown";
		const count = cell.execution_count ?? cell.prompt_number;
		const head = `--- cell ${index + 1}: ${kind}${typeof count === "number" ? ` [${count}]` : ""}`;
		const source = textOf(cell.source ?? cell.input);
		const outputs = listOf(cell.outputs)
			.map((output) => shorten(stripVTControlCharacters(outputText(output, images)).trimEnd()))
			.filter((text) => text !== "");
		const shown = outputs.length === 0 ? [] : ["--- output", ...outputs];
		return [head, source.trimEnd(), ...shown].join("\n");
	});
	const metadata = fieldsOf(parsed.metadata);
	const language = textOf(fieldsOf(metadata.kernelspec).language) || textOf(fieldsOf(metadata.language_info).name);
	return {
		text: blocks.join("\n\n"),
		cells: cells.length,
		images,
		...(language === "" ? {} : { language }),
	};
}
