import { join } from "node:path";
import type { BackupVerified, DatabaseFiles } from "../contracts/backup.js";
import { NexusError } from "../contracts/errors.js";
import { contents } from "./contents.js";
import { damaged } from "./header.js";

export interface KnownSchemas {
	/** The newest schema that this nexus knows, by the database's path in NEXUS_HOME. */
	readonly [path: string]: number;
}

export const isDatabase = (path: string): boolean =>
	contents.some((content) => content.kind === "database" && content.path === path);

/** All stores of nexus have pages of this size, and a store takes over only pages of its own. */
const pageBytes = 4096;

/**
 * Reads each database of an unpacked backup page by page.
 * @throws NexusError `backup.damaged`, `backup.newer`
 */
export const checkDatabases = (
	databases: DatabaseFiles,
	backup: string,
	folder: string,
	paths: readonly string[],
	known: KnownSchemas,
): BackupVerified["databases"] =>
	paths.filter(isDatabase).map((path) => {
		const { schema, integrity, pageBytes: found } = databases.check(join(folder, path));
		if (integrity !== "ok") throw damaged(backup, `${path}: ${integrity}`);
		if (found !== pageBytes) throw damaged(backup, `${path} was not written by nexus`);
		const newest = known[path] ?? 0;
		if (schema > newest) {
			throw new NexusError(
				"backup.newer",
				`${path} in ${backup} was written by a newer nexus (schema ${schema}, this one knows ${newest})`,
				{ hint: "update nexus; nothing was changed", exitCode: 2 },
			);
		}
		return { path, schema };
	});
