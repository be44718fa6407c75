// A DOCX document as Markdown. Its parts are unpacked here, so that what a bomb unpacks to is never more than allowed.
import { treeToMarkdown } from "../pages/page-markdown.ts";
import { readTree } from "../pages/page-tree.ts";
import { openZipParts } from "./zip-parts.ts";

export interface DocxText {
	readonly text: string;
}

const maxUnpackedBytes = 64_000_000;

/** What mammoth asks of an archive instead of opening one itself. */
const archiveOf = (bytes: Uint8Array) => {
	const parts = openZipParts(bytes, maxUnpackedBytes);
	const names = new Set(parts.names);
	return {
		exists: (name: string) => names.has(name),
		read: async (name: string, encoding?: string) => {
			const content = parts.read(name);
			if (encoding === "base64") return content.toString("base64");
			return encoding === undefined ? new Uint8Array(content) : content.toString("utf8");
		},
	};
};

export async function readDocx(bytes: Uint8Array): Promise<DocxText> {
	const archive = archiveOf(bytes);
	const { default: mammoth } = await import("mammoth");
	// Pictures are named, never unpacked.
	const convertImage = mammoth.images.imgElement(async ({ contentType }) => ({ src: "", alt: `(${contentType})` }));
	const input = { file: archive } as unknown as Parameters<typeof mammoth.convertToHtml>[0];
	const { value } = await mammoth.convertToHtml(input, { convertImage });
	// Without a source a picture is dropped; its name stays.
	const html = value.replace(/<img [^>]*?alt="([^"]*)"[^>]*>/g, "$1");
	return { text: treeToMarkdown(readTree(html, "about:blank").root) };
}
