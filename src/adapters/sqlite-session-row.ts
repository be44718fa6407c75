import type { NexusEvent } from "../contracts/event.js";
import { firstLine } from "../lib/first-line.js";

export interface SessionChanges {
	readonly prompts: number;
	/** Empty: no change. A first prompt only names a session that has no title yet. */
	readonly title: string;
	readonly isRename: boolean;
	readonly model: string | undefined;
	readonly costMicroUsd: number;
	readonly priced: number;
}

const titleCharacters = 80;

/** What a batch of events changes in the row that lists the session. */
export const sessionChanges = (events: readonly NexusEvent[]): SessionChanges => {
	let changes: SessionChanges = {
		prompts: 0,
		title: "",
		isRename: false,
		model: undefined,
		costMicroUsd: 0,
		priced: 0,
	};
	for (const event of events) changes = withEvent(changes, event);
	return changes;
};

const withEvent = (changes: SessionChanges, event: NexusEvent): SessionChanges => {
	if (event.type === "prompt.submit") {
		const title = changes.title === "" ? firstLine(event.data.text, titleCharacters) : changes.title;
		return { ...changes, prompts: changes.prompts + 1, title };
	}
	if (event.type === "session.update") {
		const renamed = event.data.title === undefined ? changes : { ...changes, title: event.data.title, isRename: true };
		return { ...renamed, model: event.data.model ?? changes.model };
	}
	if (event.type === "usage.record" && event.data.costMicroUsd !== null) {
		return { ...changes, costMicroUsd: changes.costMicroUsd + event.data.costMicroUsd, priced: changes.priced + 1 };
	}
	return changes;
};
