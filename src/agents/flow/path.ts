// Places in the values of a run: `steps.build.text`, `inputs.files[0]`. Looking one up runs no code.
import type { JsonValue } from "../../contracts/json.js";

export interface ValuePath {
	readonly text: string;
	/** The first word, then names and numbers. */
	readonly parts: readonly (string | number)[];
}

const pathPattern = /^[a-z_][\w-]*(\.[a-z_][\w-]*|\.\d+|\[\d+\])*$/i;

/** Undefined: it is none. */
export const parsePath = (text: string): ValuePath | undefined => {
	if (!pathPattern.test(text)) return undefined;
	const parts = text
		.replaceAll(/\[(\d+)\]/g, ".$1")
		.split(".")
		.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
	return { text, parts };
};

/** Undefined where there is nothing. What an object inherits is not in it. */
export const lookUp = (values: JsonValue, path: ValuePath): JsonValue | undefined => {
	let at: JsonValue | undefined = values;
	for (const part of path.parts) {
		if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return undefined;
		at = (at as Readonly<Record<string | number, JsonValue>>)[part];
	}
	return at;
};
