// Runs a slash command and shows what it answers.
import type { CommandChoice, CommandResult } from "../../../contracts/command.js";
import { isAbortError } from "../../../contracts/errors.js";
import { outcomeText, type Replay } from "../../../contracts/replay.js";
import { commandOf, parseCommand } from "../commands/parse.js";
import { messageLines, tableLines } from "../commands/result-lines.js";
import { edit } from "../composer/buffer.js";
import { type Line, span } from "../text/span.js";
import { themeFor } from "../theme.js";
import type { Screen } from "./contract.js";
import { pickerItems } from "./frame.js";
import { prompt } from "./prompt.js";

export const runCommand = (screen: Screen, name: string, line: string) => {
	screen.run(run(screen, name, line));
};

const run = async (screen: Screen, name: string, typed: string): Promise<void> => {
	const { command, line } = commandOf(screen.commands, name === "?" ? "help" : name, typed);
	const { args, rest } = parseCommand(command, line);
	const abort = new AbortController();
	screen.memory.command = abort;
	const cancelBusy = screen.timers.after(200, () => screen.store.set({ busy: `/${command.name} runs; esc stops it` }));
	try {
		const result = await command.run(args, {
			client: screen.client,
			signal: AbortSignal.any([abort.signal, screen.signal]),
			sessionId: await screen.sessionId(),
			commands: screen.commands,
			surface: "slash",
			mainFlags: [],
			readStdin: async () => "",
			rest,
		});
		await show(screen, result);
	} catch (error) {
		if (!abort.signal.aborted || !isAbortError(error)) throw error;
		screen.hint(`/${command.name} stopped`);
	} finally {
		cancelBusy();
		if (screen.memory.command === abort) screen.memory.command = undefined;
		if (screen.store.get().busy !== undefined) screen.store.set({ busy: undefined });
	}
};

const show = async (screen: Screen, result: CommandResult): Promise<void> => {
	const { theme, glyphs, columns } = screen.store.get();
	const context = { theme, glyphs, width: Math.min(columns, 110) };
	switch (result.type) {
		case "message":
			return screen.print(messageLines(result.text, context));
		case "table":
			return screen.print(tableLines(result, { ...context, width: columns }));
		case "choose":
			if (result.items.length === 0 && result.live === undefined)
				return screen.print([[span("nothing to choose from", theme.dim)]]);
			if (result.above !== undefined) screen.print(messageLines(result.above, context));
			screen.store.set({
				picker: {
					title: result.title,
					command: result.command,
					given: result.given ?? "",
					items: result.items,
					filter: "",
					selected: 0,
					...(result.search === undefined ? {} : { search: result.search }),
				},
			});
			if (result.live !== undefined) screen.run(keepFresh(screen, result.items, result.live));
			return;
		case "follow":
			for await (const line of result.lines) screen.print(messageLines(line.text, context));
			return;
		case "prompt":
			return prompt(screen, result.text);
		case "session":
			await switchSession(screen, result.sessionId, result.text);
			for (const text of result.prompts ?? []) await screen.client.prompt(result.sessionId, { text, typed: "" });
			return result.draft === undefined ? undefined : putDraft(screen, result.draft);
		case "replay":
			return play(screen, result);
		case "agent":
			return switchSession(screen, await screen.sessionId(), result.text, undefined, result.agentId);
		case "display": {
			const chosen = result.theme === undefined ? theme : themeFor(result.theme, screen.color);
			screen.store.set({ theme: chosen, dock: result.dock ?? screen.store.get().dock });
			screen.feed.flush();
			return result.text === "" ? undefined : screen.hint(result.text);
		}
		case "quit":
			return screen.leave(0);
	}
};

/** As long as that list is on screen. What is selected stays selected, whatever comes above it. */
const keepFresh = async (
	screen: Screen,
	items: readonly CommandChoice[],
	live: (signal: AbortSignal) => AsyncIterable<readonly CommandChoice[]>,
): Promise<void> => {
	const gone = new AbortController();
	let shown = items;
	const unsubscribe = screen.store.subscribe(() => {
		if (screen.store.get().picker?.items !== shown) gone.abort();
	});
	try {
		for await (const next of live(AbortSignal.any([gone.signal, screen.signal]))) {
			const { picker } = screen.store.get();
			if (picker === undefined || gone.signal.aborted) return;
			const chosen = picker.selected === 0 ? undefined : pickerItems(picker)[picker.selected]?.value;
			const renewed = { ...picker, items: next };
			const at = pickerItems(renewed).findIndex(({ value }) => value === chosen);
			shown = next;
			screen.store.set({ picker: { ...renewed, selected: Math.max(0, at) } });
		}
	} finally {
		unsubscribe();
	}
};

/** Into an empty composer only: what has been typed meanwhile stays. */
const putDraft = (screen: Screen, text: string) => {
	const { buffer } = screen.store.get();
	if (buffer.text === "") screen.store.set({ buffer: edit(buffer, { type: "set", text }) });
};

const play = async (screen: Screen, { request, title }: Extract<CommandResult, { type: "replay" }>): Promise<void> => {
	const replay = await screen.client.replays.open(request);
	const keys = request.isStepped === true ? "; enter plays the next step" : "";
	const text = `replay of ${title}: no model is asked and nothing is touched${keys}`;
	await switchSession(screen, replay.sessionId, text, replay);
	screen.run(
		replay.play().then(async (outcome) => {
			// What has been played is printed first.
			await screen.timers.pause();
			screen.feed.flush();
			const { theme, glyphs, columns: width } = screen.store.get();
			if (screen.memory.replay === replay) screen.print(messageLines(outcomeText(outcome), { theme, glyphs, width }));
		}),
	);
};

/** A rule with the words, then the last blocks of that session, or of that agent in it. */
export const switchSession = async (
	screen: Screen,
	sessionId: string,
	text: string,
	replay?: Replay,
	agentId?: string,
): Promise<void> => {
	screen.memory.replay?.stop();
	screen.memory.replay = replay;
	const { theme, glyphs, columns } = screen.store.get();
	const rule: Line = [span(glyphs.rule.repeat(Math.min(columns, 24)), theme.dim)];
	screen.print([rule, ...messageLines(text, { theme, glyphs, width: columns })]);
	screen.setSession(Promise.resolve(sessionId));
	await screen.feed.follow(sessionId, true, agentId);
	await screen.client.runs.resume(sessionId);
};
