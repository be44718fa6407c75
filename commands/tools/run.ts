import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import type { JsonObject, JsonValue } from "../../src/contracts/json.js";
import { parseAssignments } from "../../src/lib/assignments.js";

export const toolsRunCommand = defineCommand({
	name: "tools run",
	description: "Run one tool without a model",
	surfaces: ["cli"],
	args: z.object({
		name: z.string().describe("the tool"),
		json: z.string().optional().describe("the whole input as one JSON object; alone: print the result as JSON"),
	}),
	positional: ["name"],
	rest: "key=value",
	examples: ['nexus tools run calculate expression="2^64"', 'nexus tools run read_file --json \'{"path":"a.txt"}\''],
	async run({ name, json }, { client, rest, signal, approve, onProgress }) {
		const tool = await client.tools.get(name);
		const given = json === undefined ? {} : parseObject(json);
		const parsed = { ...given, ...parseAssignments(rest, tool.inputSchema) };
		const output = await client.tools.run(tool.name, parsed, {
			signal,
			...(approve === undefined ? {} : { approve }),
			...(onProgress === undefined ? {} : { onProgress }),
		});
		return {
			type: "message",
			text: output.content,
			json: {
				content: output.content,
				details: (output.details ?? null) as JsonValue,
				isError: output.isError === true,
			},
			...(output.isError === true ? { exitCode: 1 as const } : {}),
		};
	},
});

const parseObject = (text: string): JsonObject => {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
	} catch {
		// Said below, with what was expected.
	}
	throw new NexusError("usage.json", "the input is not a JSON object", {
		hint: `e.g. '{"expression":"2^64"}'`,
		exitCode: 2,
	});
};
