// What this machine is doing. The door for systeminformation, which is loaded only for what Node and /proc cannot say.
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
import type { DiskInfo, LoadSample, NetworkInterfaceInfo, ProcessInfo, System } from "../contracts/ports.js";
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
 * The library starts ps, df and the like by PATH. With an entry that is relative or in the working directory, as under
 * npx, those could be anybody's (SECURITY R7).
 */
function canTrustPath(cwd: string): boolean {
	const folders = (process.env.PATH ?? "").split(delimiter);
	return folders.every((folder) => isAbsolute(folder) && folder !== cwd && !folder.startsWith(cwd + sep));
}

const loadOthers = () => import("./system-facts.js");
const loadLibrary = async () => (await import("systeminformation")).default;

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
		if (isRecent || !canTrustPath(cwd)) return undefined;
		const library = await loadLibrary();
		const stats = await library.networkStats("*").catch(() => []);
		const cards = stats.filter((card) => !card.iface.startsWith("lo"));
		const value = {
			receivedBytes: cards.reduce((sum, card) => sum + card.rx_bytes, 0),
			sentBytes: cards.reduce((sum, card) => sum + card.tx_bytes, 0),
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
		processes: async () => {
			const list = canTrustPath(cwd) ? await libraryProcesses() : [];
			// Nor is ps in every container.
			return list.length === 0 && isLinux ? linuxProcesses() : list;
		},
		disks: async () => {
			const list = canTrustPath(cwd) ? await libraryDisks() : [];
			return list.length === 0 && isLinux ? linuxDisks() : list;
		},
		networkInterfaces: async () => {
			const counters = linuxNetworkCounters() ?? (canTrustPath(cwd) ? await otherCounters() : []);
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
		network: async () => {
			if (isLinux) return linuxNetwork();
			return canTrustPath(cwd) ? (await loadOthers()).otherNetwork() : { gateways: [], nameServers: [] };
		},
		listening: async () => {
			if (isLinux) return linuxListening();
			return canTrustPath(cwd) ? (await loadOthers()).otherListening() : [];
		},
		batteries: async () => {
			if (isLinux) return linuxBatteries();
			return canTrustPath(cwd) ? (await loadOthers()).otherBatteries() : [];
		},
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

async function libraryProcesses(): Promise<readonly ProcessInfo[]> {
	const library = await loadLibrary();
	const { list } = await library.processes();
	return list.map((entry) => ({
		pid: entry.pid,
		name: entry.name,
		cpu: Math.max(0, entry.cpu / 100),
		memoryBytes: entry.memRss * 1024,
		command: `${entry.command} ${entry.params}`.trim(),
		user: entry.user,
	}));
}

async function libraryDisks(): Promise<readonly DiskInfo[]> {
	const library = await loadLibrary();
	const seen: string[] = [];
	return (await library.fsSize())
		.filter((disk) => disk.size > 0 && !seen.includes(disk.mount) && seen.push(disk.mount) > 0)
		.map(({ mount, size, used, available }) => ({
			mount,
			sizeBytes: size,
			usedBytes: used,
			availableBytes: available,
		}));
}

async function systemName(): Promise<string> {
	return (isLinux ? await linuxName() : undefined) ?? `${type()} ${release()}`;
}

async function otherCounters() {
	const library = await loadLibrary();
	const stats = await library.networkStats("*").catch(() => []);
	return stats.map((card) => ({ name: card.iface, receivedBytes: card.rx_bytes, sentBytes: card.tx_bytes }));
}
