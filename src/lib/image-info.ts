// What the header of an image tells, without decoding it.

export interface ImageInfo {
	readonly mediaType: "image/png" | "image/jpeg" | "image/gif" | "image/webp";
	/** Pixels, as stored (a camera's rotation is not applied). */
	readonly width: number;
	readonly height: number;
	/** All of it is there: a cut-off image is refused by services that take images. */
	readonly isComplete: boolean;
}

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
	String.fromCharCode(...bytes.subarray(at, at + length));

/** W3C PNG (third edition), sections 5.3 and 11.2.1. */
function pngInfo(bytes: Uint8Array, view: DataView): ImageInfo | undefined {
	if (bytes.length < 33 || ascii(bytes, 12, 4) !== "IHDR") return undefined;
	let hasData = false;
	let isComplete = false;
	for (let at = 8; at + 12 <= bytes.length; ) {
		const type = ascii(bytes, at + 4, 4);
		const end = at + 12 + view.getUint32(at);
		if (end > bytes.length) break;
		if (type === "IDAT") hasData = true;
		if (type === "IEND") {
			isComplete = hasData;
			break;
		}
		at = end;
	}
	return { mediaType: "image/png", width: view.getUint32(16), height: view.getUint32(20), isComplete };
}

/** ITU T.81, annex B: a frame header is SOF0 to SOF15 but for DHT, JPG and DAC, which lie among them. */
function jpegInfo(bytes: Uint8Array, view: DataView): ImageInfo | undefined {
	let size: { width: number; height: number } | undefined;
	for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
		const marker = bytes[at + 1] ?? 0;
		if (marker === 0xff) {
			at++;
			continue;
		}
		const isAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
		if (isAlone) {
			at += 2;
			continue;
		}
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame && at + 9 <= bytes.length) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
		// The picture itself begins.
		if (marker === 0xda) break;
		at += 2 + view.getUint16(at + 2);
	}
	if (size === undefined) return undefined;
	// Some cameras add bytes after the end.
	const tail = bytes.subarray(-65_536);
	const isComplete = tail.some((byte, at) => byte === 0xff && tail[at + 1] === 0xd9);
	return { mediaType: "image/jpeg", ...size, isComplete };
}

/** GIF89a specification, sections 17, 18 and 27. */
function gifInfo(bytes: Uint8Array, view: DataView): ImageInfo | undefined {
	if (bytes.length < 13) return undefined;
	let last = bytes.length - 1;
	while (last > 12 && bytes[last] === 0) last--;
	const isComplete = last > 12 && bytes[last] === 0x3b;
	return { mediaType: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true), isComplete };
}

/** RFC 9649, sections 2.3 to 2.7. */
function webpInfo(bytes: Uint8Array, view: DataView): ImageInfo | undefined {
	if (bytes.length < 30) return undefined;
	const isComplete = bytes.length >= 8 + view.getUint32(4, true);
	const info = (width: number, height: number): ImageInfo => ({ mediaType: "image/webp", width, height, isComplete });
	switch (ascii(bytes, 12, 4)) {
		case "VP8 ":
			return info(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
		case "VP8L": {
			const bits = view.getUint32(21, true);
			return info((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
		}
		case "VP8X": {
			const uint24 = (at: number) => view.getUint16(at, true) | ((bytes[at + 2] ?? 0) << 16);
			return info(uint24(24) + 1, uint24(27) + 1);
		}
		default:
			return undefined;
	}
}

/** Undefined when it is none of PNG, JPEG, GIF and WebP, or too damaged to tell its size. */
export function imageInfo(bytes: Uint8Array): ImageInfo | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const info =
		ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n"
			? pngInfo(bytes, view)
			: ascii(bytes, 0, 3) === "\xff\xd8\xff"
				? jpegInfo(bytes, view)
				: /^GIF8[79]a/.test(ascii(bytes, 0, 6))
					? gifInfo(bytes, view)
					: ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP"
						? webpInfo(bytes, view)
						: undefined;
	return info === undefined || info.width === 0 || info.height === 0 ? undefined : info;
}
