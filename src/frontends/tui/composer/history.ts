// Earlier prompts: up and down walk through them, ctrl+r searches. The draft is kept while one looks.

export interface History {
	/** Oldest first. */
	readonly entries: readonly string[];
	/** Where one looks; undefined on the draft. */
	readonly index: number | undefined;
	readonly draft: string;
}

export const emptyHistory: History = { entries: [], index: undefined, draft: "" };

const maxEntries = 2000;

/** Repeating the last entry adds nothing. */
export const addEntry = (history: History, text: string): History => {
	const isNew = text.trim() !== "" && history.entries.at(-1) !== text;
	return {
		entries: isNew ? [...history.entries, text].slice(-maxEntries) : history.entries,
		index: undefined,
		draft: "",
	};
};

/** Loaded later than the first prompts were typed: those stay the newest. `older` is oldest first. */
export const addOlder = (history: History, older: readonly string[]): History => ({
	...history,
	entries: [...older, ...history.entries].slice(-maxEntries),
});

/** The next older (-1) or newer (1) text to show; undefined when there is none. */
export const step = (
	history: History,
	direction: -1 | 1,
	current: string,
): { history: History; text: string } | undefined => {
	const { entries, index } = history;
	const at = (index ?? entries.length) + direction;
	if (at < 0 || at > entries.length || (index === undefined && direction === 1)) return undefined;
	const draft = index === undefined ? current : history.draft;
	if (at === entries.length) return { history: { ...history, index: undefined, draft: "" }, text: draft };
	return { history: { ...history, index: at, draft }, text: entries[at] ?? "" };
};

export interface Search {
	readonly query: string;
	/** Entry that is shown; undefined when nothing matches. */
	readonly index: number | undefined;
}

/** The newest match before `before`; upper and lower case are the same. */
export const find = (entries: readonly string[], query: string, before = entries.length): number | undefined => {
	const wanted = query.toLowerCase();
	for (let at = Math.min(before, entries.length) - 1; at >= 0; at--) {
		if (entries[at]?.toLowerCase().includes(wanted) === true) return at;
	}
	return undefined;
};
