// Calls of models that tools make: behind the same retries and prices as a turn's, each in the ledger.
import { type ErrorData, NexusError } from "../contracts/errors.js";
import type { EventData } from "../contracts/event.js";
import type { Usage } from "../contracts/model.js";
import type { Clock } from "../contracts/ports.js";
import type { ModelBill, ModelCalls } from "../contracts/tool-services.js";
import { type Answer, readAnswer } from "../core/answer.js";
import { estimateTokens, estimateUsage } from "../core/fit.js";
import type { OpenModel } from "./model-access.js";
import type { ModelStack } from "./model-stack.js";

type UsageRecord = EventData<"usage.record">;
type Price = OpenModel["price"];

/** On whose account calls are made. */
export interface ModelAccount {
	/** `provider/model` where a call names none. */
	model(): string;
	/** An error where the budget does not allow a call of that many input tokens. What it allows is held until `settle`. */
	admit(
		inputTokens: number,
		price: Price,
	): Promise<{ readonly refusal: ErrorData } | { readonly settle: (record: UsageRecord | undefined) => void }>;
}

export interface ModelCallsOptions {
	readonly models: Pick<ModelStack, "access" | "client" | "imageModel">;
	readonly account: ModelAccount;
	readonly clock: Clock;
	readonly nextId: () => string;
}

interface Billed<T> {
	readonly value: T;
	/** `none`: nothing was answered, so nothing is owed. `unknown`: the service does not say. */
	readonly usage: Usage | "none" | "unknown";
	readonly firstTokenMs?: number;
}

const noUsage: Usage = {
	inputTokens: 0,
	outputTokens: 0,
	cacheReadTokens: 0,
	cacheWriteTokens: 0,
	reasoningTokens: 0,
};

const asError = ({ code, message, ...rest }: ErrorData): NexusError => new NexusError(code, message, rest);

export const createModelCalls = ({ models, account, clock, nextId }: ModelCallsOptions): ModelCalls => {
	/** Makes one call within the budget and writes down what it cost, however it ends. */
	const billed = async <T>(
		model: string,
		open: OpenModel,
		inputTokens: number,
		call: () => Promise<Billed<T>>,
	): Promise<{ readonly value: T; readonly bill: ModelBill }> => {
		const admission = await account.admit(inputTokens, open.price);
		if ("refusal" in admission) throw asError(admission.refusal);
		const startedMs = clock.monotonicMs();
		let record: UsageRecord | undefined;
		try {
			const { value, usage, firstTokenMs } = await call();
			const durationMs = Math.max(0, Math.round(clock.monotonicMs() - startedMs));
			const price = typeof usage === "string" ? { costMicroUsd: null } : await open.price(usage);
			const counts = typeof usage === "string" ? noUsage : usage;
			const bill = { model, usage: counts, costMicroUsd: price.costMicroUsd, durationMs };
			const contextWindow = open.contextWindow();
			const about = {
				...(contextWindow === undefined ? {} : { contextWindow }),
				...(firstTokenMs === undefined ? {} : { firstTokenMs: Math.round(firstTokenMs) }),
			};
			if (usage !== "none") record = { ...bill, ...price, ...about, purpose: "tool" };
			return { value, bill };
		} finally {
			admission.settle(record);
		}
	};

	const ask: ModelCalls["ask"] = async (question, signal) => {
		const model = question.model === undefined ? account.model() : await models.client.resolve(question.model);
		const open = await models.access.open(model);
		const { system = "", prompt, maxOutputTokens } = question;
		const request = {
			model: open.name,
			system,
			messages: [{ role: "user" as const, parts: [{ type: "text" as const, text: prompt }] }],
			tools: [],
			...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
		};
		const inputTokens = estimateTokens(system) + estimateTokens(prompt);
		const { value, bill } = await billed(model, open, inputTokens, async () => {
			const context = {
				messageId: nextId(),
				model,
				isKnownCall: () => false,
				nextId,
				nowMs: () => clock.monotonicMs(),
			};
			const reading = readAnswer(open.stream(request, signal), context);
			let step = await reading.next();
			for (; step.done !== true; step = await reading.next()) {
				const { type, data } = step.value;
				if (type === "message.delta" && data.channel === "text") question.onText?.(data.text);
			}
			const answer = step.value;
			const { parts, firstTokenMs } = answer;
			const estimate = parts.length === 0 ? "none" : estimateUsage(inputTokens, parts);
			return {
				value: answer,
				usage: answer.usage ?? estimate,
				...(firstTokenMs === undefined ? {} : { firstTokenMs }),
			};
		});
		return { ...bill, text: textOf(value, model), isCut: value.finishReason === "length" };
	};

	const image: ModelCalls["image"] = async (wish, signal) => {
		const model = models.imageModel(wish.model);
		const open = await models.access.open(model);
		const make = open.image;
		if (make === undefined) {
			throw new NexusError("model.no-images", `${model.split("/")[0]} makes no images`, {
				hint: "name a model of openai or of a server with an images endpoint (custom/…), or leave the model out",
				exitCode: 3,
			});
		}
		const size = wish.size === undefined ? {} : { size: wish.size };
		const { value, bill } = await billed(model, open, estimateTokens(wish.prompt), async () => {
			const made = await make({ model: open.name, prompt: wish.prompt, ...size }, signal);
			return { value: made, usage: made.usage ?? "unknown" };
		});
		const { mediaType, data, revisedPrompt } = value;
		return { ...bill, mediaType, data, ...(revisedPrompt === undefined ? {} : { revisedPrompt }) };
	};

	return {
		list: async () => (await models.client.list()).map((choice) => choice.id),
		ask,
		image,
	};
};

/** @throws NexusError what the call ended with, where it did not end well */
const textOf = (answer: Answer, model: string): string => {
	if (answer.error !== undefined) throw asError(answer.error);
	const text = answer.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
	if (answer.finishReason === "refusal" || answer.finishReason === "content-filter") {
		throw new NexusError("provider.refused", `${model} refused to answer`, {
			hint: "put it differently, or ask another",
		});
	}
	if (text === "") throw new NexusError("provider.malformed", `${model} ended without an answer`, { exitCode: 6 });
	return text;
};
