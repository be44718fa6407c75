// Where nexus writes: one folder, for this user alone (SECURITY R20).
import { chmodSync, lstatSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { NexusError } from "../contracts/errors.js";
import { makeFolders } from "../lib/make-folders.js";

export interface Home {
	readonly folder: string;
	readonly config: string;
	readonly sessions: string;
	readonly cache: string;
	readonly notes: string;
	readonly reminders: string;
	/** Messages between agents. */
	readonly bus: string;
	/** What agents of all processes share: who is there, hand-offs, context, leases. */
	readonly shared: string;
	/** Full texts of results that were too long for a model. */
	readonly artifacts: string;
	/** Background jobs and their output. */
	readonly jobs: string;
	/** What files were before turns changed them. */
	readonly snapshots: string;
	readonly backups: string;
	/** What restores put aside. */
	readonly replaced: string;
	/** Is there while a restore goes on. */
	readonly restoreJournal: string;
	/** Stack traces and warnings; never shown. */
	readonly log: string;
	readonly agents: string;
	/** What came of agents, and which of them work. */
	readonly agentRecords: string;
	readonly workflowRuns: string;
	/** The person's own tools. */
	readonly tools: string;
	/** Keys of services: encrypted, or where the keyring has them. */
	readonly credentials: string;
	/** What the key files of `credentials` are encrypted with, and redacted secrets marked. */
	readonly key: string;
}

/** NEXUS_HOME, or `.nexus` in the home folder. */
export const homeFolder = (env: Readonly<Record<string, string | undefined>>): string => {
	const set = env.NEXUS_HOME;
	if (set !== undefined && set !== "") return resolve(set);
	const home = env.HOME !== undefined && env.HOME !== "" ? env.HOME : safeHomedir();
	if (home === undefined) {
		throw new NexusError("home.missing", "there is no home folder: HOME is not set", {
			hint: "set NEXUS_HOME to a folder that nexus may write to",
			exitCode: 2,
		});
	}
	return join(home, ".nexus");
};

const safeHomedir = (): string | undefined => {
	try {
		const home = homedir();
		return home === "" ? undefined : home;
	} catch {
		return undefined;
	}
};

export const homePaths = (folder: string): Home => ({
	folder,
	config: join(folder, "config.json"),
	sessions: join(folder, "nexus.sqlite"),
	cache: join(folder, "cache.sqlite"),
	notes: join(folder, "notes.sqlite"),
	reminders: join(folder, "reminders.sqlite"),
	bus: join(folder, "bus.sqlite"),
	shared: join(folder, "shared.sqlite"),
	artifacts: join(folder, "artifacts"),
	jobs: join(folder, "jobs"),
	snapshots: join(folder, "snapshots"),
	backups: join(folder, "backups"),
	replaced: join(folder, "replaced"),
	restoreJournal: join(folder, "restore", "journal.json"),
	log: join(folder, "nexus.log"),
	agents: join(folder, "agents"),
	agentRecords: join(folder, "agents.sqlite"),
	workflowRuns: join(folder, "runs.sqlite"),
	tools: join(folder, "tools"),
	credentials: join(folder, "credentials"),
	key: join(folder, "nexus.key"),
});

/**
 * Makes the folder, or checks one that is there: of this user, and closed to others.
 * @throws NexusError `home.foreign`, `home.unwritable`
 */
export const ensurePrivateFolder = (folder: string, options: { mayBeLink: boolean }): void => {
	try {
		makeFolders(folder, 0o700);
		const link = lstatSync(folder);
		if (link.isSymbolicLink() && !options.mayBeLink) {
			throw foreign(folder, "is a link");
		}
		const real = statSync(folder);
		if (!real.isDirectory()) throw foreign(folder, "is not a folder");
		const user = process.getuid?.();
		if (user !== undefined && real.uid !== user) throw foreign(folder, "belongs to another user");
		const isOpen = (real.mode & 0o077) !== 0;
		// A folder that others share (sticky, as /tmp) or that holds other things keeps its mode; what nexus writes there
		// is private all the same.
		const isShared = (real.mode & 0o1000) !== 0;
		if (isOpen && !isShared && isOwn(folder)) chmodSync(folder, 0o700);
	} catch (error) {
		if (error instanceof NexusError) throw error;
		throw new NexusError("home.unwritable", `cannot write to ${folder}`, {
			hint: "check its permissions, or set NEXUS_HOME to a folder that you can write to",
			exitCode: 2,
			cause: error,
		});
	}
};

const ownNames = [
	"nexus.sqlite",
	"config.json",
	"trust.json",
	"artifacts",
	"cache.sqlite",
	"notes.sqlite",
	"reminders.sqlite",
	"bus.sqlite",
	"shared.sqlite",
	"runs.sqlite",
	"projects",
	"tools",
	"agents",
	"snapshots",
	"backups",
	"credentials",
	"nexus.key",
];

const isOwn = (folder: string): boolean => {
	const names = readdirSync(folder);
	return names.length === 0 || names.some((name) => ownNames.includes(name));
};

const foreign = (folder: string, why: string): NexusError =>
	new NexusError("home.foreign", `${folder} ${why}; nexus will not write there`, {
		hint: "set NEXUS_HOME to a folder of your own",
		exitCode: 2,
	});
