import { existsSync } from "node:fs";
import { openSqliteStore } from "../adapters/sqlite-store.js";
import { toErrorData } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import type { SessionStore } from "../contracts/store.js";
import { plural } from "../lib/plural.js";

/**
 * The session store; a damaged file is put aside and a full or read-only disk is no reason to stop: then this run
 * keeps its sessions in memory. Either is said once.
 * @throws NexusError `store.newer`
 */
export const openSessionStore = (path: string, clock: Clock, warn: (message: string) => void): SessionStore => {
	const stamp = () => clock.now().toISOString().replaceAll(/[:.]/g, "-");
	try {
		const { store, quarantine, salvaged } = openSqliteStore(path, stamp);
		if (quarantine !== undefined) {
			const saved = `${plural(salvaged?.sessions ?? 0, "session")} with ${plural(salvaged?.events ?? 0, "event")}`;
			warn(
				`the session store was damaged: ${saved} could be read and are in a new one; the old file is kept as ${quarantine}`,
			);
		}
		return store;
	} catch (error) {
		const data = toErrorData(error);
		if (data.code === "store.newer") throw error;
		const unseen = existsSync(path) ? ", and what is stored there cannot be shown" : "";
		warn(
			`${data.message}: nothing of this session will be kept${unseen}${data.hint === undefined ? "" : ` (${data.hint})`}`,
		);
		return openSqliteStore(":memory:", stamp).store;
	}
};
