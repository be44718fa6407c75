import { openAnother, storeError } from "./sqlite-open.js";

/** Empties every table of a database that holds nothing but what can be made again; several processes may have it open. */
export const emptyDatabase = (path: string): void => {
	const database = openAnother(path);
	try {
		for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all())
			if (!String(name).startsWith("sqlite_")) database.exec(`DELETE FROM "${String(name)}"`);
		database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
	} catch (error) {
		throw storeError(error, path);
	} finally {
		database.close();
	}
};
