// What a background job has written: a range of its file in whole characters, and the lines that match.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { NexusError } from "../contracts/errors.js";
import type { Job, Jobs } from "../contracts/jobs.js";
import type { Clock } from "../contracts/ports.js";
import { createLineMatcher, PatternTooSlowError } from "../lib/line-matcher.js";

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Whole characters from the bytes of a file: none is cut at either end but one that does not go on. */
function wholeCharacters(bytes: Buffer): { readonly text: string; readonly skipped: number; readonly used: number } {
	let from = 0;
	while (from < 3 && isContinuation(bytes[from])) from++;
	let lead = bytes.length - 1;
	while (lead >= from && lead > bytes.length - 4 && isContinuation(bytes[lead])) lead--;
	const first = bytes[lead] ?? 0;
	const wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
	const to = lead >= from && lead + wanted > bytes.length ? lead : bytes.length;
	return { text: bytes.toString("utf8", from, to), skipped: from, used: to };
}

function readRange(path: string, offset: number, length: number): Buffer {
	try {
		const file = openSync(path, "r");
		try {
			const bytes = Buffer.alloc(Math.max(0, Math.min(length, fstatSync(file).size - offset)));
			return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
		} finally {
			closeSync(file);
		}
	} catch {
		return Buffer.alloc(0);
	}
}

/** See `Jobs.read`. */
export const readOutput = (job: Job, offset: number, maxBytes: number): Awaited<ReturnType<Jobs["read"]>> => {
	const start = offset >= 0 ? Math.min(offset, job.outputBytes) : Math.max(0, job.outputBytes + offset);
	const bytes = readRange(job.outputPath, start, maxBytes);
	const { text, skipped, used } = wholeCharacters(bytes);
	// Half a character at the very end of one that has ended stays half.
	const isAll = used === 0 && bytes.length > 0 && bytes.length < maxBytes && job.state !== "running";
	return {
		job,
		text: isAll ? bytes.toString("utf8") : text,
		offset: start + skipped,
		nextOffset: start + (isAll ? bytes.length : used),
	};
};

const pollMs = 50;
const chunkBytes = 256 * 1024;
const maxLineCharacters = 20_000;
/** Whether a job waits for input takes looking at all its processes. */
const roundsPerLook = 20;
/** Some programs read their input beside their work; only one that is quiet for so long is taken to wait for it. */
const patientRounds = 40;

/** See `Jobs.wait`. `look` is cheap; `describe` also tells whether the job waits for input. */
export async function waitForOutput(
	{ look, describe, clock }: { look(): Job; describe(): Job; readonly clock: Clock },
	{ pattern, offset = 0, timeoutMs, signal }: Parameters<Jobs["wait"]>[1],
): ReturnType<Jobs["wait"]> {
	const matcher = pattern === undefined ? undefined : createLineMatcher(pattern);
	const until = clock.monotonicMs() + timeoutMs;
	const { outputBytes: written } = look();
	let position = readOutput(look(), offset, 0).offset;
	let line = "";
	for (let quietRounds = 0; ; quietRounds++) {
		const { job, text, nextOffset } = readOutput(look(), position, chunkBytes);
		const isNew = nextOffset > position;
		const isMore = isNew && nextOffset < job.outputBytes;
		position = nextOffset;
		if (isNew) quietRounds = 0;
		if (isNew && matcher !== undefined) {
			const lines = (line + text).split("\n");
			const [first] = matched(matcher, lines);
			const match = first === undefined ? undefined : lines[first];
			if (match !== undefined) return { job, match: match.replace(/\r$/, ""), timedOut: false };
			line = (lines.at(-1) ?? "").slice(-maxLineCharacters);
		}
		if (job.state !== "running" && !isMore) return { job, timedOut: false };
		if (quietRounds >= patientRounds && quietRounds % roundsPerLook === 0) {
			const seen = describe();
			if (seen.waitsForInput === true) return { job: seen, timedOut: false };
		}
		const left = until - clock.monotonicMs();
		// What has been written already is looked through, however short the time.
		if (left <= 0 && !(isMore && position < written)) return { job, timedOut: true };
		await clock.sleep(isMore ? 0 : Math.min(pollMs, left), signal);
	}
}

/** Throws NexusError `job.slow-pattern`. */
function matched(matcher: ReturnType<typeof createLineMatcher>, lines: readonly string[]): readonly number[] {
	try {
		return matcher.match(lines);
	} catch (error) {
		if (!(error instanceof PatternTooSlowError)) throw error;
		throw new NexusError("job.slow-pattern", "the pattern takes too long to match", { hint: "Use a simpler one." });
	}
}
