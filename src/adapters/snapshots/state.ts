// What a path is, in one line of text, so that two states are the same when their texts are.
import type { Stats } from "node:fs";

/**
 * `-` nothing; `d mode` a folder; `l target` a link; `f mode size hash` a file whose content is kept; `u mode stamp` a
 * file whose content is not; `x` a device, a pipe, a socket. Modes are octal, hashes SHA-256 in hex.
 */
export type FileState = string;

export const nothing: FileState = "-";
export const special: FileState = "x";

export type ParsedState =
	| { readonly kind: "nothing" | "special" }
	| { readonly kind: "folder"; readonly mode: number }
	| { readonly kind: "link"; readonly target: string }
	| { readonly kind: "file"; readonly mode: number; readonly sizeBytes: number; readonly hash: string }
	| { readonly kind: "unsaved"; readonly mode: number };

const modeText = (stats: Stats): string => (stats.mode & 0o7777).toString(8);

export const folderState = (stats: Stats): FileState => `d ${modeText(stats)}`;
export const linkState = (target: string): FileState => `l ${target}`;
export const fileState = (stats: Stats, sizeBytes: number, hash: string): FileState =>
	`f ${modeText(stats)} ${sizeBytes} ${hash}`;
export const unsavedState = (stats: Stats): FileState => `u ${modeText(stats)} ${stampOf(stats)}`;

/** Changes with every change of the file's content or mode, but for those within one tick of the disk's clock. */
export const stampOf = (stats: Stats): string =>
	`${stats.ino}.${stats.size}.${stats.mtimeMs}.${stats.ctimeMs}.${stats.mode}`;

export const parseState = (state: FileState): ParsedState => {
	const [kind, second = "", third = "", fourth = ""] = state.split(" ", 4);
	const mode = Number.parseInt(second, 8);
	if (kind === "d") return { kind: "folder", mode };
	if (kind === "l") return { kind: "link", target: state.slice(2) };
	if (kind === "f") return { kind: "file", mode, sizeBytes: Number(third), hash: fourth };
	if (kind === "u") return { kind: "unsaved", mode };
	return { kind: kind === "x" ? "special" : "nothing" };
};

export const isUnsaved = (state: FileState): boolean => state.startsWith("u ");
export const isFolderState = (state: FileState): boolean => state.startsWith("d ");

/** Of a file whose content is kept. */
export const hashOf = (state: FileState): string | undefined => {
	const parsed = parseState(state);
	return parsed.kind === "file" ? parsed.hash : undefined;
};
