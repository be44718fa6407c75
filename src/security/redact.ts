// Known secret values taken out of text before it is logged or stored (SECURITY R30).
import { createHmac, randomBytes } from "node:crypto";
import type { JsonValue } from "../contracts/json.js";
import { lazy } from "../lib/lazy.js";

export interface Redactor {
	text(text: string): string;
	/** How many characters at the end of the text are the beginning of a secret that may still come. */
	beginning(text: string): number;
	/** Every string in it, keys too. */
	json(value: JsonValue): JsonValue;
}

/** Shorter values would be found in innocent text. */
const minSecretCharacters = 8;
const secretName =
	/(?:_API_KEY|_TOKEN|_SECRET|_PASSWORD|_PASSWD|_ACCESS_KEY|_CREDENTIALS?|^HF_TOKEN|^API_KEY|^TOKEN)$/i;

/** Values of the variables whose names say that they are secret. */
export const secretsIn = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
	Object.entries(env).flatMap(([name, value]) => (value !== undefined && secretName.test(name) ? [value] : []));

/** The forms in which a secret may turn up: as it is, in a URL, in JSON, in base64. */
const forms = (secret: string): readonly string[] => {
	const bytes = Buffer.from(secret);
	return [
		secret,
		encodeURIComponent(secret),
		JSON.stringify(secret).slice(1, -1),
		bytes.toString("base64"),
		bytes.toString("base64url"),
	];
};

/** Every redactor of a home marks the same secret alike, and nobody can look a guess up: the tag is keyed. */
export interface KnownSecrets extends Redactor {
	/** From now on it is taken out too. */
	add(secret: string): void;
}

/**
 * Replaces each secret by `[secret:1a2b3c]`. The tag is keyed with what `key` gives when there is a first secret
 * (default: random, for this redactor alone).
 */
export function createRedactor(
	secrets: readonly string[],
	key: () => Uint8Array = () => randomBytes(32),
): KnownSecrets {
	const keyOnce = lazy(key);
	const tags = new Map<string, string>();
	/** Longest first, so that a secret that begins with another is replaced whole. */
	let wanted: readonly string[] = [];
	let pattern: RegExp | undefined;

	const take = (values: readonly string[]): void => {
		for (const secret of values.map((value) => value.trim()).filter((value) => value.length >= minSecretCharacters)) {
			const tag = createHmac("sha256", keyOnce()).update(secret).digest("hex").slice(0, 6);
			for (const form of forms(secret)) tags.set(form, `[secret:${tag}]`);
		}
		wanted = [...tags.keys()].sort((a, b) => b.length - a.length);
		const escaped = wanted.map((form) => form.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
		pattern = wanted.length === 0 ? undefined : new RegExp(escaped.join("|"), "g");
	};
	take(secrets);

	const text = (value: string): string =>
		pattern === undefined ? value : value.replace(pattern, (found) => tags.get(found) ?? "");

	const json = (value: JsonValue): JsonValue => {
		if (typeof value === "string") return text(value);
		if (typeof value !== "object" || value === null) return value;
		if (Array.isArray(value)) return value.map(json);
		return Object.fromEntries(Object.entries(value).map(([name, inner]) => [text(name), json(inner)]));
	};

	const beginning = (value: string): number =>
		wanted.reduce((longest, form) => {
			for (let size = Math.min(form.length - 1, value.length); size > longest; size--) {
				if (value.endsWith(form.slice(0, size))) return size;
			}
			return longest;
		}, 0);

	return { text, beginning, json, add: (secret) => take([secret]) };
}
