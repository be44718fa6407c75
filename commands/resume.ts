import { z } from "zod";
import type { NexusClient } from "../src/contracts/client.js";
import { type CommandChoice, defineCommand } from "../src/contracts/command.js";
import { toJson } from "../src/contracts/json.js";
import { recapText } from "../src/contracts/session-view.js";
import type { SessionRow } from "../src/contracts/store.js";

const foundAtOnce = 30;

export const resumeCommand = defineCommand({
	name: "resume",
	description: "Go on in an earlier session; type to find it by its title or what was said in it",
	surfaces: ["slash"],
	args: z.object({ id: z.string().optional().describe("the session") }),
	positional: ["id"],
	values: { id: async ({ client, sessionId }) => (await others(client, sessionId)).map(toChoice) },
	async run({ id }, { client, sessionId }) {
		if (id !== undefined) {
			const row = await client.sessions.get(id);
			const recap = recapText(await client.sessions.recap(row.id));
			return { type: "session", sessionId: row.id, text: `resumed: ${row.title || row.id}\n${recap}` };
		}
		const sessions = await others(client, sessionId);
		return {
			type: "choose",
			title: `Resume (${sessions.length} of all folders)`,
			items: sessions.map(toChoice),
			command: "resume",
			json: toJson(sessions),
			search: (filter) => search(client, filter, sessionId),
		};
	},
});

const others = async (client: NexusClient, sessionId: string | undefined): Promise<readonly SessionRow[]> =>
	(await client.sessions.list()).filter((row) => row.id !== sessionId);

const search = async (
	client: NexusClient,
	query: string,
	sessionId: string | undefined,
): Promise<readonly CommandChoice[]> => {
	const { hits } = await client.sessions.search({ query, limit: foundAtOnce, isTyping: true });
	return hits
		.filter(({ session }) => session.id !== sessionId)
		.map(({ session, snippet }) => ({ ...toChoice(session), detail: snippet }));
};

const toChoice = (row: SessionRow): CommandChoice => ({
	value: row.id,
	label: row.title || "untitled",
	detail: `${row.updatedAt.slice(0, 16).replace("T", " ")}  ${row.cwd}`,
});
