// The limits of a background job: it is looked at now and then, and its output says at the end which it ran into.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ReachedLimit } from "../contracts/reached-limit.js";
import { limitText } from "../lib/limit-text.js";
import type { Launch } from "./launch.js";
import { overUse } from "./tree-use.js";

const lastWordsBytes = 4000;

function lastWords(path: string): string {
	try {
		const file = openSync(path, "r");
		try {
			const { size } = fstatSync(file);
			const bytes = Buffer.alloc(Math.min(size, lastWordsBytes));
			readSync(file, bytes, 0, bytes.length, size - bytes.length);
			return bytes.toString("utf8");
		} finally {
			closeSync(file);
		}
	} catch {
		// Its folder is gone.
		return "";
	}
}

export interface JobLimits {
	/** Whether it uses too much and has to be ended. */
	isOver(leader: number): boolean;
	/** What to add to its output, of which `path` is the file; nothing where no limit was reached. */
	notes(exitCode: number | null, path: string): string;
}

export function createJobLimits(launch: Pick<Launch, "plan" | "reached">): JobLimits {
	const seen = new Set<ReachedLimit["what"]>();
	return {
		isOver: (leader) => {
			if (launch.plan.watch === undefined) return false;
			const { over, near } = overUse(leader, launch.plan.watch);
			for (const what of [over, near]) if (what !== undefined) seen.add(what);
			return over !== undefined;
		},
		notes: (exitCode, path) =>
			launch
				.reached({ exitCode, signal: null, output: lastWords(path), seen: [...seen] })
				.map((limit) => `nexus: ${limitText(limit)}\n`)
				.join(""),
	};
}
