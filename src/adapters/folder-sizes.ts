// What folders take on their disk, as du(1) counts it.
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FolderSizes, System } from "../contracts/ports.js";

/** Files asked about at once; more only fills Node's queue. */
const atOnce = 64;
const progressEveryMs = 500;
/** Sizes are kept of so many entries; where there are more, the smallest are forgotten now and then. */
const maxEntries = 20_000;

type Entry = FolderSizes["entries"][number];
type Stats = Awaited<ReturnType<typeof lstat>>;

const sizeOf = (stat: Stats): number =>
	// Windows tells no blocks. A block is 512 bytes, whatever the disk's are (stat(2)).
	stat.blocks === undefined || process.platform === "win32" ? Number(stat.size) : Number(stat.blocks) * 512;

export const folderSizes: System["folderSizes"] = async (path, { depth, limit, timeoutMs, signal, onProgress }) => {
	const root = await lstat(path);
	const deadline = performance.now() + timeoutMs;
	const twice = new Set<string>();
	const totals = new Map<string, number>();
	const files: Entry[] = [];
	let [fileCount, folderCount, unreadable, total] = [0, 0, 0, sizeOf(root)];
	let shownMs = performance.now();

	/** Adds to every folder above that is to be told about. */
	const add = (parts: readonly string[], bytes: number): void => {
		total += bytes;
		for (let count = 1; count <= Math.min(depth, parts.length); count++) {
			const folder = parts.slice(0, count).join("/");
			totals.set(folder, (totals.get(folder) ?? 0) + bytes);
		}
	};

	const note = (parts: readonly string[], stat: Stats): void => {
		if (stat.dev !== root.dev) return;
		if (stat.isDirectory()) {
			folderCount++;
			add(parts, sizeOf(stat));
			open.push(parts);
			return;
		}
		fileCount++;
		if (Number(stat.nlink) > 1) {
			const id = `${stat.dev}:${stat.ino}`;
			if (twice.has(id)) return;
			twice.add(id);
		}
		add(parts.slice(0, -1), sizeOf(stat));
		if (parts.length > depth) return;
		files.push({ path: parts.join("/"), kind: "file", sizeBytes: sizeOf(stat) });
		if (files.length <= maxEntries * 2) return;
		files.sort((a, b) => b.sizeBytes - a.sizeBytes);
		files.length = maxEntries;
	};

	const open: (readonly string[])[] = [[]];
	let isPartial = false;
	while (open.length > 0 && !isPartial) {
		const parts = open.pop() ?? [];
		const names = await readdir(join(path, ...parts)).catch(() => undefined);
		if (names === undefined) unreadable++;
		for (let at = 0; at < (names?.length ?? 0); at += atOnce) {
			signal.throwIfAborted();
			if (performance.now() > deadline) {
				isPartial = true;
				break;
			}
			const some = names?.slice(at, at + atOnce) ?? [];
			// One that is gone by now takes nothing.
			const stats = await Promise.all(some.map((name) => lstat(join(path, ...parts, name)).catch(() => undefined)));
			for (const [index, stat] of stats.entries()) if (stat !== undefined) note([...parts, some[index] ?? ""], stat);
		}
		if (performance.now() - shownMs < progressEveryMs) continue;
		shownMs = performance.now();
		onProgress?.(fileCount);
	}
	const folders = [...totals].map(([name, sizeBytes]): Entry => ({ path: name, kind: "folder", sizeBytes }));
	return {
		...{ sizeBytes: total, files: fileCount, folders: folderCount, unreadable, isPartial },
		entries: [...folders, ...files]
			.toSorted((a, b) => b.sizeBytes - a.sizeBytes || (a.path < b.path ? -1 : 1))
			.slice(0, limit),
	};
};
