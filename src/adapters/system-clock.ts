import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../contracts/ports.js";

export const systemClock: Clock = {
	now: () => new Date(),
	monotonicMs: () => performance.now(),
	sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
};
