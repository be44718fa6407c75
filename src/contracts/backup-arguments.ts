// What the commands about backups share.
import type { ArgumentValues, CommandContext } from "./command.js";
import { NexusError } from "./errors.js";

export const backupChoices: ArgumentValues = async ({ client }) => {
	const { backups } = await client.backup.list();
	return backups.map(({ id, createdAt }) => ({ value: id, label: id, detail: createdAt }));
};

/**
 * Does it with the password that is given or that nexus finds itself; asks for one where it turns out that none is
 * there, and somebody can be asked. @throws what `work` throws
 */
export const withBackupPassword = async <T>(
	{ client, askSecret }: Pick<CommandContext, "client" | "askSecret">,
	{ passwordFile, isNew }: { readonly passwordFile: string | undefined; readonly isNew: boolean },
	work: (password: string | undefined) => Promise<T>,
): Promise<T> => {
	const given = passwordFile === undefined ? undefined : firstLine(await client.files.read(passwordFile));
	try {
		return await work(given);
	} catch (error) {
		const isAskedFor = error instanceof NexusError && error.code === "backup.password-needed";
		if (!isAskedFor || askSecret === undefined) throw error;
		const password = await askSecret("password of the backup: ");
		if (isNew && password !== (await askSecret("once more: "))) {
			throw new NexusError("backup.password-differs", "the two are not the same", {
				hint: "nothing was done",
				exitCode: 2,
			});
		}
		return work(password);
	}
};

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0] ?? "";
