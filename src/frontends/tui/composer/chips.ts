// The text one writes. Positions are UTF-16 offsets that lie between grapheme clusters. A large paste is one character
// of a private plane, which stands for its text until the prompt is sent.

export interface Buffer {
	readonly text: string;
	readonly cursor: number;
	/** What ctrl+k, u, w and alt+d took last. */
	readonly killed: string;
	/** Earlier states, newest last. */
	readonly undo: readonly { readonly text: string; readonly cursor: number }[];
	readonly lastEdit: "insert" | "kill" | "other";
	/** Column to keep while moving up and down. */
	readonly column: number | undefined;
	/** Text behind each chip, by its character. */
	readonly pastes: Readonly<Record<string, string>>;
}

const firstChip = 0x10f000;
export const maxChips = 0xf00;
/** More than this becomes a chip. */
export const chipLimits = { lines: 5, characters: 1000 } as const;

export const chipFor = (count: number): string => String.fromCodePoint(firstChip + count);
export const isChip = (character: string): boolean => {
	const code = character.codePointAt(0) ?? 0;
	return code >= firstChip && code < firstChip + maxChips;
};
export const chipLabel = (text: string): string => `[pasted ${text.length.toLocaleString("en-US")} characters]`;

/** The text as it is sent, chips replaced by what was pasted. */
export const expandChips = (buffer: Buffer): string =>
	Object.keys(buffer.pastes).length === 0
		? buffer.text
		: Array.from(buffer.text, (character) => buffer.pastes[character] ?? character).join("");
