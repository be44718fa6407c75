import type { PermissionMode } from "../../contracts/permission.js";
import type { EarlyInput } from "./early-input.js";

export interface TuiOptions {
	/** Resume this session. */
	readonly sessionId?: string;
	/** Sent at once. */
	readonly prompt?: string;
	readonly model?: string;
	readonly mode?: PermissionMode;
	/** dark, light, colour-blind or none. */
	readonly theme?: string;
	readonly dock?: "open" | "folded";
	readonly screenReader: boolean;
	readonly reducedMotion: boolean;
	readonly color: boolean;
	/** Keys typed since the process started, kept by `startEarlyInput`. */
	readonly earlyInput?: EarlyInput;
}
