import type { ToolSummary, ToolsClient } from "../contracts/client.js";
import { NexusError } from "../contracts/errors.js";
import type { EventDraft } from "../contracts/event.js";
import type { ToolEntry, ToolOutput } from "../contracts/tool.js";
import type { ApprovalGate } from "../core/approvals.js";
import { runToolCall, type ToolCallEnvironment } from "../core/tool-call.js";
import { didYouMean } from "../lib/nearest.js";
import { fullSchema } from "../lib/tool-schema.js";

export interface ToolsClientOptions {
	/** By name; asked anew each time, since a person's own tools come and go. */
	readonly tools: () => ReadonlyMap<string, ToolEntry>;
	readonly stats: ToolsClient["stats"];
	readonly nextId: () => string;
	/** The stack for calls outside of a session. */
	environment(approvals: ApprovalGate, canAsk: boolean): ToolCallEnvironment;
	createGate(): ApprovalGate;
}

export const createToolsClient = (options: ToolsClientOptions): ToolsClient => {
	const find = (name: string): ToolEntry => {
		const tool = options.tools().get(name);
		if (tool !== undefined) return tool;
		const names = [...options.tools().keys()];
		throw new NexusError("tool.not-found", `there is no tool ${name}${didYouMean(name, names)}`, {
			hint: "`nexus tools` lists them",
			exitCode: 2,
		});
	};
	return {
		list: async () => [...options.tools().values()].map(toSummary),
		get: async (name) => {
			const entry = find(name);
			const { input, output } = await entry.load();
			return {
				...toSummary(entry),
				inputSchema: fullSchema(input),
				...(output === undefined ? {} : { outputSchema: fullSchema(output, "output") }),
			};
		},
		stats: options.stats,
		run: async (name, input, { signal = new AbortController().signal, onProgress, approve }) => {
			const tool = find(name);
			const gate = options.createGate();
			const call = { type: "tool-call" as const, callId: options.nextId(), name: tool.name, input };
			const run = runToolCall(call, options.environment(gate, approve !== undefined), signal);
			let last: Extract<EventDraft, { type: "tool.result" }> | undefined;
			for (let step = await run.next(); step.done !== true; step = await run.next()) {
				const event = step.value;
				if (event.type === "tool.progress") onProgress?.(event.data.text);
				if (event.type === "tool.result") last = event;
				if (event.type === "approval.request") {
					const { approvalId, title, reason, warnings } = event.data;
					const question = [`${event.data.tool} ${title}`, reason, ...warnings].join("\n");
					// The call goes on asking only after this step, so the answer must come later than this tick.
					void (async () => {
						const isAllowed = (await approve?.(question)) === true;
						gate.respond(approvalId, { answer: isAllowed ? "once" : "deny" });
					})();
				}
			}
			return toOutput(tool, last);
		},
	};
};

/** A denied or malformed call is an error of the person's; a call that ran and failed is a result. */
const toOutput = (tool: ToolEntry, event: Extract<EventDraft, { type: "tool.result" }> | undefined): ToolOutput => {
	if (event === undefined) throw new NexusError("internal", `${tool.name} gave no result`);
	const { status, content, summary, details, view, images, error } = event.data;
	if (status === "denied") {
		throw new NexusError(error?.code ?? "permission.denied", error?.message ?? content, {
			hint: error?.hint ?? "allow it with --allow",
			exitCode: 4,
		});
	}
	if (status === "cancelled") throw new NexusError("cancelled", "cancelled", { exitCode: 130 });
	if (summary === "called wrong")
		throw new NexusError("tool.input", content, { hint: `see nexus tools show ${tool.name}`, exitCode: 2 });
	if (status === "failed" && error !== undefined) {
		throw new NexusError(error.code, error.message, { hint: error.hint, exitCode: error.exitCode ?? 1 });
	}
	return {
		content,
		summary,
		...(details === undefined ? {} : { details }),
		...(view === undefined ? {} : { view }),
		...(images === undefined ? {} : { images }),
		...(status === "failed" ? { isError: true } : {}),
	};
};

const toSummary = ({ name, category, description, effects, source, inputSchema }: ToolEntry): ToolSummary => ({
	name,
	category,
	description,
	effects,
	source,
	inputSchema,
});
