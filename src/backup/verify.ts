import type { BackupVerified, DatabaseFiles } from "../contracts/backup.js";
import { checkDatabases, isDatabase, type KnownSchemas } from "./check-databases.js";
import { unpackBackup } from "./unpack.js";

export interface VerifyOptions {
	readonly path: string;
	readonly password: string | undefined;
	/** A new folder for the databases, of nobody else; removed by whoever gave it. */
	readonly folder: string;
	readonly databases: DatabaseFiles;
	readonly schemas: KnownSchemas;
	readonly signal: AbortSignal;
	onProgress(text: string): void;
}

/** Everything that a restore would check. @throws NexusError as `unpackBackup` */
export const verifyBackup = async (options: VerifyOptions): Promise<Omit<BackupVerified, "durationMs">> => {
	options.onProgress("reading\n");
	const { info, files, contentBytes } = await unpackBackup({
		path: options.path,
		password: options.password,
		folder: options.folder,
		isWanted: isDatabase,
		room: (plan) => plan.bytes,
		signal: options.signal,
	});
	options.onProgress("checking\n");
	const paths = files.map((file) => file.path);
	const databases = checkDatabases(options.databases, options.path, options.folder, paths, options.schemas);
	return { ...info, files: files.length, contentBytes, databases };
};
