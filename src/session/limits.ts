// How long a session may become (SPEC 11), looked at before each request to a model.
import type { ErrorData } from "../contracts/errors.js";
import type { NexusEvent } from "../contracts/event.js";
import type { SessionLimits } from "../contracts/session-type.js";
import { plural } from "../lib/plural.js";
import { messagesOf } from "./messages.js";

const hourMs = 3_600_000;

/** Why nothing more is asked in this session; undefined while it may go on. */
export const sessionLimit = (
	limits: SessionLimits,
	read: () => readonly NexusEvent[],
	now: Date,
): ErrorData | undefined => {
	const { maxMessages, maxHours } = limits;
	// A log is not read where nothing limits it: this is asked before each request.
	if (maxMessages === undefined && maxHours === undefined) return undefined;
	const events = read();
	const start = events[0]?.time;
	if (maxHours !== undefined && start !== undefined && now.getTime() - Date.parse(start) >= maxHours * hourMs) {
		return reached(`it is ${plural(maxHours, "hour")} old`, "limits.maxHours");
	}
	if (maxMessages === undefined || messagesOf(events).length <= maxMessages) return undefined;
	return reached(`it has ${plural(maxMessages, "message")}`, "limits.maxMessages");
};

const reached = (what: string, setting: string): ErrorData => ({
	code: "limit.session",
	message: `this session has come to its end: ${what}`,
	hint: `begin a new one, or fork it; \`nexus config set ${setting}\` allows more`,
	exitCode: 5,
});
