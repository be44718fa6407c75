import { z } from "zod";
import type { ToolDetails } from "../../src/contracts/client.js";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import type { JsonObject } from "../../src/contracts/json.js";
import type { ToolOutput } from "../../src/contracts/tool.js";
import { parseAssignments } from "../../src/lib/assignments.js";
import { chartText } from "../../src/lib/chart-text.js";
import { csvRecord } from "../../src/lib/csv-records.js";
import { didYouMean } from "../../src/lib/nearest.js";
import { fieldsHelp } from "../../src/lib/schema-help.js";
import { textTable } from "../../src/lib/text-table.js";
import { flagsToAssignments, readReferences } from "../../src/lib/tool-words.js";

const chartWidth = 78;

export const toolsRunCommand = defineCommand({
	name: "tools run",
	description: "Run one tool without a model; with --help, say what it takes",
	surfaces: ["cli"],
	args: z.object({
		name: z.string().describe("the tool"),
		json: z.string().optional().describe("the whole input as one JSON object; alone: print the result as JSON"),
		csv: z.boolean().default(false).describe("print the rows of the result as CSV"),
	}),
	positional: ["name"],
	rest: "key=value",
	takesHelp: true,
	examples: [
		'nexus tools run calculate expression="2^64"',
		"nexus tools run convert_units --help",
		'nexus tools run read_file --json \'{"path":"a.txt"}\'',
		"curl … | nexus tools run convert_data text=@- from=json to=csv",
		"nexus tools run write_file path=copy.txt content=@original.txt",
	],
	async run({ name, json, csv }, { client, rest, signal, approve, onProgress, readStdin }) {
		const tool = await client.tools.get(name);
		if (rest.some((word) => word === "--help" || word === "-h")) return { type: "message", text: helpOf(tool) };
		refuseUnknownFlags(rest, tool);
		const given = json === undefined ? {} : parseObject(json);
		const words = await readReferences(flagsToAssignments(rest, propertiesOf(tool)), {
			stdin: readStdin,
			file: (path) => client.files.read(path),
		});
		const parsed = { ...given, ...parseAssignments(words, tool.inputSchema) };
		const output = await client.tools.run(tool.name, parsed, {
			signal,
			...(approve === undefined ? {} : { approve }),
			...(onProgress === undefined ? {} : { onProgress }),
		});
		return {
			type: "message",
			text: csv ? csvOf(tool.name, output) : textOf(output),
			json: { content: output.content, details: output.details ?? null, isError: output.isError === true },
			...(output.isError === true ? { exitCode: 1 as const } : {}),
		};
	},
});

/** A mistyped flag is no value: it must not become the text of some field. */
const refuseUnknownFlags = (words: readonly string[], tool: ToolDetails): void => {
	const known = Object.keys(propertiesOf(tool));
	for (const word of words) {
		const key = /^--([A-Za-z][\w-]*)/.exec(word)?.[1]?.replaceAll("-", "_");
		if (key === undefined || known.includes(key)) continue;
		throw new NexusError("tool.input", `${tool.name} has no field ${key}${didYouMean(key, known)}`, {
			hint: `see nexus tools run ${tool.name} --help`,
			exitCode: 2,
		});
	}
};

const propertiesOf = (tool: ToolDetails): Readonly<Record<string, unknown>> =>
	(tool.inputSchema.properties ?? {}) as Readonly<Record<string, unknown>>;

const helpOf = (tool: ToolDetails): string => {
	const fields = fieldsHelp(tool.inputSchema);
	const usage = fields.filter((field) => field.type.startsWith("required")).map((field) => ` ${field.name}=…`);
	const rows = fields.map(({ name, type, description }) => [`  ${name}`, type, description]);
	return [
		`${tool.name} (${tool.category}): ${tool.description}`,
		`\nUsage: nexus tools run ${tool.name}${usage.join("")}${fields.length > usage.length ? " [key=value …]" : ""}`,
		...(rows.length === 0 ? [] : [`\nFields:\n${textTable([{ name: "" }, { name: "" }, { name: "" }], rows)}`]),
		`\nEffects: ${tool.effects.join(", ") || "none"}`,
		"\nA value @- is read from stdin, @path from a file. --json prints the result as JSON, --csv its rows as CSV.",
	].join("\n");
};

const textOf = ({ content, view }: ToolOutput): string =>
	view?.kind === "chart" ? `${content}\n\n${chartText(view, chartWidth).join("\n")}` : content;

const csvOf = (name: string, { view }: ToolOutput): string => {
	if (view?.kind !== "table") {
		throw new NexusError("usage.csv", `the result of ${name} has no rows`, {
			hint: "leave --csv out, or take --json",
			exitCode: 2,
		});
	}
	return [view.columns, ...view.rows].map((row) => csvRecord(row, ",")).join("");
};

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
