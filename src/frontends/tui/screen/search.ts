// ctrl+r: looks through earlier prompts while one types.
import { edit } from "../composer/buffer.js";
import { find } from "../composer/history.js";
import type { Screen } from "./contract.js";
import type { Key } from "./key.js";

export const startSearch = (screen: Screen) => {
	const { buffer } = screen.store.get();
	screen.store.set({
		search: { query: "", index: undefined },
		history: { ...screen.store.get().history, draft: buffer.text },
		completion: undefined,
	});
};

/** False when the key ends the search and is meant for the text that was found. */
export const searchKey = (screen: Screen, key: Key): boolean => {
	const { search, history, buffer } = screen.store.get();
	if (search === undefined) return false;
	const isText = key.name === "text" && !key.ctrl && !key.meta;
	if (isText) return look(screen, search.query + key.text);
	if (key.name === "backspace") return look(screen, search.query.slice(0, -1));
	if (key.name === "text" && key.ctrl && key.text === "r") return look(screen, search.query, search.index);
	screen.store.set({ search: undefined });
	if (key.name === "escape" || (key.ctrl && key.text === "g")) {
		screen.store.set({ buffer: edit(buffer, { type: "set", text: history.draft }) });
		return true;
	}
	// Enter and tab keep what was found, to be looked at before it is sent; any other key goes on editing it.
	return key.name === "enter" || key.name === "tab";
};

const look = (screen: Screen, query: string, before?: number): true => {
	const { history, buffer } = screen.store.get();
	const index = query === "" ? undefined : find(history.entries, query, before);
	if (index === undefined) screen.store.set({ search: { query, index: before } });
	else
		screen.store.set({
			search: { query, index },
			buffer: edit(buffer, { type: "set", text: history.entries[index] ?? "" }),
		});
	return true;
};
