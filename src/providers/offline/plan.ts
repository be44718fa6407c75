// What the interpreter turns a request into: steps, each with its calls and its sentence.
import type { JsonObject, JsonValue } from "../../contracts/json.js";

/** One tool call to make. */
export interface ToolRequest {
	readonly tool: string;
	readonly input: JsonObject;
}

/** A call and how it ended. */
export interface Outcome extends ToolRequest {
	readonly content: string;
	readonly details: JsonValue | undefined;
	readonly isError: boolean;
}

/** What a step may look back at: outcomes of earlier steps and turns, oldest first, and text given beside the request. */
export interface Context {
	readonly earlier: readonly Outcome[];
	readonly attachment: string | undefined;
}

export interface Step {
	/** Looks at earlier outcomes, so it waits for them. */
	readonly refersBack?: boolean;
	/** Its slots took whatever text was there: a reading that splits the text may be better. */
	readonly isLoose?: boolean;
	/** The calls, or the answer when none is needed. */
	plan(context: Context): readonly ToolRequest[] | string;
	/** One short sentence from the outcomes of its calls, all of which went well. */
	answer(outcomes: readonly Outcome[], context: Context): string;
}

/** One request of the person, politeness removed. */
export interface Clause {
	/** As it was written. */
	readonly text: string;
	/** The same in lower case. */
	readonly lower: string;
	/** What stands before it in the same message. */
	readonly before?: string;
	/** Follows another request of the same message. */
	readonly isLater: boolean;
	readonly hasAttachment: boolean;
}

/** One kind of request. Pure and quick: called several times for each message. */
export interface Family {
	readonly name: string;
	/** Cheap to test on the lower-case text: without a hit `match` cannot succeed and is not tried. */
	readonly gate?: RegExp;
	match(clause: Clause): Step | undefined;
}

/** A step of plain calls whose answer needs only their outcomes. */
export const step = (
	calls: ToolRequest | readonly ToolRequest[],
	answer: (outcomes: readonly Outcome[], context: Context) => string,
	options: { readonly isLoose?: boolean } = {},
): Step => {
	const list = "tool" in calls ? [calls] : calls;
	return { plan: () => list, answer, ...options };
};

/** A step that is answered at once. */
export const reply = (text: string): Step => ({ plan: () => text, answer: () => text });

export const call = (tool: string, input: JsonObject): ToolRequest => ({ tool, input });

/** As an object; empty when it is none. */
export const objectOf = (value: JsonValue | undefined): JsonObject =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

/** The `details`; empty when there are none. */
export const detailsOf = (outcome: Outcome | undefined): JsonObject => objectOf(outcome?.details);

export const textOf = (value: JsonValue | undefined): string =>
	value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

export const listOf = (value: JsonValue | undefined): readonly JsonObject[] =>
	Array.isArray(value) ? (value.filter((item) => typeof item === "object" && item !== null) as JsonObject[]) : [];

export const plural = (count: number, noun: string): string =>
	`${count} ${noun}${count === 1 ? "" : noun.endsWith("s") ? "es" : "s"}`;

/** 1536 as `1.5 KB`, with the exact number where it is short. */
export const bytes = (size: number): string => {
	if (size < 1000) return plural(size, "byte");
	const units = ["KB", "MB", "GB", "TB"];
	const power = Math.min(units.length, Math.floor(Math.log10(size) / 3));
	return `${Number((size / 1000 ** power).toFixed(1))} ${units[power - 1]}`;
};
