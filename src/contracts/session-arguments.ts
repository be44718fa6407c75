// What the commands of sessions have in common.
import type { NexusClient } from "./client.js";
import type { CommandChoice } from "./command.js";
import { NexusError } from "./errors.js";

/** Stored sessions for completion, newest first. */
export const sessionChoices = async ({ client }: { readonly client: NexusClient }): Promise<readonly CommandChoice[]> =>
	(await client.sessions.list({ limit: 200 })).map((row) => ({
		value: row.id,
		label: row.title || "untitled",
		detail: `${row.updatedAt.slice(0, 16).replace("T", " ")}  ${row.cwd}`,
	}));

/** @throws NexusError `usage.session` where none is named and none is on screen */
export const sessionOrCurrent = (id: string | undefined, current: string | undefined): string => {
	const chosen = id ?? current;
	if (chosen !== undefined) return chosen;
	throw new NexusError("usage.session", "which session?", {
		hint: "`nexus sessions list` shows the ids",
		exitCode: 2,
	});
};
