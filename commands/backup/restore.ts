import { z } from "zod";
import { backupChoices, withBackupPassword } from "../../src/contracts/backup-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import { toJson } from "../../src/contracts/json.js";
import { plural } from "../../src/lib/plural.js";

export const backupRestoreCommand = defineCommand({
	name: "backup restore",
	description: "Bring a backup back in place of what is there, which is kept; or --to another folder",
	surfaces: ["cli"],
	args: z.object({
		id: z.string().describe("the backup, the beginning of its id, or its file"),
		to: z.string().optional().describe("a new folder, for NEXUS_HOME; what is there now stays"),
		passwordFile: z.string().optional().describe("file whose first line is its password"),
		yes: z.boolean().default(false).describe("do not ask"),
	}),
	positional: ["id"],
	values: { id: backupChoices },
	examples: ["nexus backup restore 01K9ZD", "nexus backup restore 01K9ZD --to /tmp/as-it-was"],
	async run({ id, to, passwordFile, yes }, context) {
		const { client, signal, approve, onProgress } = context;
		const { id: found, createdAt } = await client.backup.get(id);
		if (to === undefined && !yes) {
			const what = `backup ${found} of ${createdAt.slice(0, 16).replace("T", " ")}`;
			if (approve === undefined) {
				throw new NexusError("backup.restore-unasked", `${what} would replace what is there, and nobody can be asked`, {
					hint: "--yes restores without asking, --to into another folder",
					exitCode: 4,
				});
			}
			if (!(await approve(`replace everything in ${client.info.home} by ${what}? What is there is kept.`)))
				return { type: "message", text: "nothing was restored", json: { id: null }, exitCode: 4 };
		}
		const restored = await withBackupPassword(context, { passwordFile, isNew: false }, (password) =>
			client.backup.restore(id, {
				...{ password, signal },
				...(to === undefined ? {} : { to }),
				...(onProgress === undefined ? {} : { onProgress }),
			}),
		);
		const { files, home, keptIn } = restored;
		const text = [
			`restored ${plural(files, "file")} of backup ${restored.id} in ${home}`,
			...(keptIn === undefined ? [] : [`what was there is kept in ${keptIn}`]),
		];
		return { type: "message", text: text.join("\n"), json: toJson(restored) };
	},
});
