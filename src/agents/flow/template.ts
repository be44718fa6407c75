// `{{path}}` in a text of a workflow; a `{{` that is meant is written `{{"{{"}}`.
import type { JsonValue } from "../../contracts/json.js";
import { lookUp, parsePath, type ValuePath } from "./path.js";

export type TemplatePart = { readonly text: string } | { readonly path: ValuePath };

const literal = '"{{"';

/** @returns the parts, or what is wrong with it */
export const parseTemplate = (text: string): readonly TemplatePart[] | string => {
	const parts: TemplatePart[] = [];
	let from = 0;
	for (;;) {
		const start = text.indexOf("{{", from);
		if (start === -1) break;
		const isLiteral = text.startsWith(literal, start + 2);
		const end = text.indexOf("}}", isLiteral ? start + 2 + literal.length : start + 2);
		if (end === -1) return `{{ without }}: ${text.slice(start, start + 40)}`;
		const inside = text.slice(start + 2, end).trim();
		if (start > from) parts.push({ text: text.slice(from, start) });
		const path = inside === literal ? undefined : parsePath(inside);
		if (inside === literal) parts.push({ text: "{{" });
		else if (path === undefined) return `{{${inside}}} is no place of a value; write e.g. {{steps.build.text}}`;
		else parts.push({ path });
		from = end + 2;
	}
	if (from < text.length) parts.push({ text: text.slice(from) });
	return parts;
};

export const pathsIn = (text: string): readonly ValuePath[] => {
	const parts = parseTemplate(text);
	return typeof parts === "string" ? [] : parts.flatMap((part) => ("path" in part ? [part.path] : []));
};

/**
 * A text as it is, anything else as JSON. `missing` is the first place where there is nothing.
 */
export const fillIn = (
	text: string,
	values: JsonValue,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly missing: string } => {
	const parts = parseTemplate(text);
	if (typeof parts === "string") return { ok: false, missing: parts };
	let filled = "";
	for (const part of parts) {
		const value = "text" in part ? part.text : lookUp(values, part.path);
		if (value === undefined) return { ok: false, missing: "path" in part ? part.path.text : "" };
		filled += typeof value === "string" ? value : JSON.stringify(value);
	}
	return { ok: true, text: filled };
};
