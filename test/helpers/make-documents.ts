// Small files of formats that people have, made by hand: ZIP, tar, PDF, DOCX.
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipPart {
	readonly name: string | Uint8Array;
	readonly content: string | Uint8Array;
	readonly isStored?: boolean;
	readonly flags?: number;
	/** What the headers claim instead of the truth. */
	readonly claimedBytes?: number;
	readonly attributes?: number;
}

/** A ZIP archive (PKWARE APPNOTE 6.3.10). All was modified on 2026-05-04 at 03:02. */
export function makeZip(parts: readonly ZipPart[], comment = ""): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const part of parts) {
		const name = Buffer.from(part.name as string);
		const content = Buffer.from(part.content as string);
		const packed = part.isStored ? content : deflateRawSync(content);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE(part.flags ?? 0x800, 2);
		common.writeUInt16LE(part.isStored ? 0 : 8, 4);
		common.writeUInt16LE((3 << 11) | (2 << 5), 6);
		common.writeUInt16LE(((2026 - 1980) << 9) | (5 << 5) | 4, 8);
		common.writeUInt32LE(crc32(content), 10);
		common.writeUInt32LE(packed.length, 14);
		common.writeUInt32LE(part.claimedBytes ?? content.length, 18);
		common.writeUInt16LE(name.length, 22);
		const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, packed]);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(part.attributes ?? 0, 6);
		tail.writeUInt32LE(offset, 10);
		directory.push(
			Buffer.from("PK\x01\x02"),
			Buffer.from([20, part.attributes === undefined ? 0 : 3]),
			common,
			tail,
			name,
		);
		locals.push(local);
		offset += local.length;
	}
	const entries = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.write("PK\x05\x06", "latin1");
	end.writeUInt16LE(parts.length, 8);
	end.writeUInt16LE(parts.length, 10);
	end.writeUInt32LE(entries.length, 12);
	end.writeUInt32LE(offset, 16);
	end.writeUInt16LE(comment.length, 20);
	return Buffer.concat([...locals, entries, end, Buffer.from(comment)]);
}

const word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** The body of a document in WordprocessingML. */
export const makeDocx = (body: string): Buffer =>
	makeZip([
		{
			name: "[Content_Types].xml",
			content:
				'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
		},
		{
			name: "_rels/.rels",
			content:
				'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
		},
		{ name: "word/document.xml", content: `<w:document ${word}><w:body>${body}</w:body></w:document>` },
	]);

export const paragraph = (text: string, style?: string): string =>
	`<w:p>${style === undefined ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;

/** A PDF with one content stream for each page. `filter`: of all streams, with the content already packed for it. */
export function makePdf(pages: readonly (string | Uint8Array)[], filter?: string): Buffer {
	const objects: Buffer[] = [
		Buffer.from("<< /Type /Catalog /Pages 2 0 R >>"),
		Buffer.from(
			`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${4 + 2 * index} 0 R`).join(" ")}] >>`,
		),
		Buffer.from("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
	];
	for (const [index, page] of pages.entries()) {
		const content = Buffer.from(page as string);
		objects.push(
			Buffer.from(
				`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + 2 * index} 0 R /Resources << /Font << /F 3 0 R >> >> >>`,
			),
			Buffer.concat([
				Buffer.from(`<< /Length ${content.length}${filter === undefined ? "" : ` /Filter ${filter}`} >>\nstream\n`),
				content,
				Buffer.from("\nendstream"),
			]),
		);
	}
	const chunks = [Buffer.from("%PDF-1.4\n")];
	const offsets: number[] = [];
	let length = chunks[0]!.length;
	for (const [index, object] of objects.entries()) {
		const chunk = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from("\nendobj\n")]);
		offsets.push(length);
		length += chunk.length;
		chunks.push(chunk);
	}
	const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
	chunks.push(
		Buffer.from(
			`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
		),
	);
	return Buffer.concat(chunks);
}

/** The content of a page with these lines. */
export const pageOf = (...lines: readonly string[]): string =>
	`BT /F 12 Tf 72 720 Td ${lines.map((line) => `(${line.replace(/[()\\]/g, "\\$&")}) Tj 0 -14 Td`).join(" ")} ET`;

/** One block of a tar archive with its content. `type` as in the format, e.g. `5` for a folder. */
export function tarEntry(
	name: string | Uint8Array,
	content: string | Uint8Array = "",
	type = "0",
	target = "",
): Buffer {
	const header = Buffer.alloc(512);
	Buffer.from(name as string).copy(header, 0, 0, 100);
	const body = Buffer.from(content as string);
	header.write("0000644\0", 100);
	header.write(`${body.length.toString(8).padStart(11, "0")}\0`, 124);
	header.write(`${Math.floor(Date.UTC(2026, 4, 4, 3, 2) / 1000).toString(8)}\0`, 136);
	header.write("        ", 148);
	header.write(type, 156);
	header.write(target, 157);
	header.write("ustar\x0000", 257);
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
	return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

export const makeTar = (...entries: readonly Buffer[]): Buffer => Buffer.concat([...entries, Buffer.alloc(1024)]);

/** `length key=value\n`, with the length counting itself (pax). */
export function paxRecord(key: string, value: string): string {
	const rest = ` ${key}=${value}\n`;
	let length = Buffer.byteLength(rest) + 1;
	while (`${length}`.length + Buffer.byteLength(rest) !== length) length++;
	return length + rest;
}

const chunk = (type: string, data: Uint8Array): Buffer => {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const body = Buffer.concat([Buffer.from(type), data]);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, sum]);
};

/** A PNG that says it has this size; its pixels are not looked at. */
export function makePng(width: number, height: number): Buffer {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head[8] = 8;
	return Buffer.concat([
		Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
		chunk("IHDR", head),
		chunk("IDAT", Buffer.from([0x78, 0x9c, 3, 0, 0, 0, 0, 1])),
		chunk("IEND", Buffer.alloc(0)),
	]);
}
