// A clock that all processes of this machine share and that does not jump; it begins anew with each start of the machine.
import { readFileSync } from "node:fs";
import { uptime } from "node:os";

export interface MachineClock {
	/** Milliseconds since this machine was started, as far as it was awake. */
	nowMs(): number;
	/** The same until the machine is started anew. */
	readonly boot: string;
}

export const machineClock = (): MachineClock => ({
	nowMs: () => Number(process.hrtime.bigint() / 1000n) / 1000,
	boot: bootId(),
});

const bootId = (): string => {
	try {
		return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
	} catch {
		// To ten minutes, since it is reckoned from two clocks.
		return String(Math.round((Date.now() / 1000 - uptime()) / 600));
	}
};
