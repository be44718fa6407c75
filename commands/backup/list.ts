import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { formatBytes } from "../../src/lib/plural.js";

export const backupListCommand = defineCommand({
	name: "backup list",
	aliases: ["backup"],
	description: "List the backups, newest first",
	surfaces: ["cli", "slash"],
	args: z.object({}),
	async run(_, { client }) {
		const { backups, unreadable } = await client.backup.list();
		return {
			type: "table",
			columns: [{ name: "id" }, { name: "made" }, { name: "size", align: "right" }, { name: "" }, { name: "file" }],
			rows: [
				...backups.map(({ id, createdAt, sizeBytes, isEncrypted, isScheduled, path }) => [
					id,
					createdAt.slice(0, 16).replace("T", " "),
					formatBytes(sizeBytes),
					[...(isEncrypted ? ["encrypted"] : []), ...(isScheduled ? ["scheduled"] : [])].join(", "),
					path,
				]),
				...unreadable.map((path) => ["", "", "", "cannot be read", path]),
			],
			empty: "no backups yet",
			json: toJson(backups),
		};
	},
});
