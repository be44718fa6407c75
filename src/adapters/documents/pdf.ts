// The text of PDF pages, by pdf.js without canvas, fonts or scripts.
export interface PdfText {
	readonly totalPages: number;
	/** In the order in which they were asked for. */
	readonly pages: readonly { readonly page: number; readonly text: string }[];
	readonly title?: string;
}

interface TextItem {
	readonly str: string;
	readonly hasEOL: boolean;
	readonly height: number;
	/** `[a, b, c, d, x, y]`, points from the lower left corner (ISO 32000-2, section 8.3.3). */
	readonly transform: readonly number[];
}

const isTextItem = (item: object): item is TextItem => "str" in item;

/** Lines as they are set; a gap of more than about one and a half lines becomes an empty line. */
function pageText(items: readonly object[]): string {
	let text = "";
	let lastY: number | undefined;
	let lineHeight = 0;
	for (const item of items) {
		if (!isTextItem(item)) continue;
		const y = item.transform[5] ?? 0;
		const isNewLine = text.endsWith("\n") || text === "";
		if (isNewLine && item.str.trim() !== "") {
			if (lastY !== undefined && lineHeight > 0 && lastY - y > 1.8 * lineHeight) text += "\n";
			lastY = y;
			lineHeight = item.height;
		}
		text += item.str;
		if (item.hasEOL && !(text === "" || text.endsWith("\n\n"))) text += "\n";
	}
	return text
		.split("\n")
		.map((line) => line.trimEnd())
		.join("\n")
		.trim();
}

const explain = (error: unknown): Error => {
	const { name, message } = error instanceof Error ? error : new Error(String(error));
	if (name === "PasswordException") return new Error("it is protected by a password");
	if (name === "InvalidPDFException") return new Error("its structure is damaged");
	return new Error(message.split("\n")[0]);
};

/** `ranges` of pages from 1, both ends included; what is past the end is left out. */
export async function readPdf(
	bytes: Uint8Array,
	ranges: readonly (readonly [first: number, last: number])[],
): Promise<PdfText> {
	const { getDocumentProxy } = await import("unpdf");
	const options: Parameters<typeof getDocumentProxy>[1] = {
		disableFontFace: true,
		enableXfa: false,
		isOffscreenCanvasSupported: false,
		maxImageSize: 0,
		useSystemFonts: false,
		useWorkerFetch: false,
		verbosity: 0,
	};
	const pdf = await getDocumentProxy(new Uint8Array(bytes), options).catch((error) => {
		throw explain(error);
	});
	const numbers = new Set<number>();
	for (const [first, last] of ranges) {
		for (let page = first; page <= Math.min(last, pdf.numPages); page++) numbers.add(page);
	}
	const pages: { page: number; text: string }[] = [];
	for (const number of numbers) {
		try {
			const page = await pdf.getPage(number);
			pages.push({ page: number, text: pageText((await page.getTextContent()).items) });
			page.cleanup();
		} catch (error) {
			pages.push({ page: number, text: `[this page cannot be read: ${explain(error).message}]` });
		}
	}
	const metadata = await pdf.getMetadata().catch(() => undefined);
	const title = (metadata?.info as { Title?: unknown } | undefined)?.Title;
	const totalPages = pdf.numPages;
	await pdf.loadingTask.destroy().catch(() => undefined);
	return { totalPages, pages, ...(typeof title === "string" && title.trim() !== "" ? { title: title.trim() } : {}) };
}
