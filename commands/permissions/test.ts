import { z } from "zod";
import type { NexusClient } from "../../src/contracts/client.js";
import { type CommandResult, defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import type { JsonObject } from "../../src/contracts/json.js";
import { parseAssignments } from "../../src/lib/assignments.js";
import { showHidden } from "../../src/lib/show-hidden.js";
import { textTable } from "../../src/lib/text-table.js";

/** What would be decided about a call now; nothing runs. */
export const testCall = async (
	client: NexusClient,
	call: { tool: string; input: JsonObject; sessionId?: string },
): Promise<CommandResult> => {
	const { decision, rule, source, parts, warnings } = await client.permissions.test(call);
	const rows = parts.map((part) => [part.decision, showHidden(part.text), showHidden(part.rule), part.source]);
	const text = [
		`${decision}: ${showHidden(rule)} (${source})`,
		...warnings.map(showHidden),
		...(rows.length < 2
			? []
			: [`\n${textTable([{ name: "" }, { name: "part" }, { name: "by" }, { name: "from" }], rows)}`]),
	];
	return {
		type: "message",
		text: text.join("\n"),
		json: { decision, rule, source, parts: parts.map((part) => ({ ...part })), warnings: [...warnings] },
	};
};

export const permissionsTestCommand = defineCommand({
	name: "permissions test",
	description: "Say whether a call would run, ask or be denied, and by which rule; nothing runs",
	surfaces: ["cli"],
	args: z.object({
		command: z.string().describe("a shell command, in quotes"),
		tool: z.string().default("run_command").describe("another tool; then key=value follows"),
	}),
	positional: ["command"],
	rest: "key=value",
	examples: [
		"nexus permissions test 'git log && rm -rf x'",
		"nexus permissions test --permission-mode auto --deny 'run_command(git push *)' 'npm test' --json",
		"nexus permissions test --tool fetch_url url=https://example.com/",
	],
	async run({ command, tool }, { client, rest }) {
		if (tool === "run_command" && rest.length > 0 && !/^command=/.test(command)) {
			throw new NexusError("usage.quotes", `the command is ${JSON.stringify(command)}; more words came behind it`, {
				hint: `put it in quotes: nexus permissions test '${[command, ...rest].join(" ")}'`,
				exitCode: 2,
			});
		}
		if (tool === "run_command" && rest.length === 0) return testCall(client, { tool, input: { command } });
		const { inputSchema } = await client.tools.get(tool);
		return testCall(client, { tool, input: parseAssignments([command, ...rest], inputSchema) });
	},
});
