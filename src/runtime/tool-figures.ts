import type { ToolStatus } from "../contracts/event.js";
import type { Clock } from "../contracts/ports.js";
import type { SessionStore } from "../contracts/store.js";

/** The figures of a tool are not worth the failure of a call: on a full disk they are lost. */
export const countCall = (
	store: SessionStore,
	{ tool, status, durationMs }: { tool: string; status: ToolStatus; durationMs: number },
	clock: Clock,
	warn: (message: string) => void,
): void => {
	try {
		store.countToolCall({ tool, status, durationMs, time: clock.now().toISOString() });
	} catch (error) {
		warn(error instanceof Error ? error.message : String(error));
	}
};
