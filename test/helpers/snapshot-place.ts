// A workspace, a snapshot store beside it, and the state of every file as text.
import {
	chmodSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { openSnapshots } from "../../src/adapters/snapshots/engine.js";
import type { SnapshotLimits } from "../../src/adapters/snapshots/limits.js";
import type { Turn } from "../../src/contracts/snapshots.js";
import { tempDir } from "./temp-dir.js";

export const snapshotPlace = (limits: Partial<SnapshotLimits> = {}) => {
	const base = tempDir();
	const work = join(base, "work");
	const home = join(base, "home", "snapshots");
	mkdirSync(work);
	const open = () => openSnapshots({ folder: home, without: [join(base, "home")], limits });
	let turns = 0;
	const turn = (title = "a turn", sessionId = "S1"): Turn => ({
		key: `R${++turns}`,
		sessionId,
		title,
		time: "2026-11-20T12:00:00.000Z",
		folder: work,
	});
	const at = (path: string) => join(work, path);
	return {
		base,
		work,
		home,
		open,
		turn,
		at,
		scope: { folder: work },
		write(path: string, content: string | Uint8Array, mode?: number) {
			mkdirSync(dirname(at(path)), { recursive: true });
			writeFileSync(at(path), content);
			if (mode !== undefined) chmodSync(at(path), mode);
		},
		link: (path: string, target: string) => symlinkSync(target, at(path)),
		remove: (path: string) => rmSync(at(path), { recursive: true, force: true }),
		read: (path: string) => readFileSync(at(path), "utf8"),
		/** Kind, mode and content of everything. */
		tree: () => treeOf(work),
	};
};

export const treeOf = (folder: string, path = ""): Readonly<Record<string, string>> => {
	const found: Record<string, string> = {};
	for (const name of readdirSync(join(folder, path)).sort()) {
		const relative = path === "" ? name : `${path}/${name}`;
		const absolute = join(folder, relative);
		const stats = lstatSync(absolute);
		const mode = (stats.mode & 0o7777).toString(8);
		if (stats.isSymbolicLink()) found[relative] = `link ${readlinkSync(absolute)}`;
		else if (stats.isDirectory()) Object.assign(found, { [relative]: `folder ${mode}` }, treeOf(folder, relative));
		else found[relative] = `file ${mode} ${readFileSync(absolute).toString("base64")}`;
	}
	return found;
};
