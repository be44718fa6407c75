import { z } from "zod";
import type { BackupPruned } from "../../src/contracts/backup.js";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import { toJson } from "../../src/contracts/json.js";
import { ageMs, agePattern } from "../../src/lib/age.js";
import { formatBytes, plural } from "../../src/lib/plural.js";

export const backupPruneCommand = defineCommand({
	name: "backup prune",
	description: "Delete old backups, and what restores put aside",
	surfaces: ["cli", "slash"],
	args: z.object({
		keep: z.coerce.number().int().min(0).max(100_000).optional().describe("so many of the newest stay; default: 1"),
		olderThan: z
			.string()
			.regex(agePattern, "a time such as 12h, 30d or 8w")
			.optional()
			.describe("only what is older than 12h, 30d, 8w"),
		yes: z.boolean().default(false).describe("do not ask"),
	}),
	examples: ["nexus backup prune --keep 7", "nexus backup prune --keep 7 --older-than 30d --yes"],
	async run({ keep, olderThan, yes }, { client, approve }) {
		if (keep === undefined && olderThan === undefined) {
			throw new NexusError("usage.prune", "say how many stay with --keep, or how old they may be with --older-than", {
				hint: "e.g. nexus backup prune --keep 7 --older-than 30d",
				exitCode: 2,
			});
		}
		const what = { keep: keep ?? 1, olderThanMs: olderThan === undefined ? undefined : ageMs(olderThan) };
		const going = await client.backup.prune({ ...what, isTrial: true });
		if (going.backups.length + going.replaced.length === 0)
			return { type: "message", text: "there is nothing to delete", json: toJson(going) };
		if (!yes) {
			if (approve === undefined) {
				throw new NexusError("backup.prune-unasked", `${summary(going)} would be deleted, and nobody can be asked`, {
					hint: "--yes deletes without asking",
					exitCode: 4,
				});
			}
			if (!(await approve(`delete ${summary(going)}?\n${names(going).join("\n")}`)))
				return { type: "message", text: "nothing was deleted", json: { backups: [] }, exitCode: 4 };
		}
		const gone = await client.backup.prune(what);
		return {
			type: "message",
			text: [`deleted ${summary(gone)}`, ...names(gone)].join("\n"),
			json: toJson(gone),
		};
	},
});

const summary = ({ backups, replaced, freedBytes }: BackupPruned): string => {
	const parts = [
		...(backups.length > 0 ? [plural(backups.length, "backup")] : []),
		...(replaced.length > 0 ? [plural(replaced.length, "replaced state")] : []),
	];
	return `${parts.join(" and ")} (${formatBytes(freedBytes)})`;
};

const names = ({ backups, replaced }: BackupPruned): readonly string[] => [
	...backups.map(({ path }) => path),
	...replaced,
];
