// Values that the commands for agents complete.
import type { ArgumentValues } from "./command.js";

/** Names of definitions. */
export const agentChoices: Exclude<ArgumentValues, "path"> = async ({ client }) =>
	(await client.agents.list()).map(({ name, description }) => ({ value: name, label: name, detail: description }));

/** Agents at work: of the session on screen, or of this machine. */
export const workingChoices: Exclude<ArgumentValues, "path"> = async ({ client, sessionId }) => {
	if (sessionId === undefined)
		return (await client.agents.working()).map(({ id, task }) => ({ value: id, label: id, detail: task }));
	return (await client.agents.running(sessionId)).map(({ id, state, task }) => ({
		value: id,
		label: id,
		detail: `${state}  ${task}`,
	}));
};
