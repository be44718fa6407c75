import { z } from "zod";
import type { NexusClient } from "../src/contracts/client.js";
import { type CommandChoice, type CommandResult, defineCommand } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";
import { toJson } from "../src/contracts/json.js";
import { sessionOrCurrent } from "../src/contracts/session-arguments.js";
import type { SessionMessage } from "../src/contracts/session-view.js";
import type { RestorePlan } from "../src/contracts/snapshots.js";
import { plural } from "../src/lib/plural.js";
import { planText, totalText } from "../src/lib/restore-text.js";

export const rewindCommand = defineCommand({
	name: "rewind",
	description: "Go back to before a prompt: the conversation, the files, or both; this session stays resumable",
	surfaces: ["slash"],
	args: z.object({
		message: z.coerce.number().int().min(1).optional().describe("the prompt's number in the session"),
		what: z.enum(["conversation", "files", "both"]).optional().describe("what goes back; asks where files changed"),
		force: z.boolean().default(false).describe("also files that somebody else has changed since; keeps a copy"),
	}),
	positional: ["message", "what"],
	values: {
		message: async ({ client, sessionId }) =>
			choices(sessionId === undefined ? [] : await client.sessions.messages(sessionId)),
	},
	async run({ message, what, force }, { client, sessionId }) {
		const id = sessionOrCurrent(undefined, sessionId);
		const messages = await messagesOf(client, id);
		if (message === undefined) {
			const items = choices(messages);
			return { type: "choose", title: "Rewind to before", items, command: "rewind", json: toJson(items) };
		}
		const prompt = messages.find(({ number, by }) => number === message && by === "person");
		if (prompt === undefined) {
			throw new NexusError("session.no-message", `message ${message} is no prompt of this session`, {
				hint: "/rewind lists them",
				exitCode: 2,
			});
		}
		const cut = cutText(messages, message);
		const since = await changesSince(client, id, prompt.time);
		if (what === undefined && since !== undefined) return choiceOf(since.plan, { message, cut, cwd: client.info.cwd });
		if (what === "files" || what === "both") {
			if (since === undefined && what === "files") return { type: "message", text: "no file was changed since" };
			if (since !== undefined) await client.undo.apply({ sessionId: id, to: since.to, force });
		}
		// The transcript shows which files.
		if (what === "files") return { type: "display", text: "the files are as they were; the conversation goes on" };
		const row = await client.sessions.fork(id, message - 1);
		const files = what === "both" && since !== undefined ? "files are as they were then" : "files are as they are";
		return {
			type: "session",
			sessionId: row.id,
			text: `rewound: ${cut} cut, ${files}; /resume ${id} has it all`,
			draft: prompt.text,
		};
	},
});

/** What taking back all turns from then on would do to files; undefined where none of them changed any. */
const changesSince = async (
	client: NexusClient,
	sessionId: string,
	time: string,
): Promise<{ readonly to: number; readonly plan: RestorePlan } | undefined> => {
	const steps = await client.undo.list({ sessionId }).catch(() => []);
	const meant = steps.filter((step) => step.state !== "undone" && step.time >= time);
	if (meant.length === 0) return undefined;
	const to = Math.min(...meant.map((step) => step.id));
	return { to, plan: await client.undo.preview({ direction: "undo", sessionId, to }) };
};

const choiceOf = (
	plan: RestorePlan,
	{ message, cut, cwd }: { readonly message: number; readonly cut: string; readonly cwd: string },
): CommandResult => {
	const files = totalText(plan.files);
	// What others have changed is named above; a copy of it is kept.
	const forced = plan.conflicts.length > 0 ? " --force" : "";
	const items = [
		{ value: `both${forced}`, label: "conversation and files", detail: `cuts ${cut}, restores ${files}` },
		{ value: "conversation", label: "conversation", detail: `cuts ${cut}, files stay as they are` },
		{ value: `files${forced}`, label: "files", detail: `restores ${files}` },
	];
	const title = "Rewind what? esc leaves all";
	return {
		...{ type: "choose", title, above: planText(plan, cwd), items, command: "rewind", given: String(message) },
		json: toJson({ items, plan }),
	};
};

/** A session that has not been stored yet has none. */
const messagesOf = async (client: NexusClient, id: string): Promise<readonly SessionMessage[]> =>
	(await client.sessions.get(id)).events === 0 ? [] : client.sessions.messages(id);

const choices = (messages: readonly SessionMessage[]): readonly CommandChoice[] =>
	messages
		.filter((message) => message.by === "person")
		.map((message) => ({
			value: String(message.number),
			label: message.text.trim().split("\n", 1)[0] ?? "",
			detail: `cuts ${cutText(messages, message.number)}`,
		}))
		.toReversed();

const cutText = (messages: readonly SessionMessage[], from: number): string => {
	const cut = messages.slice(from - 1);
	const calls = cut.reduce((count, message) => count + message.calls.length, 0);
	return `${plural(cut.length, "message")}${calls === 0 ? "" : `, ${plural(calls, "tool call")}`}`;
};
