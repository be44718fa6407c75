// The secrets that this process knows, so that none of them is stored or shown.
import { createHmac, randomBytes } from "node:crypto";
import type { Config } from "../config/schema.js";

export interface Secrets {
	/** Each known secret becomes `[redacted-…]`, the same one for the same secret. */
	redact(text: string): string;
}

const secretName = /(_API_KEY|_TOKEN|_SECRET|_PASSWORD|_PASSPHRASE|_CREDENTIALS|_KEY)$/i;
/** Shorter values are words that stand in ordinary text. */
const minLength = 8;

export const createSecrets = (env: Readonly<Record<string, string | undefined>>, config: Config): Secrets => {
	const fromEnvironment = Object.entries(env).flatMap(([name, value]) =>
		secretName.test(name) && value !== undefined ? [value] : [],
	);
	const fromHeaders = Object.values(config.providers).flatMap((provider) => Object.values(provider.headers ?? {}));
	const values = [...new Set([...fromEnvironment, ...fromHeaders])].filter((value) => value.length >= minLength);
	if (values.length === 0) return { redact: (text) => text };
	const key = randomBytes(32);
	const marks = new Map<string, string>();
	for (const value of values) {
		const mark = `[redacted-${createHmac("sha256", key).update(value).digest("hex").slice(0, 8)}]`;
		marks.set(value, mark);
		marks.set(JSON.stringify(value).slice(1, -1), mark);
	}
	const pattern = new RegExp(
		[...marks.keys()]
			.sort((a, b) => b.length - a.length)
			.map(escapeRegExp)
			.join("|"),
		"g",
	);
	return { redact: (text) => text.replace(pattern, (found) => marks.get(found) ?? "[redacted]") };
};

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
