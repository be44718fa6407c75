// What a listing tells of an archive, whatever its format.

export interface ArchiveEntry {
	readonly path: string;
	readonly kind: "file" | "directory" | "link" | "other";
	/** Unpacked, as the archive claims. */
	readonly sizeBytes: number;
	/** `YYYY-MM-DD HH:MM`: local to who packed it in a ZIP, UTC in a tar; "" where there is none. */
	readonly modified: string;
	/** Where a link leads. */
	readonly target?: string;
	readonly isEncrypted?: boolean;
}

export interface ArchiveListing {
	readonly format: string;
	readonly entries: readonly ArchiveEntry[];
	/** Why the list is not whole: damage, or a limit. */
	readonly problem?: string;
}

/** Bytes of a file, by range. Fewer than asked for at its end. */
export interface RangeSource {
	readonly sizeBytes: number;
	read(offset: number, length: number): Promise<Uint8Array>;
}

/** More are counted as a problem and not listed. */
export const maxArchiveEntries = 100_000;

/** Names are only shown, so what would break a line or drive a terminal is written as its number. */
export const plainName = (name: string): string =>
	name.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
		const code = character.charCodeAt(0);
		return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
	});

/** Whether unpacking it without care would write outside the folder. */
export const leadsOut = ({ path }: ArchiveEntry): boolean =>
	/^[/\\]|^[A-Za-z]:/.test(path) || path.split(/[/\\]/).includes("..");
