// Whether an answer is the JSON that was asked for.

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Checked =
	| { readonly ok: true; readonly value: Json; readonly json: string }
	| { readonly ok: false; readonly problem: string };

/** Whether an answer is JSON (alone, or in one code fence) that fits the schema. */
export const checkAnswer = async (answer: string, schema: Readonly<Record<string, unknown>>): Promise<Checked> => {
	const value = parseAnswer(answer);
	if (value === undefined) return { ok: false, problem: "it is not JSON" };
	const { Ajv2020 } = await import("ajv/dist/2020.js");
	const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
	if (ajv.validate(schema, value)) return { ok: true, value, json: JSON.stringify(value) };
	return { ok: false, problem: ajv.errorsText(ajv.errors, { dataVar: "answer" }) };
};

const parseAnswer = (answer: string): Json | undefined => {
	const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n```\s*$/.exec(answer)?.[1];
	try {
		return JSON.parse(fenced ?? answer);
	} catch {
		return undefined;
	}
};
