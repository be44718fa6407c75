import { z } from "zod";
import type { NexusClient } from "../src/contracts/client.js";
import { type CommandChoice, defineCommand } from "../src/contracts/command.js";
import { toJson } from "../src/contracts/json.js";
import type { SessionRow } from "../src/contracts/store.js";

export const resumeCommand = defineCommand({
	name: "resume",
	description: "Go on in an earlier session",
	surfaces: ["slash"],
	args: z.object({ id: z.string().optional().describe("the session") }),
	positional: ["id"],
	values: { id: async ({ client, sessionId }) => (await others(client, sessionId)).map(toChoice) },
	async run({ id }, { client, sessionId }) {
		if (id !== undefined) {
			const row = await client.sessions.get(id);
			return { type: "session", sessionId: row.id, text: `resumed: ${row.title || row.id}` };
		}
		const sessions = await others(client, sessionId);
		return {
			type: "choose",
			title: "Resume",
			items: sessions.map(toChoice),
			command: "resume",
			json: toJson(sessions),
		};
	},
});

const others = async (client: NexusClient, sessionId: string | undefined): Promise<readonly SessionRow[]> =>
	(await client.sessions.list({ limit: 200 })).filter((row) => row.id !== sessionId);

const toChoice = (row: SessionRow): CommandChoice => ({
	value: row.id,
	label: row.title || "untitled",
	detail: `${row.updatedAt.slice(0, 16).replace("T", " ")}  ${row.cwd}`,
});
