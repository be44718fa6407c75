import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";

export const bgCommand = defineCommand({
	name: "bg",
	description: "Send a turn to the background; with nothing behind it, the one that goes on",
	surfaces: ["slash"],
	args: z.object({}),
	rest: "prompt",
	examples: ["/bg run the whole test suite and tell me what fails"],
	async run(_, { client, sessionId, rest }) {
		const text = rest.join(" ").trim();
		if (sessionId === undefined) throw new NexusError("usage.session", "there is no session", { exitCode: 2 });
		if (text === "") await client.runs.cancel(sessionId);
		const { id } = await client.agents.background(sessionId, text === "" ? goOn : text);
		return { type: "message", text: `${id} goes on in the background; /agents open ${id} shows it`, json: { id } };
	},
});

const goOn =
	"Go on with what you were doing: it was moved to the background, so the last call may have been interrupted. Check what was done before doing it again.";
