import { z } from "zod";
import type { NexusClient } from "../../src/contracts/client.js";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import { sessionChoices } from "../../src/contracts/session-arguments.js";
import type { SessionRow } from "../../src/contracts/store.js";
import { ageMs, agePattern } from "../../src/lib/age.js";
import { plural } from "../../src/lib/plural.js";

export const sessionsDeleteCommand = defineCommand({
	name: "sessions delete",
	description: "Delete a session, or all that were last used before some time",
	surfaces: ["cli", "slash"],
	args: z.object({
		id: z.string().optional().describe("the session, or the beginning of its id"),
		olderThan: z
			.string()
			.regex(agePattern, "a time such as 12h, 30d or 8w")
			.optional()
			.describe("last used before that: 12h, 30d, 8w"),
		yes: z.boolean().default(false).describe("do not ask"),
	}),
	positional: ["id"],
	values: { id: sessionChoices },
	examples: ["nexus sessions delete 01K9ZD", "nexus sessions delete --older-than 90d --yes"],
	async run({ id, olderThan, yes }, { client, approve }) {
		const chosen = await sessionsToDelete(client, id, olderThan);
		if (chosen.length === 0)
			return { type: "message", text: "no session is that old", json: { deleted: [], open: [] } };
		if (!yes && !(await isAllowed(chosen, approve)))
			return { type: "message", text: "nothing was deleted", json: { deleted: [], open: [] }, exitCode: 4 };
		const { deleted, open } = await client.sessions.remove(chosen.map((row) => row.id));
		if (id !== undefined && open.length > 0) {
			throw new NexusError("session.open", `session ${open[0]} is open in a nexus`, { hint: "leave it first" });
		}
		const text = [
			`deleted ${plural(deleted.length, "session")}`,
			...open.map((kept) => `kept, a nexus has it open: ${kept}`),
		];
		return { type: "message", text: text.join("\n"), json: { deleted, open } };
	},
});

const sessionsToDelete = async (
	client: NexusClient,
	id: string | undefined,
	olderThan: string | undefined,
): Promise<readonly SessionRow[]> => {
	if ((id === undefined) === (olderThan === undefined)) {
		throw new NexusError("usage.session", "name one session, or a time with --older-than", {
			hint: "e.g. nexus sessions delete --older-than 90d",
			exitCode: 2,
		});
	}
	if (id !== undefined) return [await client.sessions.get(id)];
	const before = new Date(Date.now() - ageMs(olderThan ?? "")).toISOString();
	return (await client.sessions.list()).filter((row) => row.updatedAt < before);
};

const isAllowed = async (
	chosen: readonly SessionRow[],
	approve: ((question: string) => Promise<boolean>) | undefined,
): Promise<boolean> => {
	const [only] = chosen;
	const what = chosen.length === 1 ? `${only?.id} (${only?.title || "untitled"})` : plural(chosen.length, "session");
	if (approve !== undefined) return approve(`delete ${what}? It cannot be brought back.`);
	throw new NexusError("session.delete-unasked", `${what} would be deleted, and nobody can be asked`, {
		hint: "--yes deletes without asking",
		exitCode: 4,
	});
};
