import { openSqliteStore } from "../adapters/sqlite-store.js";
import { toErrorData } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import type { SessionStore } from "../contracts/store.js";

/**
 * The session store; a damaged file is put aside and a full or read-only disk is no reason to stop: then this run
 * keeps its sessions in memory. Either is said once.
 * @throws NexusError `store.newer`
 */
export const openSessionStore = (path: string, clock: Clock, warn: (message: string) => void): SessionStore => {
	const stamp = () => clock.now().toISOString().replaceAll(/[:.]/g, "-");
	try {
		const { store, quarantine } = openSqliteStore(path, stamp);
		if (quarantine !== undefined)
			warn(`the session store was damaged; it was kept as ${quarantine} and a new one begun`);
		return store;
	} catch (error) {
		const data = toErrorData(error);
		if (data.code === "store.newer") throw error;
		warn(`${data.message}: nothing of this session will be kept${data.hint === undefined ? "" : ` (${data.hint})`}`);
		return openSqliteStore(":memory:", stamp).store;
	}
};
