import type { DatabaseSync } from "node:sqlite";

/** The first that has `contentless_delete` (https://sqlite.org/releaselog/3_43_0.html). */
const oldest = [3, 43, 0] as const;

/**
 * In versions before these, two connections that write and checkpoint at once can damage the file, rarely
 * (https://sqlite.org/wal.html, "The WAL-Reset Bug"): mended in 3.51.3, and in further releases of older lines.
 */
const mended: readonly (readonly [number, number, number])[] = [
	[3, 44, 6],
	[3, 50, 7],
	[3, 51, 3],
];

export const sqliteVersion = (database: DatabaseSync): string =>
	String(database.prepare("SELECT sqlite_version() AS version").get()?.version);

/** What is known to be wrong with a version of SQLite, in one line; undefined: nothing. */
export const sqliteProblem = (version: string): string | undefined => {
	if (isTooOld(version)) return `SQLite ${version} is too old: nexus needs ${oldest.join(".")}`;
	const [major = 0, minor = 0, patch = 0] = parts(version);
	const isMended =
		isAtLeast([major, minor, patch], [3, 51, 3]) || mended.some(([, line, first]) => minor === line && patch >= first);
	if (isMended) return undefined;
	return `SQLite ${version} can, rarely, damage a store that several processes write to (its WAL-reset bug, mended in 3.51.3)`;
};

export const isTooOld = (version: string): boolean => !isAtLeast(parts(version), oldest);

const parts = (version: string): readonly number[] => version.split(".").map(Number);

const isAtLeast = (version: readonly number[], other: readonly number[]): boolean => {
	const different = other.findIndex((part, index) => part !== version[index]);
	return different === -1 || (version[different] ?? 0) > (other[different] ?? 0);
};
