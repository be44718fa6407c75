import type { DiskPart } from "./disk.js";

interface Facts {
	readonly what: string;
	readonly loses?: string;
	readonly hint?: string;
}

export const diskFacts: Readonly<Record<DiskPart, Facts>> = {
	sessions: { what: "sessions and their search index", hint: "nexus sessions delete --older-than 90d" },
	artifacts: { what: "long outputs and files of snippets", loses: "long outputs that sessions name" },
	snapshots: { what: "what files were before turns changed them", loses: "undo of all turns so far" },
	kept: { what: "files that were overwritten by force", loses: "those copies" },
	jobs: { what: "output of background jobs", loses: "output of jobs that have ended" },
	caches: { what: "caches" },
	logs: { what: "logs of nexus itself" },
	notes: { what: "notes and reminders" },
	messages: { what: "what agents and workflows do, write to each other and share" },
	backups: { what: "backups", hint: "nexus backup prune --keep 3" },
	replaced: { what: "what was there before a backup was restored", hint: "nexus backup prune --older-than 30d" },
	copies: { what: "stores as they were before their schema changed", loses: "the way back to an older nexus" },
	damaged: { what: "damaged stores that were put aside", loses: "what could not be read of them so far" },
	settings: { what: "configuration, rules, keys, own tools and agents" },
	other: { what: "what nexus did not make" },
};

/** What goes without a word about what: nobody loses anything by it but time. */
export const harmlessParts: readonly DiskPart[] = ["sessions", "caches", "logs"];
/** What goes when it is named. */
export const freeableParts: readonly DiskPart[] = [
	...harmlessParts,
	...(["artifacts", "snapshots", "kept", "jobs", "copies", "damaged"] as const),
];

const rules: readonly (readonly [RegExp, DiskPart])[] = [
	[/\.damaged-/, "damaged"],
	[/^[\w-]+\.sqlite\.schema-\d+(?:\.\d+)?$/, "copies"],
	[/^nexus\.sqlite(?:-wal|-shm|\.repair)?$/, "sessions"],
	[/^cache\.sqlite/, "caches"],
	[/^(?:notes|reminders)\.sqlite/, "notes"],
	[/^(?:agents|bus|runs|shared)\.sqlite/, "messages"],
	[/^nexus\.log/, "logs"],
	[/^snapshots\/kept(?:\/|$)/, "kept"],
	[/^snapshots(?:\/|$)/, "snapshots"],
	[/^artifacts(?:\/|$)/, "artifacts"],
	[/^jobs(?:\/|$)/, "jobs"],
	[/^backups(?:\/|$)/, "backups"],
	[/^(?:replaced|restore)(?:\/|$)/, "replaced"],
	[/^(?:config\.(?:json|toml|ya?ml)|trust\.json|nexus\.key)$/, "settings"],
	[/^(?:projects|agents|tools|credentials|seen)(?:\/|$)/, "settings"],
];

/** @param path relative to NEXUS_HOME, with `/` */
export const diskPartOf = (path: string): DiskPart => rules.find(([pattern]) => pattern.test(path))?.[1] ?? "other";
