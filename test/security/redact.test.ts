import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor, secretsIn } from "../../src/security/redact.js";

const key = () => Buffer.from("fixed key of this test");

describe("createRedactor", () => {
	it("D30 takes a key out of text, however it is written", () => {
		const secret = 'sk-"abc/def+123';
		const { text, json } = createRedactor([secret], key);
		const forms = [
			secret,
			encodeURIComponent(secret),
			JSON.stringify(secret),
			Buffer.from(secret).toString("base64"),
			Buffer.from(secret).toString("base64url"),
		];
		for (const form of forms) {
			const shown = text(`401: wrong key ${form}.`);
			expect(shown).toMatch(/^401: wrong key "?\[secret:[0-9a-f]{6}\]"?\.$/);
		}
		expect(JSON.stringify(json({ [secret]: [`x ${secret}`, 1, null, { a: secret }] }))).not.toContain("abc/def");
	});

	it("tells two secrets apart, and is keyed", () => {
		const [a, b] = ["first-secret", "second-secret"];
		const { text } = createRedactor([a, b], key);
		expect(text(a)).toBe(text(a));
		expect(text(a)).not.toBe(text(b));
		expect(createRedactor([a]).text(a)).not.toBe(createRedactor([a]).text(a));
	});

	it("replaces the longer of two that begin alike", () => {
		const { text } = createRedactor(["secret-one", "secret-one-and-more"], key);
		expect(text("secret-one-and-more")).toMatch(/^\[secret:\w+\]$/);
	});

	it("leaves text without secrets, and values too short to be any", () => {
		const { text, json } = createRedactor(["short", "", "   "], key);
		expect(text("a short text")).toBe("a short text");
		expect(json({ a: [1, "b"] })).toEqual({ a: [1, "b"] });
	});

	it("never lets a secret through", () => {
		fc.assert(
			fc.property(
				fc.array(fc.string({ minLength: 8 }), { minLength: 1, maxLength: 4 }),
				fc.string(),
				fc.string(),
				(secrets, before, after) => {
					const { text } = createRedactor(secrets, key);
					const hidden = secrets
						.map((secret) => secret.trim())
						.filter((secret) => secret.length >= 8 && !"[secret:abcdef]".includes(secret));
					for (const secret of hidden) expect(text(`${before} ${secret} ${after}`).includes(secret)).toBe(false);
				},
			),
		);
	});
});

describe("secretsIn", () => {
	it("goes by the names of variables", () => {
		const env = {
			OPENAI_API_KEY: "a",
			HF_TOKEN: "b",
			AWS_SECRET_ACCESS_KEY: "c",
			DB_PASSWORD: "d",
			HOME: "/h",
			KEYBOARD: "x",
			EMPTY_TOKEN: undefined,
		};
		expect(secretsIn(env)).toEqual(["a", "b", "c", "d"]);
	});
});

it.each([
	["nothing of it", 0],
	["my key is sk", 2],
	["my key is sk-live-0123", 12],
	// The whole of it is no beginning: it is taken out.
	["my key is sk-live-0123456789", 0],
	["s", 1],
	["", 0],
])("how much of the end of %j may become a secret: %i", (text, size) => {
	expect(createRedactor(["sk-live-0123456789"]).beginning(text)).toBe(size);
});
