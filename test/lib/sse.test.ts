import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SseDecoder, type SseEvent } from "../../src/lib/sse.js";

const decode = (...portions: (string | Uint8Array)[]): SseEvent[] => {
	const decoder = new SseDecoder();
	const events = portions.flatMap((portion) =>
		decoder.push(typeof portion === "string" ? new TextEncoder().encode(portion) : portion),
	);
	return [...events, ...decoder.end()];
};
const datas = (...portions: (string | Uint8Array)[]) => decode(...portions).map((event) => event.data);

describe("SseDecoder", () => {
	it.each<[string, string, string[]]>([
		["LF", "data: a\n\ndata: b\n\n", ["a", "b"]],
		["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]],
		["CR", "data: a\r\rdata: b\r\r", ["a", "b"]],
		["mixed ends", "data: a\r\n\ndata: b\n\r\n", ["a", "b"]],
		["no blank after the colon", "data:a\n\n", ["a"]],
		["only one blank is taken", "data:  a\n\n", [" a"]],
		["several data lines", "data: a\ndata: b\n\n", ["a\nb"]],
		["a field without a colon", "data\n\n", [""]],
		["comments", ": OPENROUTER PROCESSING\n\n: keep-alive\ndata: a\n\n", ["a"]],
		["blank lines while queued", "\n\n\n\ndata: a\n\n\n\n", ["a"]],
		["BOM", "\uFEFFdata: a\n\n", ["a"]],
		["other fields", "id: 7\nretry: 10\ndata: a\n\n", ["a"]],
		["no last blank line", "data: a\n\ndata: b", ["a", "b"]],
		["a BOM inside stays", "data: \uFEFFa\n\n", ["\uFEFFa"]],
		["invalid bytes are replaced, not fatal", "data: é\n\n", ["é"]],
	])("%s", (_name, text, expected) => expect(datas(text)).toEqual(expected));

	it("gives the event's name and forgets it after", () => {
		expect(decode("event: ping\ndata: {}\n\ndata: x\n\n")).toEqual([
			{ event: "ping", data: "{}" },
			{ event: "", data: "x" },
		]);
	});

	it("gives the same events for any portions of the bytes", () => {
		const part = fc.oneof(
			fc.string({ unit: "grapheme" }),
			fc.constantFrom("data: é🙂漢\n\n", "\r\n", "\r", ": c\n", "\uFEFF"),
		);
		fc.assert(
			fc.property(fc.array(part), fc.array(fc.integer({ min: 1, max: 7 })), (texts, sizes) => {
				const bytes = new TextEncoder().encode(texts.map((text) => `data: ${text}\n`).join("") + texts.join(""));
				const portions: Uint8Array[] = [];
				for (let at = 0, index = 0; at < bytes.length; index++) {
					const size = sizes[index % Math.max(1, sizes.length)] ?? 3;
					portions.push(bytes.subarray(at, at + size));
					at += size;
				}
				expect(decode(...portions)).toEqual(decode(bytes));
			}),
		);
	});

	it("refuses an event that never ends", () => {
		const decoder = new SseDecoder();
		const mebibyte = new Uint8Array(1024 * 1024).fill(97);
		expect(() => {
			for (let count = 0; count < 64; count++) decoder.push(mebibyte);
		}).toThrow(RangeError);
	});
});
