import { z } from "zod";
import { withBackupPassword } from "../../src/contracts/backup-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { formatBytes, plural } from "../../src/lib/plural.js";

export const backupCreateCommand = defineCommand({
	name: "backup create",
	description: "Copy what nexus keeps into one compressed file, also while others write",
	surfaces: ["cli", "slash"],
	args: z.object({
		encrypt: z.boolean().default(false).describe("encrypt it; asks for a password where none is given"),
		passwordFile: z.string().optional().describe("encrypt it with the first line of that file"),
		snapshots: z.boolean().default(false).describe("what files were before turns changed them too"),
		output: z.string().optional().describe("a new file; default: in the folder of backups"),
		ifDue: z.boolean().default(false).describe("only if by backup.schedule one is due"),
	}),
	examples: ["nexus backup create", "nexus backup create --encrypt --output /media/stick/nexus.nexus-backup"],
	async run({ encrypt, passwordFile, snapshots, output, ifDue }, context) {
		const { client, signal, onProgress } = context;
		const created = await withBackupPassword(context, { passwordFile, isNew: true }, (password) => {
			const work = { password, signal, ...(onProgress === undefined ? {} : { onProgress }) };
			if (ifDue) return client.backup.createIfDue(work);
			const where = output === undefined ? {} : { output };
			return client.backup.create({ ...work, ...where, isEncrypted: encrypt, withSnapshots: snapshots });
		});
		if (created === undefined) return { type: "message", text: "no backup is due", json: { id: null } };
		const { id, path, sizeBytes, contentBytes, files, skipped, isEncrypted } = created;
		const size = `${plural(files, "file")}, ${formatBytes(contentBytes)} in ${formatBytes(sizeBytes)}`;
		const text = [
			`backup ${id}: ${size}${isEncrypted ? ", encrypted" : ""}`,
			path,
			...skipped.map((left) => `left out: ${left.path} ${left.why}`),
		];
		return { type: "message", text: text.join("\n"), json: toJson(created) };
	},
});
