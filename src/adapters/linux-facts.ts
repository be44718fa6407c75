// Processes, disks and the name of the system straight from Linux's files (proc(5), os-release(5)): no program is
// started, so that nothing on PATH can be taken for one.
import { readdir, readFile, statfs } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { DiskInfo, ProcessInfo } from "../contracts/ports.js";

/** USER_HZ, which is 100 on every architecture that Node runs on (proc_pid_stat(5)). */
const ticksPerSecond = 100;

const text = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

async function userNames(): Promise<ReadonlyMap<string, string>> {
	const lines = (await text("/etc/passwd")).split("\n").map((line) => line.split(":"));
	return new Map(lines.map(([name = "", , id = ""]) => [id, name]));
}

interface Stat {
	readonly name: string;
	/** Of all its threads, since it began. */
	readonly ticks: number;
	/** By which a number that was given again is told. */
	readonly start: string;
}

/** `pid (name) state ppid …`: the name may hold anything, so the fields are counted from its last parenthesis. */
async function readStat(pid: string): Promise<Stat | undefined> {
	const stat = await text(`/proc/${pid}/stat`);
	const end = stat.lastIndexOf(")");
	if (end === -1) return undefined;
	// Fields 14, 15 and 22 of the manual; the first one here is the third there.
	const fields = stat.slice(end + 2).split(" ");
	const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
	return { name: stat.slice(stat.indexOf("(") + 1, end), ticks, start: fields[19] ?? "" };
}

async function readStats(): Promise<ReadonlyMap<string, Stat>> {
	const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
	const found = await Promise.all(ids.map(async (id) => [id, await readStat(id)] as const));
	return new Map(found.flatMap(([id, stat]) => (stat === undefined ? [] : [[id, stat] as const])));
}

/** Over a shorter time the counters, which go in steps of 10 ms, say little. */
const observedMs = 300;

/** `cpu` is that of the last 300 ms, as top(1) tells it; of a process that has just begun, since then. */
export async function linuxProcesses(): Promise<readonly ProcessInfo[]> {
	const users = await userNames();
	const before = await readStats();
	const from = performance.now();
	await delay(observedMs);
	const seconds = (performance.now() - from) / 1000;
	const now = await readStats();
	const found = [...now].map(async ([pid, { name, ticks, start }]): Promise<ProcessInfo | undefined> => {
		const [status, command] = await Promise.all([text(`/proc/${pid}/status`), text(`/proc/${pid}/cmdline`)]);
		// It has ended meanwhile.
		if (status === "") return undefined;
		const earlier = before.get(pid);
		const spent = ticks - (earlier?.start === start ? earlier.ticks : 0);
		const id = /^Uid:\s+(\d+)/m.exec(status)?.[1] ?? "";
		return {
			pid: Number(pid),
			name,
			cpu: Math.max(0, spent / ticksPerSecond / seconds),
			memoryBytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024,
			command: command.replaceAll("\0", " ").trim() || `[${name}]`,
			user: users.get(id) ?? id,
		};
	});
	return (await Promise.all(found)).filter((entry) => entry !== undefined);
}

const unescapeMount = (path: string): string =>
	path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** Mounted devices, each once. */
export async function linuxDisks(): Promise<readonly DiskInfo[]> {
	const mounts = (await text("/proc/self/mounts")).split("\n").map((line) => line.split(" "));
	const devices: string[] = [];
	const disks: DiskInfo[] = [];
	for (const [device = "", mount = "", kind = ""] of mounts) {
		const isDisk =
			device.startsWith("/dev/") || (mount === "/" && kind === "overlay") || kind === "zfs" || kind === "btrfs";
		if (!isDisk || devices.includes(device) || kind === "squashfs") continue;
		const stats = await statfs(unescapeMount(mount)).catch(() => undefined);
		if (stats === undefined || stats.blocks === 0) continue;
		devices.push(device);
		disks.push({
			mount: unescapeMount(mount),
			sizeBytes: stats.blocks * stats.bsize,
			usedBytes: (stats.blocks - stats.bfree) * stats.bsize,
			availableBytes: stats.bavail * stats.bsize,
		});
	}
	return disks;
}

/** E.g. `Debian GNU/Linux 13 (trixie)`; undefined where no file says. */
export async function linuxName(): Promise<string | undefined> {
	const file = (await text("/etc/os-release")) || (await text("/usr/lib/os-release"));
	return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(file)?.[1];
}
