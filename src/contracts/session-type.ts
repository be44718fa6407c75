// What a session is for, and what differs by that. Flags come before these, and so do limits that are set.
import type { PermissionMode } from "./permission.js";

export const sessionTypes = ["chat", "task", "automation", "collaboration", "analysis"] as const;
export type SessionType = (typeof sessionTypes)[number];

export interface SessionLimits {
	/** Of those that `nexus sessions show` numbers. Undefined: there is no limit. */
	readonly maxMessages?: number | undefined;
	/** From its beginning on, pauses included. */
	readonly maxHours?: number | undefined;
}

export interface SessionDefaults extends SessionLimits {
	readonly description: string;
	/** Undefined: that of the settings. */
	readonly mode?: PermissionMode;
}

export const sessionDefaults: Readonly<Record<SessionType, SessionDefaults>> = {
	chat: { description: "a conversation" },
	task: { description: "one piece of work", maxMessages: 1000, maxHours: 72 },
	automation: { description: "work that nobody watches", maxMessages: 500, maxHours: 12 },
	collaboration: { description: "several agents on one piece of work", maxMessages: 5000, maxHours: 168 },
	analysis: {
		description: "looking into data or code, changing nothing",
		mode: "plan",
		maxMessages: 1000,
		maxHours: 72,
	},
};
