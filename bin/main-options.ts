// The flags of `nexus` itself.
import { z } from "zod";
import { permissionModes } from "../src/contracts/permission.js";
import { sessionTypes } from "../src/contracts/session-type.js";

const count = z.coerce.number().int().min(1);
const amount = z.coerce.number().positive();

/** Each is one flag; `meta` holds its short form and the word for its value. */
export const mainOptionsSchema = z.strictObject({
	print: z.boolean().default(false).describe("one shot: print the answer and exit").meta({ short: "p" }),
	model: z.string().optional().describe("provider/model").meta({ short: "m", value: "provider/model" }),
	fallbackModel: z
		.string()
		.optional()
		.describe("models to try when the first one fails for good")
		.meta({ value: "a,b" }),
	offline: z.boolean().default(false).describe("use no model: the built-in interpreter"),
	agent: z.string().optional().describe("agent to talk to").meta({ short: "a", value: "name" }),
	continue: z.boolean().default(false).describe("go on in the last session of this folder").meta({ short: "c" }),
	resume: z
		.union([z.boolean(), z.string()])
		.optional()
		.describe("go on in a session; without an id: choose")
		.meta({ short: "r", value: "id", optional: true }),
	fork: z
		.boolean()
		.default(false)
		.describe("with -c or -r: in a copy of that session; --fork <session>@<message>: up to and with that message"),
	type: z.enum(sessionTypes).optional().describe("what a new session is for").meta({ value: "type" }),
	outputFormat: z
		.enum(["text", "json", "stream-json"])
		.default("text")
		.describe("what -p prints")
		.meta({ short: "o", value: "format" }),
	inputFormat: z
		.enum(["text", "stream-json"])
		.default("text")
		.describe("what -p reads from stdin")
		.meta({ value: "format" }),
	outputFile: z.string().optional().describe("write the answer there too").meta({ value: "file" }),
	jsonSchema: z.string().optional().describe("the answer must be JSON that fits this schema").meta({ value: "file" }),
	systemPrompt: z.string().optional().describe("instead of the agent's own prompt").meta({ value: "text" }),
	appendSystemPrompt: z.string().optional().describe("added to the agent's prompt").meta({ value: "text" }),
	allow: z
		.array(z.string())
		.default([])
		.describe("allow calls by a rule, e.g. 'run_command(git log *)'")
		.meta({ value: "rule" }),
	deny: z.array(z.string()).default([]).describe("deny calls by a rule").meta({ value: "rule" }),
	permissionMode: z.enum(permissionModes).optional().describe("what runs without asking").meta({ value: "mode" }),
	yolo: z.boolean().default(false).describe("everything runs but what a rule denies or asks about"),
	maxTurns: count.optional().describe("most requests to the model").meta({ value: "n" }),
	maxBudgetUsd: amount.optional().describe("stop before more than this is spent").meta({ value: "dollars" }),
	timeout: amount.optional().describe("stop a one-shot run after so many seconds").meta({ value: "seconds" }),
	cwd: z.string().optional().describe("work in this folder").meta({ short: "C", value: "folder" }),
	addDir: z.array(z.string()).default([]).describe("tools may write in this folder too").meta({ value: "folder" }),
	config: z.string().optional().describe("a further configuration file").meta({ value: "file" }),
	session: z.boolean().default(true).describe("keep nothing of this session").meta({ negated: true }),
	screenReader: z.boolean().default(false).describe("linear output without boxes and panes"),
	color: z.enum(["auto", "always", "never"]).default("auto").describe("colours").meta({ value: "when" }),
	quiet: z.boolean().default(false).describe("no progress on stderr").meta({ short: "q" }),
	verbose: z.boolean().default(false).describe("more on stderr, and where the log is"),
});

export type MainOptions = z.output<typeof mainOptionsSchema>;

export const exitCodeHelp = `Exit codes:
  0 done · 1 failed · 2 wrong usage or configuration · 3 no usable model or credentials
  4 a needed permission was denied · 5 a budget, turn or time limit was reached
  6 provider or network failed for good · 7 the answer does not fit the schema
  130, 143 ended by a signal`;
