// What this machine is doing: what Node and /proc say, and where there is no /proc, what system-facts.ts says.
import { statfs } from "node:fs/promises";
import {
	arch,
	cpus,
	freemem,
	hostname,
	loadavg,
	networkInterfaces,
	release,
	totalmem,
	type,
	uptime,
	userInfo,
} from "node:os";
import { delimiter, isAbsolute, sep } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { LoadSample, NetworkInterfaceInfo, System } from "../contracts/ports.js";
import { createEventLoopLag } from "./event-loop-lag.js";
import { linuxBatteries } from "./linux-battery.js";
import { type CpuTicks, linuxChildCount, linuxCpuTicks, linuxNetworkCounters } from "./linux-counters.js";
import { linuxDisks, linuxName, linuxProcesses } from "./linux-facts.js";
import { linuxCard, linuxListening, linuxNetwork } from "./linux-network.js";

export interface SystemLoadOptions {
	/** The folder whose disk `sample` speaks of. */
	readonly cwd: string;
	/** How many children run; by default those that the kernel names (Linux), else 0. */
	readonly countChildren?: () => number;
	/** What nexus was started with; default `process.env`. */
	readonly env?: Readonly<Record<string, string | undefined>>;
}

interface Reading {
	readonly atMs: number;
	readonly cpu: CpuTicks;
	readonly process: NodeJS.CpuUsage;
	readonly network: { readonly receivedBytes: number; readonly sentBytes: number } | undefined;
}

const isLinux = process.platform === "linux";

/** Over a shorter time the counters, which go in steps of 10 ms, say nothing. */
const shortestMs = 200;
/** Where there is no /proc, traffic is asked for only this often, since it starts a program. */
const networkEveryMs = 15_000;

/**
 * There ps, df and the like are started by PATH. With an entry that is relative or in the working directory, as under
 * npx, those could be anybody's (SECURITY R7).
 */
function canTrustPath(cwd: string): boolean {
	const folders = (process.env.PATH ?? "").split(delimiter);
	return folders.every((folder) => isAbsolute(folder) && folder !== cwd && !folder.startsWith(cwd + sep));
}

function cpuTicks(): CpuTicks {
	const linux = linuxCpuTicks();
	if (linux !== undefined) return linux;
	let busy = 0;
	let total = 0;
	for (const { times } of cpus()) {
		busy += times.user + times.nice + times.sys + times.irq;
		total += times.user + times.nice + times.sys + times.irq + times.idle;
	}
	return { busy, total };
}

function userName(): string {
	try {
		return userInfo().username;
	} catch {
		// A user id without an entry in the user database, as in many containers.
		return process.env.USER ?? String(process.getuid?.() ?? "");
	}
}

const clampShare = (value: number): number => Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));

/** Nothing runs in the background but while `sample` is called, and 5 s longer or until it is closed. */
export function createSystemLoad({ cwd, countChildren = linuxChildCount, env }: SystemLoadOptions): System {
	const lag = createEventLoopLag();
	let last: Reading | undefined;
	let otherNetwork: { readonly atMs: number; readonly value: Reading["network"] } | undefined;

	/** What only the programs of other systems can say; undefined where they could be anybody's. */
	const others = async () => (canTrustPath(cwd) ? import("./system-facts.js") : undefined);

	const networkTotals = async (nowMs: number): Promise<Reading["network"]> => {
		const counters = linuxNetworkCounters();
		if (counters !== undefined) {
			const cards = counters.filter((card) => card.name !== "lo");
			return {
				receivedBytes: cards.reduce((sum, card) => sum + card.receivedBytes, 0),
				sentBytes: cards.reduce((sum, card) => sum + card.sentBytes, 0),
			};
		}
		const isRecent = otherNetwork !== undefined && nowMs - otherNetwork.atMs < networkEveryMs;
		const library = isRecent ? undefined : await others();
		if (library === undefined) return undefined;
		const cards = (await library.otherCounters()).filter((card) => !card.name.startsWith("lo"));
		const value = {
			receivedBytes: cards.reduce((sum, card) => sum + card.receivedBytes, 0),
			sentBytes: cards.reduce((sum, card) => sum + card.sentBytes, 0),
		};
		otherNetwork = { atMs: nowMs, value };
		return value;
	};
	const takeReading = async (): Promise<Reading> => {
		const atMs = performance.now();
		return { atMs, cpu: cpuTicks(), process: process.cpuUsage(), network: await networkTotals(atMs) };
	};
	const rates = (before: Reading, now: Reading): Pick<LoadSample, "networkInPerSecond" | "networkOutPerSecond"> => {
		if (before.network === undefined || now.network === undefined) return {};
		const seconds = (now.atMs - before.atMs) / 1000;
		return {
			networkInPerSecond: Math.max(0, (now.network.receivedBytes - before.network.receivedBytes) / seconds),
			networkOutPerSecond: Math.max(0, (now.network.sentBytes - before.network.sentBytes) / seconds),
		};
	};
	const diskShare = async (): Promise<Pick<LoadSample, "disk">> => {
		const stats = await statfs(cwd).catch(() => undefined);
		// As df(1): of what this user can have, the blocks kept for root aside.
		const used = stats === undefined ? 0 : stats.blocks - stats.bfree;
		return stats === undefined || stats.blocks === 0 ? {} : { disk: clampShare(used / (used + stats.bavail)) };
	};

	return {
		sample: async () => {
			let before = last;
			if (before === undefined) {
				before = await takeReading();
				await delay(shortestMs);
			}
			const now = await takeReading();
			const elapsedMs = now.atMs - before.atMs;
			const spent = now.process.user - before.process.user + now.process.system - before.process.system;
			if (elapsedMs >= shortestMs / 2) last = now;
			const memoryTotalBytes = totalmem();
			return {
				cpu: clampShare((now.cpu.busy - before.cpu.busy) / (now.cpu.total - before.cpu.total)),
				memoryUsedBytes: memoryTotalBytes - freemem(),
				memoryTotalBytes,
				...(await diskShare()),
				...rates(before, now),
				eventLoopLagMs: lag.read(),
				processCpu: elapsedMs > 0 ? spent / 1000 / elapsedMs : 0,
				processMemoryBytes: process.memoryUsage.rss(),
				childProcesses: countChildren(),
				loadAverage: loadavg()[0] ?? 0,
			};
		},
		info: async () => {
			const cores = cpus();
			const name = await systemName();
			return {
				host: hostname(),
				platform: process.platform,
				osRelease: name,
				arch: arch(),
				cpuModel: cores[0]?.model.trim() || "unknown",
				cpuCores: cores.length,
				uptimeSeconds: Math.floor(uptime()),
				user: userName(),
			};
		},
		processes: async () => (isLinux ? linuxProcesses() : ((await others())?.otherProcesses() ?? [])),
		disks: async () => (isLinux ? linuxDisks() : ((await others())?.otherDisks() ?? [])),
		networkInterfaces: async () => {
			const counters = linuxNetworkCounters() ?? (await (await others())?.otherCounters()) ?? [];
			const addresses = networkInterfaces();
			const names = [...new Set([...Object.keys(addresses), ...counters.map((card) => card.name)])];
			const cards = names.map(async (name): Promise<NetworkInterfaceInfo> => {
				const card = counters.find((entry) => entry.name === name);
				const own = addresses[name] ?? [];
				const mac = own.find((entry) => /[1-9a-f]/.test(entry.mac))?.mac;
				return {
					name,
					addresses: own.map((entry) => entry.address),
					...(isLinux ? await linuxCard(name) : mac === undefined ? {} : { mac }),
					...(card === undefined ? {} : { receivedBytes: card.receivedBytes, sentBytes: card.sentBytes }),
				};
			});
			return Promise.all(cards);
		},
		network: async () =>
			isLinux ? linuxNetwork() : ((await others())?.otherNetwork() ?? { gateways: [], nameServers: [] }),
		listening: async () => (isLinux ? linuxListening() : ((await others())?.otherListening() ?? [])),
		batteries: async () => (isLinux ? linuxBatteries() : ((await others())?.otherBatteries() ?? [])),
		environment: () =>
			Object.fromEntries(
				Object.entries(env ?? process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
			),
		folderSizes: async (path, options) => (await import("./folder-sizes.js")).folderSizes(path, options),
		close: () => {
			lag.close();
			last = undefined;
		},
	};
}

async function systemName(): Promise<string> {
	return (isLinux ? await linuxName() : undefined) ?? `${type()} ${release()}`;
}
