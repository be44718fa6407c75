// Keeps the completion in step with the text.
import { edit } from "../composer/buffer.js";
import {
	fileSuggestions,
	maxSuggestions,
	rankCommands,
	type Suggestion,
	type Trigger,
	triggerAt,
} from "../composer/completion.js";
import type { Screen } from "./contract.js";

export const refreshCompletion = (screen: Screen) => {
	const { buffer, completion } = screen.store.get();
	const trigger = triggerAt(buffer.text, buffer.cursor);
	const question = ++screen.memory.question;
	if (trigger === undefined) {
		if (completion !== undefined) screen.store.set({ completion: undefined });
		return;
	}
	if (trigger.kind === "command") return show(screen, trigger, rankCommands(screen.commands, trigger.query));
	screen.client.files.complete(trigger.query, maxSuggestions).then(
		(paths) => {
			if (screen.memory.question === question) show(screen, trigger, fileSuggestions(paths));
		},
		// A folder that cannot be listed completes nothing.
		() => undefined,
	);
};

const show = (screen: Screen, trigger: Trigger, items: readonly Suggestion[]) => {
	screen.store.set({ completion: items.length === 0 ? undefined : { ...trigger, items, selected: 0 } });
};

/** Puts the selected suggestion in the place of its token. */
export const accept = (screen: Screen) => {
	const { buffer, completion } = screen.store.get();
	const item = completion?.items[completion.selected];
	if (completion === undefined || item === undefined) return;
	const { from, to } = completion;
	screen.store.set({ buffer: edit(buffer, { type: "replace", from, to, text: item.value }), completion: undefined });
};
