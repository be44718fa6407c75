import type { PermissionMode } from "../../contracts/permission.js";
import type { EarlyInput } from "./early-input.js";

export interface TuiOptions {
	/** Resume this session. */
	readonly sessionId?: string;
	/** Sent at once. */
	readonly prompt?: string;
	/** A line of a slash command without the slash, run at once: `resume` opens the list of sessions. */
	readonly command?: string;
	readonly model?: string;
	readonly mode?: PermissionMode;
	/** dark, light, colorblind or none. */
	readonly theme?: string;
	readonly dock?: "open" | "folded";
	readonly screenReader: boolean;
	readonly reducedMotion: boolean;
	readonly color: boolean;
	/** Keys typed since the process started, kept by `startEarlyInput`. */
	readonly earlyInput?: EarlyInput;
}
