// Processes, disks and the name of the system straight from Linux's files (proc(5), os-release(5)): no program is
// started, so that nothing on PATH can be taken for one.
import { readdir, readFile, statfs } from "node:fs/promises";
import { uptime } from "node:os";
import type { DiskInfo, ProcessInfo } from "../contracts/ports.js";

/** USER_HZ, which is 100 on every architecture that Node runs on (proc_pid_stat(5)). */
const ticksPerSecond = 100;

const text = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

async function userNames(): Promise<ReadonlyMap<string, string>> {
	const lines = (await text("/etc/passwd")).split("\n").map((line) => line.split(":"));
	return new Map(lines.map(([name = "", , id = ""]) => [id, name]));
}

/** `pid (name) state ppid …`: the name may hold anything, so the fields are counted from its last parenthesis. */
async function readProcess(pid: string, users: ReadonlyMap<string, string>): Promise<ProcessInfo | undefined> {
	const [stat, status, command] = await Promise.all([
		text(`/proc/${pid}/stat`),
		text(`/proc/${pid}/status`),
		text(`/proc/${pid}/cmdline`),
	]);
	const end = stat.lastIndexOf(")");
	if (end === -1) return undefined;
	const name = stat.slice(stat.indexOf("(") + 1, end);
	const fields = stat.slice(end + 2).split(" ");
	// Fields 14, 15 and 22 of the manual; the first one here is the third there.
	const [user, kernel, start] = [11, 12, 19].map((index) => Number(fields[index] ?? 0) / ticksPerSecond);
	const lifeSeconds = Math.max(0.01, uptime() - (start ?? 0));
	const id = /^Uid:\s+(\d+)/m.exec(status)?.[1] ?? "";
	return {
		pid: Number(pid),
		name,
		cpu: ((user ?? 0) + (kernel ?? 0)) / lifeSeconds,
		memoryBytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024,
		command: command.replaceAll("\0", " ").trim() || `[${name}]`,
		user: users.get(id) ?? id,
	};
}

/** `cpu` is the average over the life of the process, as in ps(1). */
export async function linuxProcesses(): Promise<readonly ProcessInfo[]> {
	const users = await userNames();
	const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
	const found = await Promise.all(ids.map((id) => readProcess(id, users)));
	return found.filter((entry) => entry !== undefined);
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
