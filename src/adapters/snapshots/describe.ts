// What a plan does to each path, for people: what comes and goes, with lines counted as `git diff --stat` does.
import type { RestoreFile } from "../../contracts/snapshots.js";
import { binaryKind } from "../../lib/binary-kind.js";
import { diffCounts } from "../../lib/diff-counts.js";
import { formatBytes } from "../../lib/plural.js";
import type { Blobs } from "./blobs.js";
import type { Move } from "./plan.js";
import { type FileState, parseState } from "./state.js";

/** Further ones are listed without counting their lines. */
const maxCounted = 200;
const maxTextBytes = 1_000_000;

const kindOf = (state: FileState): RestoreFile["kind"] | undefined => {
	const { kind } = parseState(state);
	if (kind === "unsaved") return "file";
	return kind === "file" || kind === "folder" || kind === "link" ? kind : undefined;
};

const actionOf = (now: FileState, target: FileState): RestoreFile["action"] => {
	const [from, to] = [parseState(now), parseState(target)];
	if (from.kind === "nothing") return "create";
	if (to.kind === "nothing") return "delete";
	const isSame =
		from.kind === to.kind &&
		(from.kind !== "file" || (to.kind === "file" && from.hash === to.hash)) &&
		from.kind !== "link";
	return isSame ? "mode" : "change";
};

/** Undefined for what is no text, or too long to compare. */
const textOf = (state: FileState, blobs: Blobs): string | undefined => {
	const parsed = parseState(state);
	if (parsed.kind === "nothing") return "";
	if (parsed.kind !== "file" || parsed.sizeBytes > maxTextBytes) return undefined;
	const content = blobs.get(parsed.hash);
	if (content === undefined || binaryKind(content.subarray(0, 8192)) !== undefined) return undefined;
	return new TextDecoder().decode(content);
};

const sizeNote = (state: FileState): string => {
	const parsed = parseState(state);
	return parsed.kind === "file" ? `binary, ${formatBytes(parsed.sizeBytes)}` : "";
};

export const describeMoves = async (moves: readonly Move[], blobs: Blobs): Promise<readonly RestoreFile[]> => {
	const files: RestoreFile[] = [];
	let counted = 0;
	for (const { path, now, target } of moves) {
		const kind = kindOf(target) ?? kindOf(now) ?? "file";
		const action = actionOf(now, target);
		const file = { path, kind, action };
		if (kind !== "file" || action === "mode" || ++counted > maxCounted) {
			files.push(file);
			continue;
		}
		const [before, after] = [textOf(now, blobs), textOf(target, blobs)];
		if (before === undefined || after === undefined) {
			const note = sizeNote(target) || sizeNote(now);
			files.push(note === "" ? file : { ...file, note });
		} else files.push({ ...file, ...(await diffCounts(before, after)) });
	}
	return files;
};
