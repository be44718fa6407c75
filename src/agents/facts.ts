// What an agent did, from its events: the part of a receipt that nobody has to be believed for (SPEC 18.10).
import type { AgentReceipt } from "../contracts/agent-task.js";
import type { EventDraft } from "../contracts/event.js";
import type { JsonValue } from "../contracts/json.js";
import type { Access } from "../contracts/permission.js";

/** What a call of that tool touches; empty where that is not known. */
export type AccessesOf = (tool: string, input: JsonValue) => Promise<readonly Access[]>;

export interface AgentFacts {
	note(draft: EventDraft): void;
	/** Text of the newest message that has any. */
	text(): string;
	read(): Promise<Pick<AgentReceipt, "files" | "commands" | "calls">>;
}

/** Paths and commands that are kept of one agent. */
const most = 1000;

/**
 * A call that was denied or cancelled before it began touched nothing; one that failed, or whose end is not known, may
 * have. `resolvePath` makes a path absolute.
 */
export const createAgentFacts = (accessesOf: AccessesOf, resolvePath: (path: string) => string): AgentFacts => {
	let lastText = "";
	const open = new Map<string, { readonly tool: string; readonly accesses: Promise<readonly Access[]> }>();
	const started = new Set<string>();
	const touched: Promise<readonly Access[]>[] = [];
	const counts = new Map<string, { count: number; failed: number }>();
	return {
		note: ({ type, data }) => {
			if (type === "message.end") {
				const text = data.parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
				if (text.trim() !== "") lastText = text;
			}
			if (type === "tool.request")
				open.set(data.callId, { tool: data.name, accesses: accessesOf(data.name, data.input).catch(() => []) });
			if (type === "tool.start") started.add(data.callId);
			if (type !== "tool.result") return;
			const call = open.get(data.callId);
			open.delete(data.callId);
			const before = counts.get(data.name) ?? { count: 0, failed: 0 };
			counts.set(data.name, { count: before.count + 1, failed: before.failed + (data.status === "done" ? 0 : 1) });
			if (started.delete(data.callId) && call !== undefined && touched.length < most) touched.push(call.accesses);
		},
		text: () => lastText,
		read: async () => {
			const accesses = (await Promise.all(touched)).flat();
			const files = accesses.flatMap((each) => (each.effect === "write" ? [resolvePath(each.path)] : []));
			return {
				files: [...new Set(files)].slice(0, most),
				commands: accesses.flatMap((each) => (each.effect === "execute" ? [each.command] : [])).slice(0, most),
				calls: [...counts].map(([tool, { count, failed }]) => ({ tool, count, failed })),
			};
		},
	};
};

/** The list under a line `Claims:` at the end of an answer. */
export const claimsIn = (text: string): readonly string[] => {
	const [, list] =
		/(?:^|\n)[ \t]*(?:#+ *|\*\*)?claims:?(?:\*\*)?:?[ \t]*\n+((?:[ \t]*[-*][ \t]+[^\n]+\n*)+)\s*$/i.exec(text) ?? [];
	if (list === undefined) return [];
	return list.split("\n").flatMap((line) => {
		const claim = line.replace(/^[ \t]*[-*][ \t]+/, "").trim();
		return claim === "" ? [] : [claim.slice(0, 500)];
	});
};
