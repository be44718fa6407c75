// The one-line fields: the reason for a no, and the filter of a list. The letters go to the field itself.

import type { Screen } from "./contract.js";
import { answer } from "./decide.js";
import { pickerItems } from "./frame.js";
import type { Key } from "./key.js";
import { runCommand } from "./run-command.js";
import type { Picker } from "./state.js";

export const reasonKey = (screen: Screen, key: Key) => {
	const { decision } = screen.store.get();
	if (decision === undefined || key.name !== "escape") return;
	screen.store.set({ decision: { ...decision, reason: undefined } });
};

export const setField = (screen: Screen, text: string) => {
	const { decision, picker } = screen.store.get();
	if (decision?.reason !== undefined) screen.store.set({ decision: { ...decision, reason: text } });
	else if (picker !== undefined) {
		const { found: _, ...rest } = picker;
		screen.store.set({ picker: { ...rest, filter: text, selected: 0 } });
		if (picker.search !== undefined && text.trim() !== "") screen.run(searchFor(screen, picker.search, text));
	}
};

/** What was found belongs to the filter that it was looked for with: meanwhile there may be another one. */
const searchFor = async (screen: Screen, search: NonNullable<Picker["search"]>, filter: string): Promise<void> => {
	const found = await search(filter);
	const { picker } = screen.store.get();
	if (picker?.search === search && picker.filter === filter) screen.store.set({ picker: { ...picker, found } });
};

export const submitField = (screen: Screen) => {
	const { decision, picker } = screen.store.get();
	if (decision?.reason !== undefined) {
		const reason = decision.reason.trim();
		answer(screen, decision.approvalId, reason === "" ? { answer: "deny" } : { answer: "deny", reason });
		return screen.store.set({ decision: { ...decision, reason: undefined } });
	}
	if (picker === undefined) return;
	const items = pickerItems(picker);
	// For a screen reader the items are numbered.
	const item = items[Math.min(picker.selected, items.length - 1)] ?? picker.items[Number(picker.filter) - 1];
	if (item === undefined) return;
	screen.store.set({ picker: undefined });
	runCommand(screen, picker.command, `${picker.given} ${JSON.stringify(item.value)}`);
};

export const pickerKey = (screen: Screen, key: Key) => {
	const { picker } = screen.store.get();
	if (picker === undefined) return;
	const count = pickerItems(picker).length;
	const move = (by: number) =>
		count > 0 && screen.store.set({ picker: { ...picker, selected: (picker.selected + by + count) % count } });
	if (key.name === "escape") screen.store.set({ picker: undefined });
	else if (key.name === "up") move(-1);
	else if (key.name === "down") move(1);
};
