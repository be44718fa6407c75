import { z } from "zod";
import type { NexusClient } from "../src/contracts/client.js";
import { type CommandContext, type CommandResult, defineCommand } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";
import type { Change, RecordingSource, ReplayRequest } from "../src/contracts/replay.js";
import { sessionChoices, sessionOrCurrent } from "../src/contracts/session-arguments.js";
import { plural } from "../src/lib/plural.js";

export const replayCommand = defineCommand({
	name: "replay",
	description: "Run a recorded session again, with no model and no effects; or with one thing changed, live from there",
	surfaces: ["cli", "slash"],
	args: z.object({
		session: z
			.string()
			.optional()
			.describe("a session, or a file that sessions export wrote (json, jsonl; - is stdin)"),
		speed: z.string().optional().describe("real (on the screen), fast (in a pipe), or how many times as fast"),
		step: z.boolean().default(false).describe("wait for enter before each step (on the screen)"),
		until: z.string().optional().describe("the last message, by its number; event:40 for an event"),
		change: z
			.string()
			.optional()
			.describe("<message>=<text>, or <message>.<call>=<text> for a result; @path takes the text of a file"),
	}),
	positional: ["session"],
	values: { session: sessionChoices },
	examples: [
		"nexus replay 01K9ZD",
		"nexus replay parser.jsonl --speed 4 --until 6",
		"nexus replay 01K9ZD -o json",
		"nexus replay 01K9ZD --change 4='use a map instead'",
		"nexus replay 01K9ZD --change 2.1=@result.txt",
	],
	async run(args, context) {
		const { client } = context;
		const source = await sourceOf(args.session, context);
		if (args.change !== undefined) return goLive(client, source, await changeOf(args.change, client));
		if (args.step && context.surface === "cli") {
			throw new NexusError("usage.step", "--step waits for a key, and there is no screen", {
				hint: "run it in a terminal, without -p, -o and --json",
				exitCode: 2,
			});
		}
		const request: ReplayRequest = {
			source,
			speed: speedOf(args.speed ?? (context.surface === "slash" ? "real" : "fast")),
			isStepped: args.step,
			...(args.until === undefined ? {} : { until: untilOf(args.until) }),
		};
		const title = "sessionId" in source ? source.sessionId : (args.session ?? "");
		return { type: "replay", request, title };
	},
});

const sourceOf = async (named: string | undefined, context: CommandContext): Promise<RecordingSource> => {
	const { client, readStdin, sessionId } = context;
	if (named === "-") return { text: await readStdin() };
	if (named !== undefined && /[/\\]|\.(?:jsonl?|ndjson)$/i.test(named)) return { text: await client.files.read(named) };
	return { sessionId: (await client.sessions.get(sessionOrCurrent(named, sessionId))).id };
};

const speedOf = (text: string): number => {
	if (text === "real") return 1;
	if (text === "fast") return Number.POSITIVE_INFINITY;
	const times = Number(text.replace(/x$/, ""));
	if (times > 0 && Number.isFinite(times)) return times;
	throw wrong("speed", text, "real, fast, or a number such as 4 or 0.5");
};

const untilOf = (text: string): NonNullable<ReplayRequest["until"]> => {
	const [, kind, number] = /^(event:)?([1-9]\d{0,8})$/.exec(text) ?? [];
	if (number === undefined) throw wrong("until", text, "the number of a message, or event:40");
	return kind === undefined ? { message: Number(number) } : { seq: Number(number) };
};

const changeOf = async (text: string, client: NexusClient): Promise<Change> => {
	const [, message, call, value = ""] = /^([1-9]\d{0,8})(?:\.([1-9]\d{0,3}))?=([\s\S]*)$/.exec(text) ?? [];
	if (message === undefined)
		throw wrong("change", text, "4=text, 4.1=text for the result of its first call, or 4=@file");
	return {
		message: Number(message),
		...(call === undefined ? {} : { call: Number(call) }),
		text: value.startsWith("@") ? await client.files.read(value.slice(1)) : value,
	};
};

const wrong = (option: string, text: string, takes: string): NexusError =>
	new NexusError("usage.option", `--${option} does not take ${text.slice(0, 60)}`, {
		hint: `it takes ${takes}`,
		exitCode: 2,
	});

const goLive = async (client: NexusClient, source: RecordingSource, change: Change): Promise<CommandResult> => {
	const { session, goesOn, prompts } = await client.replays.change(source, change);
	const where =
		change.call === undefined ? `message ${change.message}` : `call ${change.call} of message ${change.message}`;
	const next = [
		...(goesOn ? ["its run goes on"] : []),
		...(prompts.length > 0 ? [`${plural(prompts.length, "prompt")} to send`] : []),
	];
	const text = `live from ${where} on, in a copy (${session.id}): ${session.model} answers, tools run with the usual permissions; ${next.length === 0 ? "nothing to send" : next.join(", ")}. The original stays as it is.`;
	return { type: "session", sessionId: session.id, text, resumes: goesOn, prompts };
};
