import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";

export const permissionsCommand = defineCommand({
	name: "permissions",
	description: "Show and change what may run: /permissions allow 'run_command(git log *)'",
	surfaces: ["slash"],
	args: z.object({
		action: z
			.enum(["list", "allow", "ask", "deny", "remove", "trust", "distrust"])
			.default("list")
			.describe("list, allow, ask, deny, remove, trust or distrust"),
		rule: z.string().optional().describe("tool or tool(pattern)"),
	}),
	positional: ["action", "rule"],
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
				throw new NexusError("usage.rule", `which rule to ${action}?`, {
					hint: "e.g. run_command(git log *)",
					exitCode: 2,
				});
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
