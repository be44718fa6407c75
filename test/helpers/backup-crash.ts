// Ends nexus with kill -9 while it makes a backup or restores one, and looks at what is left.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { putPrompts } from "./backup-home.js";
import type { Place } from "./run-nexus.js";

/** SHA-256 of every file below, but for those that come and go with a database that is open. */
export const sums = (folder: string): Readonly<Record<string, string>> =>
	Object.fromEntries(
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && !/-(?:wal|shm)$/.test(entry.name))
			.map((entry) => join(entry.parentPath, entry.name))
			.sort()
			.map((path) => [path.slice(folder.length + 1), createHash("sha256").update(readFileSync(path)).digest("hex")]),
	);

const fill = (nexus: Place, name: string, text: string): void => {
	const folder = join(nexus.nexusHome, name);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	for (let index = 0; index < 20; index++) writeFileSync(join(folder, `${index}.txt`), text);
	writeFileSync(join(folder, "large"), randomBytes(3_000_000));
};

const integrityOf = (nexus: Place): string => {
	const database = new DatabaseSync(join(nexus.nexusHome, "nexus.sqlite"));
	const found = database.prepare("PRAGMA integrity_check").get()?.integrity_check;
	database.close();
	return String(found);
};

const killed = async (nexus: Place, args: readonly string[], afterMs: number): Promise<void> => {
	const running = nexus.start(args);
	const timer = setTimeout(() => running.child.kill("SIGKILL"), afterMs);
	await running.ended;
	clearTimeout(timer);
};

export const killInBackup = async (nexus: Place, afterMs: number) => {
	putPrompts(nexus.nexusHome, "s1", ["one", "two"]);
	fill(nexus, "artifacts", "old");
	await killed(nexus, ["backup", "create"], afterMs);
	const folder = join(nexus.nexusHome, "backups");
	const whole = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".nexus-backup")) : [];
	const verified = await Promise.all(whole.map((name) => nexus.run(["backup", "verify", name])));
	// The next one is made, and sweeps what the killed one has left.
	const { code } = await nexus.run(["backup", "create"]);
	return {
		unreadable: whole.filter((_, index) => verified[index]?.code !== 0),
		unfinished: readdirSync(folder).filter((name) => name.startsWith(".") && name !== ".lock"),
		integrity: integrityOf(nexus),
		code,
	};
};

export const killInRestore = async (nexus: Place, afterMs: number) => {
	putPrompts(nexus.nexusHome, "s1", ["one", "two"]);
	for (const name of ["artifacts", "tools", "agents"]) fill(nexus, name, "old");
	const { id } = JSON.parse((await nexus.run(["backup", "create", "--json"])).stdout) as { id: string };
	putPrompts(nexus.nexusHome, "s2", ["three"]);
	for (const name of ["artifacts", "tools", "agents"]) fill(nexus, name, "new");
	await killed(nexus, ["backup", "restore", id, "--yes"], afterMs);
	const list = await nexus.run(["sessions", "list", "--json"]);
	const sessions = (JSON.parse(list.stdout) as unknown[]).length;
	const texts = ["artifacts", "tools", "agents"].flatMap((name) =>
		readdirSync(join(nexus.nexusHome, name))
			.filter((file) => file.endsWith(".txt"))
			.map((file) => readFileSync(join(nexus.nexusHome, name, file), "utf8")),
	);
	const isAll = (text: string): boolean => texts.length === 60 && texts.every((found) => found === text);
	// Unpacked and never exchanged: the next one takes it away.
	const again = await nexus.run(["backup", "restore", id, "--yes"]);
	return {
		state:
			sessions === 2 && isAll("new") ? "before" : sessions === 1 && isAll("old") ? "after" : `half: ${list.stderr}`,
		leftovers: again.code === 0 && !existsSync(join(nexus.nexusHome, "restore")) ? [] : [again.stderr],
		integrity: integrityOf(nexus),
	};
};
