// Everything that happens is one of these. Names are noun.verb; adding an event means adding a line here.
import { z } from "zod";
import { agentReceiptSchema, agentTaskSchema } from "./agent-task.js";
import { errorDataSchema } from "./error-schema.js";
import type { JsonValue } from "./json.js";
import { assistantPartSchema, imagePartSchema } from "./message.js";
import { approvalAnswerSchema, permissionModes } from "./permission.js";
import { sessionTypes } from "./session-type.js";

const json = z.custom<JsonValue>((value) => value !== undefined);

export const usageSchema = z.object({
	inputTokens: z.number(),
	outputTokens: z.number(),
	cacheReadTokens: z.number(),
	cacheWriteTokens: z.number(),
	reasoningTokens: z.number(),
	isEstimated: z.boolean().optional(),
	reportedCostMicroUsd: z.number().optional(),
});

export const toolViewSchema = z.discriminatedUnion("kind", [
	z.object({ kind: z.literal("text"), text: z.string() }),
	z.object({ kind: z.literal("diff"), path: z.string(), before: z.string(), after: z.string() }),
	z.object({ kind: z.literal("table"), columns: z.array(z.string()), rows: z.array(z.array(z.string())) }),
	z.object({ kind: z.literal("code"), language: z.string(), text: z.string() }),
	z.object({
		kind: z.literal("chart"),
		title: z.string(),
		unit: z.string().optional(),
		labels: z.array(z.string()),
		series: z.array(z.object({ name: z.string(), values: z.array(z.number()) })),
	}),
	z.object({
		kind: z.literal("image"),
		mediaType: z.string(),
		alt: z.string(),
		path: z.string().optional(),
		width: z.number().optional(),
		height: z.number().optional(),
	}),
]);

/** How one tool call ended. `interrupted`: nexus died while it ran, its outcome is unknown. */
export const toolStatuses = ["done", "failed", "denied", "cancelled", "interrupted"] as const;
export type ToolStatus = (typeof toolStatuses)[number];

/** Why a run ended. */
export const stopReasons = [
	"done",
	"cancelled",
	"denied",
	"failed",
	"max-turns",
	"loop",
	"timeout",
	"budget",
	"limit",
] as const;
export type StopReason = (typeof stopReasons)[number];

/** `paused`: it has begun no further step since it was told to wait. */
export const agentStates = [
	"created",
	"initializing",
	"idle",
	"processing",
	"waiting-for-tool",
	"waiting-for-approval",
	"paused",
	"error",
	"stopped",
] as const;
export type AgentState = (typeof agentStates)[number];

/** `agentId` of the agent that a person talks to; events without one are the session's own and count as its. */
export const mainAgent = "main";

/**
 * durable: stored before anybody sees it, numbered, delivered to every subscriber.
 * live: may be merged or dropped for a slow subscriber; whatever it says is also in a later durable event.
 */
export type Delivery = "durable" | "live";

const durable = <S extends z.ZodObject>(schema: S) => ({ delivery: "durable" as const, schema });
const live = <S extends z.ZodObject>(schema: S) => ({ delivery: "live" as const, schema });

export const events = {
	"session.start": durable(
		z.object({
			cwd: z.string(),
			model: z.string(),
			agent: z.string(),
			mode: z.enum(permissionModes),
			version: z.string(),
			/** Absent: chat. */
			sessionType: z.enum(sessionTypes).optional(),
			/** It began elsewhere: what is in it counts as content from outside. */
			isImported: z.boolean().optional(),
		}),
	),
	/** What the session runs with from here on. */
	"session.update": durable(
		z.object({
			model: z.string().optional(),
			mode: z.enum(permissionModes).optional(),
			title: z.string().optional(),
			/** The call that brought content from outside: from here on the session is marked (SECURITY R25). */
			taintedBy: z.string().optional(),
		}),
	),
	/** All before this was copied from another session, which is as it was. */
	"session.fork": durable(
		z.object({
			sessionId: z.string(),
			/** The number of the last event that was copied. */
			upTo: z.number(),
			/** What was said differently: a message, or the result of its n-th call. */
			change: z.object({ message: z.number(), call: z.number().optional() }).optional(),
			/** The open run goes on here. */
			goesOn: z.boolean().optional(),
		}),
	),
	/** The person's input. It waits while a run is going on (`prompt.start` says when it is taken up). */
	"prompt.submit": durable(
		z.object({ promptId: z.string(), text: z.string(), images: z.array(imagePartSchema).optional() }),
	),
	/** The prompt is taken up: by the run that starts right after it. */
	"prompt.start": durable(z.object({ promptId: z.string() })),
	/** A queued prompt that was taken back. */
	"prompt.withdraw": durable(z.object({ promptId: z.string() })),
	/** Text that the person adds for the model without asking anything: the output of a `!` command. */
	"context.add": durable(z.object({ title: z.string(), text: z.string() })),

	"run.start": durable(z.object({ promptId: z.string(), model: z.string(), maxTurns: z.number() })),
	"run.end": durable(
		z.object({
			stopReason: z.enum(stopReasons),
			error: errorDataSchema.optional(),
			turns: z.number(),
			durationMs: z.number(),
		}),
	),

	/** A request is on its way to the model; nothing has come back yet. */
	"model.request": live(z.object({ model: z.string(), turn: z.number(), inputTokensEstimate: z.number() })),
	"model.retry": durable(
		z.object({ model: z.string(), attempt: z.number(), delayMs: z.number(), error: errorDataSchema }),
	),
	"model.limits": live(
		z.object({
			model: z.string(),
			limits: z.array(
				z.object({ kind: z.string(), limit: z.number(), remaining: z.number(), resetMs: z.number().optional() }),
			),
		}),
	),

	"message.start": live(z.object({ messageId: z.string(), model: z.string() })),
	"message.delta": live(z.object({ messageId: z.string(), channel: z.enum(["text", "reasoning"]), text: z.string() })),
	/** The model is writing the arguments of a call; nothing has been asked yet. */
	"tool.draft": live(z.object({ messageId: z.string(), name: z.string(), characters: z.number() })),
	/** All deltas of this message so far are void: the answer starts again after a broken connection. */
	"message.restart": live(z.object({ messageId: z.string() })),
	/** The whole message; `interrupted` when it was cut off and holds what had been shown. */
	"message.end": durable(
		z.object({
			messageId: z.string(),
			model: z.string(),
			parts: z.array(assistantPartSchema),
			finishReason: z.string(),
			interrupted: z.boolean().optional(),
		}),
	),

	/** The model (or a person, with `nexus tools run`) asks for a call. */
	"tool.request": durable(z.object({ callId: z.string(), name: z.string(), title: z.string(), input: json })),
	"approval.request": durable(
		z.object({
			approvalId: z.string(),
			callId: z.string(),
			tool: z.string(),
			title: z.string(),
			reason: z.string(),
			warnings: z.array(z.string()),
			offers: z.array(z.object({ scope: z.enum(["session", "project"]), rule: z.string() })),
			view: toolViewSchema.optional(),
			/** SHA-256 of tool name and canonical arguments: what was shown is what may run. */
			inputHash: z.string(),
		}),
	),
	"approval.response": durable(
		z.object({
			approvalId: z.string(),
			callId: z.string(),
			by: z.enum(["person", "policy", "cancel"]),
			...approvalAnswerSchema.shape,
		}),
	),
	/** Stored before the effect: after a crash a call with a start and no result has an unknown outcome. */
	"tool.start": durable(z.object({ callId: z.string() })),
	"tool.progress": live(z.object({ callId: z.string(), text: z.string() })),
	"tool.result": durable(
		z.object({
			callId: z.string(),
			name: z.string(),
			status: z.enum(toolStatuses),
			/** What the model gets, already capped. */
			content: z.string(),
			summary: z.string(),
			details: json.optional(),
			view: toolViewSchema.optional(),
			images: z.array(imagePartSchema).optional(),
			error: errorDataSchema.optional(),
			/** Where the full text is when `content` was cut. */
			artifact: z.string().optional(),
			durationMs: z.number(),
		}),
	),

	/** One entry of the ledger: each call of a model, whoever made it. */
	"usage.record": durable(
		z.object({
			model: z.string(),
			purpose: z.string(),
			usage: usageSchema,
			/** Null: the price is not known. */
			costMicroUsd: z.number().nullable(),
			priceSource: z.string().optional(),
			/** Tokens that the model can hold, when known. */
			contextWindow: z.number().optional(),
			durationMs: z.number(),
			firstTokenMs: z.number().optional(),
		}),
	),

	/** The person took back what turns had changed in files, or brought it back. */
	"files.restore": durable(
		z.object({
			direction: z.enum(["undo", "redo"]),
			turns: z.array(z.object({ id: z.number(), title: z.string() })),
			files: z.array(
				z.object({
					path: z.string(),
					kind: z.enum(["file", "folder", "link"]),
					action: z.enum(["create", "change", "delete", "mode"]),
					added: z.number().optional(),
					removed: z.number().optional(),
					note: z.string().optional(),
				}),
			),
			/** Files beside those named. */
			more: z.number(),
			/** Where copies are of what was overwritten by force. */
			keptIn: z.string().optional(),
		}),
	),

	/** An agent is put to work; all that it is given. `agentId` of this and of all that follows is the task's id. */
	"agent.start": durable(
		z.object({ task: agentTaskSchema, agentType: z.string(), model: z.string(), mode: z.enum(permissionModes) }),
	),
	"agent.update": durable(
		z.object({
			name: z.string(),
			agentType: z.string(),
			state: z.enum(agentStates),
			task: z.string(),
			/** Why, or what is waited for. */
			detail: z.string().optional(),
		}),
	),
	/** Somebody tells an agent something; it reads that between two steps. */
	"agent.message": durable(z.object({ messageId: z.string(), from: z.string(), text: z.string() })),
	"agent.read": durable(z.object({ messageId: z.string() })),
	/** It has ended its work. More may follow: it can be told something, or go on after a stop. */
	"agent.end": durable(z.object({ receipt: agentReceiptSchema })),
	"notice.show": durable(
		z.object({ level: z.enum(["info", "warn", "error"]), text: z.string(), hint: z.string().optional() }),
	),
	/** A reminder that was set earlier; `isMissed`: it came due while nobody was there to be told. */
	"reminder.due": live(
		z.object({
			reminderId: z.string(),
			text: z.string(),
			dueAt: z.string(),
			/** `dueAt` in the person's zone, `2026-11-20 17:00`. */
			local: z.string(),
			isMissed: z.boolean(),
		}),
	),
	"load.sample": live(
		z.object({
			cpu: z.number(),
			memoryUsedBytes: z.number(),
			memoryTotalBytes: z.number(),
			disk: z.number().optional(),
			networkInPerSecond: z.number().optional(),
			networkOutPerSecond: z.number().optional(),
			eventLoopLagMs: z.number(),
			processCpu: z.number(),
			processMemoryBytes: z.number(),
			childProcesses: z.number(),
			loadAverage: z.number(),
		}),
	),
} as const;

export type EventType = keyof typeof events;
export type EventData<T extends EventType> = z.output<(typeof events)[T]["schema"]>;
export type DurableType = { [T in EventType]: (typeof events)[T]["delivery"] extends "durable" ? T : never }[EventType];

/** What every event carries. `seq` counts from 1 without gaps within a session, on durable events only. */
export interface Envelope {
	/** ULID. */
	readonly id: string;
	readonly seq?: number;
	/** ISO 8601, UTC. */
	readonly time: string;
	readonly sessionId: string;
	readonly runId?: string;
	readonly agentId?: string;
	/** Version of the data's shape. */
	readonly v: 1;
}

export type EventOf<T extends EventType> = T extends EventType
	? Envelope & { readonly type: T; readonly data: EventData<T> }
	: never;
export type NexusEvent = EventOf<EventType>;

/** An event before the log has given it an id, a time and a number. */
export type EventDraft = {
	[T in EventType]: {
		readonly type: T;
		readonly data: EventData<T>;
		readonly runId?: string;
		readonly agentId?: string;
	};
}[EventType];

export const agentOf = (event: { readonly agentId?: string | undefined }): string => event.agentId ?? mainAgent;

export const isDurable = (type: EventType): boolean => events[type].delivery === "durable";
