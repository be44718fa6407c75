import { z } from "zod";
import { type ArgumentValues, defineCommand } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";
import { testCall } from "./permissions/test.js";

/** Those that can be removed; for a new one, the tools that it can be about. */
const rulesFor: ArgumentValues = async ({ client, given: [action] }) => {
	if (action === "remove") {
		const rules = (await client.permissions.rules()).filter(
			({ source }) => source === "project" || source === "session",
		);
		return rules.map(({ text, action, source }) => ({ value: text, label: text, detail: `${action}, ${source}` }));
	}
	if (action !== "allow" && action !== "ask" && action !== "deny") return [];
	const tools = (await client.tools.list()).filter((tool) => tool.effects.length > 0);
	return tools.map(({ name, description }) => ({ value: name, label: name, detail: description }));
};

export const permissionsCommand = defineCommand({
	name: "permissions",
	description: "Show and change what may run: /permissions allow 'run_command(git log *)'",
	surfaces: ["slash"],
	args: z.object({
		action: z
			.enum(["list", "allow", "ask", "deny", "remove", "test", "trust", "distrust"])
			.default("list")
			.describe("list, allow, ask, deny, remove, test, trust or distrust"),
		rule: z.string().optional().describe("tool or tool(pattern); of test, a shell command in quotes"),
	}),
	positional: ["action", "rule"],
	values: { rule: rulesFor },
	async run({ action, rule }, { client, sessionId }) {
		if (action === "trust" || action === "distrust") {
			await client.permissions.setTrust(action === "trust");
			const text =
				action === "trust"
					? "is trusted; what it configures is read from the next start on"
					: "is not trusted any more";
			return { type: "message", text: `${client.info.cwd} ${text}` };
		}
		if (action !== "list") {
			if (rule === undefined)
				throw new NexusError("usage.rule", action === "test" ? "which command to test?" : `which rule to ${action}?`, {
					hint: action === "test" ? "e.g. /permissions test 'git log && rm x'" : "e.g. run_command(git log *)",
					exitCode: 2,
				});
			if (action === "test") {
				const session = sessionId === undefined ? {} : { sessionId };
				return testCall(client, { tool: "run_command", input: { command: rule }, ...session });
			}
			if (action === "remove") {
				const isRemoved = await client.permissions.remove(rule);
				return {
					type: "message",
					text: isRemoved ? `removed ${rule}` : `there is no rule ${rule} that can be removed here`,
				};
			}
			await client.permissions.add({ action, text: rule, scope: "project" });
			return { type: "message", text: `${action} ${rule}, in this folder from now on` };
		}
		const rules = await client.permissions.rules();
		return {
			type: "table",
			title: `mode ${await client.permissions.mode(sessionId)}`,
			columns: [{ name: "action" }, { name: "rule" }, { name: "from" }],
			rows: rules.map((item) => [item.action, item.text, item.source]),
			empty: "no rules; the mode alone decides",
			json: rules.map(({ action, text, source }) => ({ action, text, source })),
		};
	},
});
