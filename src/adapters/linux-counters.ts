// Counters of the Linux kernel (proc(5)) that are cheap to read; undefined elsewhere, or where they are not shown.
import { readFileSync } from "node:fs";

function read(path: string): string | undefined {
	try {
		return readFileSync(path, "latin1");
	} catch {
		return undefined;
	}
}

/** Ticks of all cores together since the start of the machine. */
export interface CpuTicks {
	readonly busy: number;
	readonly total: number;
}

/** `/proc/stat`, first line: user nice system idle iowait irq softirq steal; waiting for a disk is idle. */
export function linuxCpuTicks(): CpuTicks | undefined {
	const line = /^cpu +(.+)$/m.exec(read("/proc/stat") ?? "")?.[1];
	if (line === undefined) return undefined;
	const ticks = line.trim().split(/ +/).map(Number).slice(0, 8);
	const total = ticks.reduce((sum, value) => sum + value, 0);
	return { busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0), total };
}

export interface NetworkCounters {
	readonly name: string;
	readonly receivedBytes: number;
	readonly sentBytes: number;
}

/** `/proc/net/dev`: receive bytes is the 1st figure after the colon, transmit bytes the 9th. */
export function linuxNetworkCounters(): readonly NetworkCounters[] | undefined {
	const text = read("/proc/net/dev");
	if (text === undefined) return undefined;
	return [...text.matchAll(/^ *([^:\s]+): *(.+)$/gm)].map(([, name = "", figures = ""]) => {
		const values = figures.trim().split(/ +/).map(Number);
		return { name, receivedBytes: values[0] ?? 0, sentBytes: values[8] ?? 0 };
	});
}

/** Children of this process that its main thread started, which is where Node starts them all. */
export function linuxChildCount(): number {
	const text = read(`/proc/self/task/${process.pid}/children`)?.trim() ?? "";
	return text === "" ? 0 : text.split(/ +/).length;
}
