import { z } from "zod";
import { agentChoices } from "../../src/contracts/agent-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import { toJson } from "../../src/contracts/json.js";
import { receiptCost, receiptText, receiptTitle } from "../../src/contracts/receipt-text.js";

export const agentsStartCommand = defineCommand({
	name: "agents start",
	description: "Give an agent a task; /agents start goes on in the background",
	surfaces: ["cli", "slash"],
	args: z.object({ name: z.string().describe("name of an agent") }),
	positional: ["name"],
	values: { name: agentChoices },
	rest: "task",
	examples: ["nexus agents start analyzer 'which of the logs in ./logs have errors?'"],
	async run({ name }, { client, rest, sessionId, surface, signal, onProgress }) {
		const task = rest.join(" ").trim();
		if (task === "")
			throw new NexusError("usage.task", "there is no task", {
				hint: `agents start ${name} <what to do>`,
				exitCode: 2,
			});
		await client.agents.get(name);
		if (surface === "slash" && sessionId !== undefined) {
			const { id } = await client.agents.start(sessionId, { agent: name, task });
			return { type: "message", text: `${id} works; /agents open ${id} shows it`, json: { id } };
		}
		const session = (await client.sessions.create({})).id;
		const { id } = await client.agents.start(session, { agent: name, task });
		const stop = () => void client.agents.tell(session, id, "stop").catch(() => undefined);
		signal.addEventListener("abort", stop, { once: true });
		onProgress?.(`${id} works\n`);
		const receipt = await client.agents.receipt(session, id);
		const { error, durationMs } = receipt;
		const figures = [`${(durationMs / 1000).toFixed(1)} s`, receiptCost(receipt)]
			.filter((part) => part !== "")
			.join(", ");
		return {
			type: "message",
			text: `${receiptText(receipt)}\n\n${receiptTitle(receipt)}, ${figures}`,
			json: toJson(receipt),
			exitCode: receipt.status === "done" ? 0 : (error?.exitCode ?? (receipt.status === "limited" ? 5 : 1)),
		};
	},
});
