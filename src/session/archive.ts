// A session as one JSON document or as JSON lines, and the way back. What comes in is from anywhere: it is checked whole
// and brings no rights with it.
import { z } from "zod";
import { NexusError } from "../contracts/errors.js";
import { type DurableType, events as eventMap, isDurable, type NexusEvent } from "../contracts/event.js";
import { type SessionType, sessionTypes } from "../contracts/session-type.js";
import type { SessionRow } from "../contracts/store.js";

const format = "nexus-session";
const version = 1;
const maxEvents = 1_000_000;

const headSchema = z.object({
	format: z.literal(format),
	version: z.number().int().min(1),
	session: z.object({
		id: z.string().max(100).default(""),
		title: z.string().max(1000).default(""),
		model: z.string().max(1000).default(""),
		agent: z.string().max(1000).default("nexus"),
		type: z.enum(sessionTypes).default("chat"),
	}),
});

const time = z.iso.datetime();
const envelopeSchema = z.object({
	id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/i),
	time,
	runId: z.string().max(200).optional(),
	agentId: z.string().max(200).optional(),
	v: z.literal(1),
	type: z.string().max(100),
	data: z.unknown(),
});

const head = ({ id, title, cwd, model, agent, type, createdAt, updatedAt }: SessionRow) => ({
	format,
	version,
	session: { id, title, cwd, model, agent, type, createdAt, updatedAt },
});

export const sessionJson = (row: SessionRow, events: readonly NexusEvent[]): string =>
	`${JSON.stringify({ ...head(row), events }, null, 1)}\n`;

export const sessionJsonLines = (row: SessionRow, events: readonly NexusEvent[]): string =>
	[head(row), ...events].map((line) => `${JSON.stringify(line)}\n`).join("");

export interface ArchivedSession {
	/** The id that it had. */
	readonly sessionId: string;
	readonly title: string;
	readonly model: string;
	readonly agent: string;
	readonly type: SessionType;
	/** Under the new id. */
	readonly events: readonly NexusEvent[];
}

/**
 * @param into the id and folder that the session gets here
 * @throws NexusError `import.format` (exit 2) that names the first thing that is wrong; nothing has been stored then
 */
export const readArchive = (
	text: string,
	into: { readonly sessionId: string; readonly cwd: string },
): ArchivedSession => {
	const { first, rest } = documents(text);
	const { session, version: found } = parseHead(first);
	if (found > version) throw wrong(`it was written by a newer nexus (format ${found}, this one knows ${version})`);
	if (rest.length === 0) throw wrong("it holds no events");
	if (rest.length > maxEvents) throw wrong(`it holds more than ${maxEvents} events`);
	const events = rest.map((value, index) => withoutRights(parseEvent(value, index + 1, into.sessionId), into.cwd));
	const { id, ...archived } = session;
	return { ...archived, sessionId: id, events };
};

export interface ArchivedRecording {
	/** As far as they can be read, with the numbers that they had. */
	readonly events: readonly NexusEvent[];
	/** What is not there, in words. */
	readonly missing: readonly string[];
	/** The number of the first event that is not there. */
	readonly damagedFrom: number | undefined;
}

/**
 * The same file as a recording to be played: what cannot be read of it is named, and the rest is given.
 * @throws NexusError `import.format` where it is no export at all
 */
export const readRecordingFile = (text: string): ArchivedRecording => {
	const whole = parse(text);
	const lines = hasEvents(whole)
		? whole.events
		: text
				.split("\n")
				.filter((line) => line.trim() !== "")
				.map(parse);
	const { session: _, version: found } = parseHead(hasEvents(whole) ? whole : lines[0]);
	if (found > version) throw wrong(`it was written by a newer nexus (format ${found}, this one knows ${version})`);
	const rest = hasEvents(whole) ? lines : lines.slice(1);
	const events: NexusEvent[] = [];
	const missing: string[] = [];
	let damagedFrom: number | undefined;
	let expected = 1;
	for (const value of rest) {
		const event = readEvent(value);
		if (event === undefined) {
			missing.push(`event ${expected} cannot be read`);
			damagedFrom ??= expected;
			expected++;
			continue;
		}
		const seq = seqOf(value) ?? expected;
		if (seq !== expected) {
			const last = seq - 1;
			missing.push(
				seq < expected
					? `event ${seq} comes twice or out of its order`
					: last === expected
						? `event ${expected} is missing`
						: `events ${expected} to ${last} are missing`,
			);
			damagedFrom ??= Math.min(expected, seq);
		}
		events.push({ ...event, seq });
		expected = seq + 1;
	}
	return { events, missing, damagedFrom };
};

const readEvent = (value: unknown): NexusEvent | undefined => {
	try {
		return parseEvent(value, 0, "");
	} catch {
		return undefined;
	}
};

const seqOf = (value: unknown): number | undefined =>
	typeof value === "object" && value !== null && "seq" in value && Number.isSafeInteger(value.seq)
		? Number(value.seq)
		: undefined;

const documents = (text: string): { first: unknown; rest: readonly unknown[] } => {
	const whole = parse(text);
	if (whole !== undefined && hasEvents(whole)) return { first: whole, rest: whole.events };
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	const [first, ...rest] = lines.map((line, index) => {
		const value = parse(line);
		if (value === undefined) throw wrong(`line ${index + 1} is not JSON`);
		return value;
	});
	return { first, rest };
};

const parse = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

const hasEvents = (value: unknown): value is { events: readonly unknown[] } =>
	typeof value === "object" && value !== null && "events" in value && Array.isArray(value.events);

const parseHead = (value: unknown): z.output<typeof headSchema> => {
	const parsed = headSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw wrong("it does not begin as an export of a session does");
};

const parseEvent = (value: unknown, number: number, sessionId: string): NexusEvent => {
	try {
		const { type, data, runId, agentId, ...rest } = envelopeSchema.parse(value);
		if (!Object.hasOwn(eventMap, type) || !isDurable(type as DurableType)) throw new Error(`unknown type ${type}`);
		const event = {
			...rest,
			sessionId,
			...(runId === undefined ? {} : { runId }),
			...(agentId === undefined ? {} : { agentId }),
			type,
			data: eventMap[type as DurableType].schema.parse(data),
		};
		// Throws for what is nested too deep to be stored.
		JSON.stringify(event);
		return event as NexusEvent;
	} catch {
		throw wrong(`event ${number} is not one that nexus writes`);
	}
};

/**
 * What was granted elsewhere is not granted here: the mode that asks, no rules, no paths to files of another machine;
 * and what is said in it counts as content from outside.
 */
const withoutRights = (event: NexusEvent, cwd: string): NexusEvent => {
	switch (event.type) {
		case "session.start":
			return { ...event, data: { ...event.data, cwd, mode: "ask", isImported: true } };
		case "session.update": {
			const { mode: _, ...data } = event.data;
			return { ...event, data };
		}
		case "tool.result": {
			const { artifact: _, ...data } = event.data;
			return { ...event, data };
		}
		default:
			return event;
	}
};

const wrong = (what: string): NexusError =>
	new NexusError("import.format", `this is no session that can be imported: ${what}`, {
		hint: "import takes what `nexus sessions export --format json` or jsonl has written",
		exitCode: 2,
	});
