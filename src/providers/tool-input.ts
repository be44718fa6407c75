// Arguments of a tool call as the model wrote them.
import type { JsonValue } from "../contracts/json.js";
import type { Residue, ToolCallPart } from "../contracts/message.js";

const maxDepth = 200;

/**
 * The finished call. No text means no arguments. Text that is not a JSON object is kept as it is with an `inputError`
 * for the model; so is nesting deeper than 200. Keys named `__proto__` are dropped.
 */
export function toolCallPart(call: {
	readonly callId: string;
	readonly name: string;
	readonly text: string;
	readonly residue?: Residue;
}): ToolCallPart {
	const base = { type: "tool-call" as const, callId: call.callId, name: call.name };
	const rest = call.residue === undefined ? {} : { residue: call.residue };
	if (call.text.trim() === "") return { ...base, input: {}, ...rest };
	const parsed = parseInput(call.text);
	return "error" in parsed
		? { ...base, input: call.text.toWellFormed(), inputError: parsed.error, ...rest }
		: { ...base, input: parsed.input, ...rest };
}

function parseInput(text: string): { readonly input: JsonValue } | { readonly error: string } {
	if (depthOf(text) > maxDepth) return { error: `The arguments are nested deeper than ${maxDepth} levels` };
	try {
		const value: JsonValue = JSON.parse(text, (key, inner) => (key === "__proto__" ? undefined : inner));
		if (value === null) return { input: {} };
		// Some servers put JSON into a JSON string.
		if (typeof value === "string" && value.trim().startsWith("{")) return parseInput(value);
		if (typeof value !== "object" || Array.isArray(value)) return { error: "The arguments are not a JSON object" };
		return { input: value };
	} catch (error) {
		return { error: `The arguments are not valid JSON: ${error instanceof Error ? error.message : String(error)}` };
	}
}

/** Deepest nesting of brackets outside strings. */
function depthOf(text: string): number {
	let depth = 0;
	let deepest = 0;
	let inString = false;
	for (let at = 0; at < text.length; at++) {
		const char = text.charCodeAt(at);
		if (inString) {
			if (char === 92) at++;
			else if (char === 34) inString = false;
		} else if (char === 34) inString = true;
		else if (char === 123 || char === 91) deepest = Math.max(deepest, ++depth);
		else if (char === 125 || char === 93) depth--;
	}
	return deepest;
}

/** The first id that is not taken: the service's own, else a fresh one. Some services repeat ids, or send none. */
export function freeCallId(wanted: unknown, taken: ReadonlySet<string>, newId: () => string): string {
	return typeof wanted === "string" && wanted !== "" && !taken.has(wanted) ? wanted : newId();
}

/**
 * Tells a call that a service sent twice (same id, name and arguments: it must run once) from another call that only shares
 * the id. One object for each answer.
 */
export class RepeatedCalls {
	private readonly seen: string[] = [];

	/** True from the second time on. Calls without an id are never repeats. */
	isRepeat(wireId: string, name: string, text: string): boolean {
		if (wireId === "") return false;
		const call = JSON.stringify([wireId, name, text]);
		if (this.seen.includes(call)) return true;
		this.seen.push(call);
		return false;
	}
}
