import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBoundedOutput } from "../../src/lib/bounded-output.js";

describe("createBoundedOutput", () => {
	it("keeps everything within the limit", () => {
		const output = createBoundedOutput(10);
		output.push(Buffer.from("01234"));
		output.push(Buffer.from("56789"));
		expect(output.text()).toBe("0123456789");
		expect(output.droppedBytes).toBe(0);
	});

	it("drops the middle and says how much", () => {
		const output = createBoundedOutput(10);
		for (let i = 0; i < 100; i++) output.push(Buffer.from(String(i).padStart(3, "0")));
		expect(output.text()).toBe("00000\n[… 290 bytes dropped …]\n98099");
		expect(output.droppedBytes).toBe(290);
	});

	it("never cuts a character, and keeps both ends for any chunks", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 8, max: 60 }), fc.nat(7), (text, limit, size) => {
				const bytes = Buffer.from(text);
				const output = createBoundedOutput(limit);
				for (let i = 0; i < bytes.length; i += size + 1) output.push(bytes.subarray(i, i + size + 1));
				const result = output.text();
				if (bytes.length <= limit) {
					expect(result).toBe(text);
					return;
				}
				const [head = "", tail = ""] = result.split(/\n\[… \d+ bytes dropped …\]\n/);
				expect(text.startsWith(head)).toBe(true);
				expect(text.endsWith(tail)).toBe(true);
				expect(Buffer.byteLength(head) + Buffer.byteLength(tail)).toBeLessThanOrEqual(limit);
				expect(output.droppedBytes).toBe(bytes.length - limit);
			}),
		);
	});
});
