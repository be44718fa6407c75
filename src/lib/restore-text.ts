// What an undo or a redo will do, or has done, as lines for people.
import { relative } from "node:path";
import { isWithin } from "./env-allow.js";
import { plural } from "./plural.js";
import { showHidden } from "./show-hidden.js";

interface Named {
	/** Absolute. */
	readonly path: string;
	readonly why: string;
}
interface ChangedFile {
	/** Absolute. */
	readonly path: string;
	readonly kind: "file" | "folder" | "link";
	readonly action: "create" | "change" | "delete" | "mode";
	/** Lines. */
	readonly added?: number | undefined;
	readonly removed?: number | undefined;
	readonly note?: string | undefined;
}
interface ChangedTurn {
	readonly id: number;
	readonly title: string;
	readonly isInterrupted: boolean;
	readonly notCovered: readonly Named[];
}
/** As in the contract of snapshots. */
interface Plan {
	readonly direction: "undo" | "redo";
	readonly steps: readonly ChangedTurn[];
	readonly files: readonly ChangedFile[];
	readonly conflicts: readonly Named[];
	readonly lost: readonly Named[];
}

const maxFiles = 40;
const maxNotCovered = 8;
const marks = { create: "+", delete: "-", change: "~", mode: "m" } as const;

/** Relative to `cwd` where it lies below; on one line, with all that a terminal would hide written out. */
export const shownPath = (path: string, cwd: string): string =>
	showHidden((isWithin(path, cwd) ? relative(cwd, path) || "." : path).replaceAll("\n", "␊").replaceAll("\t", "␉"));

/** `+3 -1`, or what cannot be counted. */
export const countText = ({ kind, action, added, removed, note }: Omit<ChangedFile, "path">): string => {
	if (note !== undefined) return note;
	if (kind !== "file") return kind;
	if (added === undefined || removed === undefined) return action === "mode" ? "mode" : "";
	const counts = [added > 0 ? `+${added}` : "", removed > 0 ? `-${removed}` : ""].filter((text) => text !== "");
	return counts.length === 0 ? "empty" : counts.join(" ");
};

/** @param cwd undefined: the paths are as they are to be shown */
export const fileLines = (files: readonly ChangedFile[], cwd: string | undefined): readonly string[] => {
	const names = files.slice(0, maxFiles).map(({ path }) => (cwd === undefined ? path : shownPath(path, cwd)));
	const width = Math.min(60, Math.max(0, ...names.map((name) => name.length)));
	const lines = files.slice(0, maxFiles).map((file, index) => {
		const name = names[index] ?? "";
		return `  ${marks[file.action]} ${name.padEnd(width)}  ${countText(file)}`.trimEnd();
	});
	return files.length > maxFiles ? [...lines, `  and ${files.length - maxFiles} more`] : lines;
};

export const notCoveredText = (notCovered: readonly Named[], cwd: string): string => {
	const shown = notCovered.slice(0, maxNotCovered).map(({ path, why }) => `${shownPath(path, cwd)} (${why})`);
	const more = notCovered.length - shown.length;
	return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
};

export const turnText = ({ id, title, isInterrupted }: ChangedTurn): string => {
	const [line = ""] = title.split("\n");
	return `turn ${id}: ${showHidden(line.slice(0, 80))}${isInterrupted ? " (nexus was ended while it went on: all that changed since it began)" : ""}`;
};

/** `2 files +3 -1`. */
export const totalText = (files: readonly ChangedFile[]): string => {
	const sum = (key: "added" | "removed") => files.reduce((total, file) => total + (file[key] ?? 0), 0);
	const counts = [sum("added") > 0 ? ` +${sum("added")}` : "", sum("removed") > 0 ? ` -${sum("removed")}` : ""];
	return `${plural(files.length, "path")}${counts.join("")}`;
};

export const planText = (plan: Plan, cwd: string): string => {
	const left = [...new Map(plan.steps.flatMap((step) => step.notCovered).map((each) => [each.path, each])).values()];
	return [
		...plan.steps.map((step) => `${plan.direction} ${turnText(step)}`),
		...fileLines(plan.files, cwd),
		...(plan.files.length === 0 ? ["  all of it is as it was already"] : []),
		...(plan.lost.length > 0 ? [`stays as it is: ${notCoveredText(plan.lost, cwd)}`] : []),
		...(left.length > 0 ? [`not covered: ${notCoveredText(left, cwd)}`] : []),
		...(plan.conflicts.length > 0
			? [`overwritten, after a copy is kept: ${plan.conflicts.map(({ path }) => shownPath(path, cwd)).join(", ")}`]
			: []),
	].join("\n");
};
