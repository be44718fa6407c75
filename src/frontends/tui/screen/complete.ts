// Keeps the completion in step with the text.
import { type ArgumentTrigger, argumentAt, choiceSuggestions, pathSuggestions } from "../composer/arguments.js";
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

/** Paths looked at for the folders among them. */
const maxPaths = 40;

/** False when there is nothing at the cursor that could be completed. */
export const refreshCompletion = (screen: Screen): boolean => {
	const { buffer, completion } = screen.store.get();
	const trigger = argumentAt(screen.commands, buffer.text, buffer.cursor) ?? triggerAt(buffer.text, buffer.cursor);
	if (trigger === undefined) {
		if (completion !== undefined) screen.store.set({ completion: undefined });
		return false;
	}
	if (trigger.kind === "command") {
		show(screen, trigger, rankCommands(screen.commands, trigger.query));
		return true;
	}
	suggestionsFor(screen, trigger).then(
		(items) => {
			// Meanwhile something else may have been typed, or sent.
			if (screen.store.get().buffer === buffer) show(screen, trigger, items);
		},
		// What cannot be listed completes nothing.
		() => undefined,
	);
	return true;
};

const suggestionsFor = async (screen: Screen, trigger: Trigger | ArgumentTrigger): Promise<readonly Suggestion[]> => {
	const { client } = screen;
	const { query } = trigger;
	if (!("values" in trigger)) return fileSuggestions(await client.files.complete(query, maxSuggestions));
	const { values, given } = trigger;
	if (values === "path") return pathSuggestions(await client.files.complete(query, maxPaths), query);
	return choiceSuggestions(await values({ client, sessionId: await screen.sessionId(), given }), query);
};

const show = (screen: Screen, { kind, from, to, query }: Trigger, items: readonly Suggestion[]) => {
	const selected = kind === "argument" ? -1 : 0;
	screen.store.set({ completion: items.length === 0 ? undefined : { kind, from, to, query, items, selected } });
};

/** Puts the selected suggestion, or else the first, in the place of its token. */
export const accept = (screen: Screen) => {
	const { buffer, completion } = screen.store.get();
	const item = completion?.items[Math.max(0, completion.selected)];
	if (completion === undefined || item === undefined) return;
	const { from, to } = completion;
	screen.store.set({ buffer: edit(buffer, { type: "replace", from, to, text: item.value }), completion: undefined });
};
