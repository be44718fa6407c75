// Enter: a command, a shell line, or a prompt; and how a run is stopped and a queued prompt taken back.
import { mainAgent } from "../../../contracts/event.js";
import { edit } from "../composer/buffer.js";
import { expandChips } from "../composer/chips.js";
import { addEntry } from "../composer/history.js";
import type { Screen } from "./contract.js";
import { prompt } from "./prompt.js";
import { runCommand } from "./run-command.js";

/** Longer prompts are not kept for the up key. */
const maxHistoryCharacters = 20_000;

export const submit = (screen: Screen) => {
	const { store } = screen;
	const { buffer, history } = store.get();
	const text = expandChips(buffer).trim();
	if (text === "") return screen.memory.replay?.step();
	store.set({
		buffer: { ...edit(buffer, { type: "clear" }), undo: [] },
		history: text.length <= maxHistoryCharacters ? addEntry(history, text) : history,
		completion: undefined,
		placeholder: "",
	});
	const command = /^\/([a-z?][a-z0-9-]*)(?:\s+([\s\S]*))?$/i.exec(text);
	if (command !== null) return runCommand(screen, command[1] ?? "", command[2] ?? "");
	if (text.startsWith("!")) return screen.run(shell(screen, text.slice(1).trim()));
	const { focus } = store.get().session;
	if (focus !== mainAgent) return screen.run(tell(screen, focus, text));
	const behind = /^([\s\S]*\S)\s+&$/.exec(text)?.[1];
	if (behind !== undefined) return runCommand(screen, "bg", behind);
	screen.run(prompt(screen, text));
};

/** To the agent that is shown; it reads it between two steps. */
const tell = async (screen: Screen, agentId: string, text: string): Promise<void> => {
	const isTold = await screen.client.agents.send(await screen.sessionId(), agentId, text);
	if (isTold) return;
	const { buffer } = screen.store.get();
	if (buffer.text === "") screen.store.set({ buffer: edit(buffer, { type: "set", text }) });
	screen.hint(`${agentId} has ended; /agents resume ${agentId}`);
};

/** From an agent's transcript to the conversation; false where that is what is shown. */
export const leaveAgent = (screen: Screen): boolean => {
	if (screen.store.get().session.focus === mainAgent) return false;
	runCommand(screen, "agents open", mainAgent);
	return true;
};

const shell = async (screen: Screen, command: string): Promise<void> => {
	if (command === "") return;
	screen.store.set({ busy: `running ${command.slice(0, 40)}` });
	try {
		await screen.client.shell(await screen.sessionId(), command);
	} finally {
		screen.store.set({ busy: undefined });
	}
};

/** False when nothing runs. */
export const stopRun = (screen: Screen): boolean => {
	const { run, focus } = screen.store.get().session;
	// An agent is stopped by name alone: esc ends only what is in front.
	if (run === undefined || focus !== mainAgent) return false;
	screen.run(screen.sessionId().then((id) => screen.client.runs.cancel(id)));
	return true;
};

/** The last queued prompt goes back into the composer; false when there is none. */
export const takeBackQueued = (screen: Screen): boolean => {
	const { session } = screen.store.get();
	const last = session.queue.at(-1);
	if (session.run === undefined || last === undefined) return false;
	const withdraw = async () => {
		const isBack = await screen.client.withdraw(await screen.sessionId(), last.promptId);
		const { buffer } = screen.store.get();
		if (isBack && buffer.text === "") screen.store.set({ buffer: edit(buffer, { type: "set", text: last.text }) });
		else if (!isBack) screen.hint("it is being answered already");
	};
	screen.run(withdraw());
	return true;
};
