// Values of a workflow's inputs, from the texts that a person gave.
import { NexusError } from "../../contracts/errors.js";
import type { JsonObject, JsonValue } from "../../contracts/json.js";
import type { Workflow } from "../../contracts/workflow.js";
import { didYouMean } from "../../lib/nearest.js";

/** @throws NexusError `workflow.input` (exit 2) */
export const inputsOf = (workflow: Workflow, given: Readonly<Record<string, string>>): JsonObject => {
	const known = Object.keys(workflow.inputs);
	for (const name of Object.keys(given))
		if (!known.includes(name))
			throw wrong(`there is no input ${name}${didYouMean(name, known)}`, `there are ${known.join(", ") || "none"}`);
	return Object.fromEntries(
		Object.entries(workflow.inputs).map(([name, { type, default: usual }]): [string, JsonValue] => {
			const text = given[name];
			if (text !== undefined) return [name, typedValue(name, type, text)];
			if (usual === undefined) throw wrong(`the input ${name} has no value`, `--input ${name}=…`);
			return [name, usual];
		}),
	);
};

const typedValue = (name: string, type: Workflow["inputs"][string]["type"], text: string): JsonValue => {
	if (type === "string") return text;
	if (type === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
	if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
	if (type === "json") {
		try {
			return JSON.parse(text);
		} catch {
			throw wrong(`${name} is no JSON: ${text.slice(0, 60)}`, `--input '${name}=[1, 2]'`);
		}
	}
	throw wrong(
		`${name} is no ${type}: ${text.slice(0, 60)}`,
		type === "boolean" ? "true or false" : `--input ${name}=3`,
	);
};

const wrong = (message: string, hint: string): NexusError =>
	new NexusError("workflow.input", message, { hint, exitCode: 2 });
