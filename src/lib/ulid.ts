import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const randomLength = 16;

/**
 * Makes ULIDs (https://github.com/ulid/spec): 26 characters that sort by time, and in the order in which they were
 * made within one millisecond or when the clock goes back.
 * @param nowMs wall time in milliseconds since 1970
 */
export const createUlids = (nowMs: () => number): (() => string) => {
	let lastMs = 0;
	let digits: number[] = [];
	/** All but the last character, which alone changes from one id to the next nearly always. */
	let head = "";
	return () => {
		const ms = Math.max(nowMs(), lastMs);
		const last = digits[randomLength - 1] ?? 31;
		if (ms === lastMs && last < 31) {
			digits[randomLength - 1] = last + 1;
			return head + alphabet[last + 1];
		}
		if (ms === lastMs && digits.length > 0) increment(digits);
		else digits = Array.from(randomBytes(randomLength), (byte) => byte % 32);
		lastMs = ms;
		const id = encodeTime(ms) + digits.map((digit) => alphabet[digit]).join("");
		head = id.slice(0, -1);
		return id;
	};
};

const encodeTime = (ms: number): string => {
	let text = "";
	let rest = ms;
	for (let position = 0; position < 10; position++) {
		text = alphabet[rest % 32] + text;
		rest = Math.floor(rest / 32);
	}
	return text;
};

const increment = (digits: number[]): void => {
	for (let position = digits.length - 1; position >= 0; position--) {
		const digit = digits[position] ?? 0;
		digits[position] = (digit + 1) % 32;
		if (digit < 31) return;
	}
};
