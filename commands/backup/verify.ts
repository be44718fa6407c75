import { z } from "zod";
import { backupChoices, withBackupPassword } from "../../src/contracts/backup-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { formatBytes, plural } from "../../src/lib/plural.js";

export const backupVerifyCommand = defineCommand({
	name: "backup verify",
	description: "Read all of a backup, with every hash and every page of its databases",
	surfaces: ["cli", "slash"],
	args: z.object({
		id: z.string().describe("the backup, the beginning of its id, or its file"),
		passwordFile: z.string().optional().describe("file whose first line is its password"),
	}),
	positional: ["id"],
	values: { id: backupChoices },
	async run({ id, passwordFile }, context) {
		const { client, signal, onProgress } = context;
		const verified = await withBackupPassword(context, { passwordFile, isNew: false }, (password) =>
			client.backup.verify(id, { password, signal, ...(onProgress === undefined ? {} : { onProgress }) }),
		);
		const { files, contentBytes, databases } = verified;
		const text = `backup ${verified.id} is whole: ${plural(files, "file")}, ${formatBytes(contentBytes)}, ${plural(databases.length, "database")}`;
		return { type: "message", text, json: toJson(verified) };
	},
});
