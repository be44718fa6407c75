import { expect, test } from "vitest";
import { imageInfo } from "../../src/lib/image-info.js";
import { makePng } from "../helpers/make-documents.js";

const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
	Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));

const jpeg = bytes(
	[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0],
	// A Huffman table lies among the frame headers by number and is none.
	[0xff, 0xc4, 0, 3, 0],
	[0xff, 0xff, 0xc2, 0, 8, 8, 0x01, 0x02, 0x03, 0x04, 1],
	[0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9],
);
const gif = bytes("GIF89a", [0x0a, 0, 0x0b, 1, 0, 0, 0, 0x3b]);
const riff = (type: string, body: readonly number[]) =>
	bytes("RIFF", [12 + body.length, 0, 0, 0], "WEBP", type, [body.length, 0, 0, 0], body);
const webp = riff("VP8 ", [0, 0, 0, 0x9d, 1, 0x2a, 0x20, 0x40, 0x10, 0]);
const lossless = riff("VP8L", [0x2f, 0x63, 0x40, 0x0c, 0, 0, 0, 0, 0, 0]);
const extended = riff("VP8X", [0, 0, 0, 0, 0xff, 0, 0, 0xff, 0xff, 0]);

test.each([
	["PNG", makePng(640, 480), "image/png", 640, 480],
	["JPEG", jpeg, "image/jpeg", 0x304, 0x102],
	["GIF", gif, "image/gif", 10, 0x10b],
	["WebP", webp, "image/webp", 0x20, 16],
	["lossless WebP", lossless, "image/webp", 100, 50],
	["extended WebP", extended, "image/webp", 256, 65_536],
])("%s: type, width, height, and whether it is whole", (_name, data, mediaType, width, height) => {
	expect(imageInfo(data)).toEqual({ mediaType, width, height, isComplete: true });
	for (let length = 0; length < data.length; length++) {
		const cut = imageInfo(data.subarray(0, length));
		if (cut !== undefined) expect([length, cut]).toEqual([length, { mediaType, width, height, isComplete: false }]);
	}
});

test.each([
	["nothing", Buffer.alloc(0)],
	["text", Buffer.from("hello")],
	["no width", makePng(0, 5)],
	["a marker that leads past the end", bytes([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff])],
	["markers of no length", bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0])],
	["an unknown WebP", riff("ABCD", Array(20).fill(0))],
])("%s is no image", (_name, data) => {
	expect(imageInfo(data)).toBeUndefined();
});
