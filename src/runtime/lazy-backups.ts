// Backups open with their first use, and those that come due are made while somebody can be told.
import type { BackupClient } from "../contracts/backup.js";
import { isAbortError, toErrorData } from "../contracts/errors.js";
import type { EventOf } from "../contracts/event.js";
import type { BackupOptions } from "./backup-client.js";

/** The start is over by then, and most of those who only ask something have gone. */
const firstLookMs = 30_000;
const lookEveryMs = 600_000;

export const lazyBackups = (options: BackupOptions): BackupClient => {
	const { clock, config, nextId } = options;
	let opened: Promise<Omit<BackupClient, "watch">> | undefined;
	const open = () => {
		opened ??= import("./backup-client.js").then(({ createBackupClient }) => createBackupClient(options));
		return opened;
	};

	/** What went wrong, if anything did; nothing when it was stopped. */
	const makeDue = async (signal: AbortSignal): Promise<string | undefined> => {
		try {
			await (await open()).createIfDue({ signal });
			return undefined;
		} catch (error) {
			return signal.aborted || isAbortError(error) ? undefined : `no backup was made: ${toErrorData(error).message}`;
		}
	};

	return {
		create: async (given) => (await open()).create(given),
		createIfDue: async (given) => (await open()).createIfDue(given),
		list: async () => (await open()).list(),
		get: async (reference) => (await open()).get(reference),
		verify: async (reference, given) => (await open()).verify(reference, given),
		restore: async (reference, given) => (await open()).restore(reference, given),
		prune: async (given) => (await open()).prune(given),
		async *watch(signal) {
			if (config.schedule === "off" || options.isEphemeral) return;
			let said: string | undefined;
			for (let waitMs = firstLookMs; ; waitMs = lookEveryMs) {
				await clock.sleep(waitMs, signal).catch(() => undefined);
				if (signal.aborted) return;
				const problem = await makeDue(signal);
				// Once: it will be the same the next time, until somebody has put it right.
				if (problem !== undefined && problem !== said) yield toNotice(problem);
				said = problem;
			}
		},
	};

	function toNotice(text: string): EventOf<"notice.show"> {
		const time = clock.now().toISOString();
		return { id: nextId(), time, sessionId: "", v: 1, type: "notice.show", data: { level: "warn", text } };
	}
};
