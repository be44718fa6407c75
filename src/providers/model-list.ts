// What a service offers now, from its list of models.
import { type ErrorData, NexusError } from "../contracts/errors.js";
import type { ModelInfo, Price } from "../contracts/model.js";
import type { ServiceConnection } from "./connection.js";
import { count, type Fields, fields, isFields, list, string } from "./fields.js";
import { openWithOpenAi } from "./openai-sdk.js";
import { cancelledError, type ErrorContext, httpError, malformedError, thrownError } from "./provider-error.js";
import type { WireResponse } from "./transport.js";

const maxListBytes = 16 * 1024 * 1024;

/** `GET /models`, or Ollama's `/api/tags`. Throws NexusError with the codes of the model layer. */
export async function listServiceModels(
	connection: ServiceConnection,
	kind: "openai" | "ollama",
	providerId: string,
	signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
	const root = connection.sdk.baseUrl.replace(/\/v1$/, "");
	const path = kind === "ollama" ? `${root}/api/tags` : "/models";
	return await readModelList(
		() => openWithOpenAi(connection.sdk, { method: "get", path }, signal),
		connection.errorContext(""),
		providerId,
		signal,
	);
}

/** Opens a list, reads it whole, and says what is in it. */
export async function readModelList(
	open: () => Promise<WireResponse>,
	context: ErrorContext,
	providerId: string,
	signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
	const answer = await readAnswer(open, context, signal);
	if (answer.status < 200 || answer.status > 299) throw asError(httpError(answer, context));
	const models = parseModelList(answer.body, providerId, context.now());
	if (models === undefined) throw asError(malformedError("something that is no list of models", context));
	return models;
}

async function readAnswer(open: () => Promise<WireResponse>, context: ErrorContext, signal: AbortSignal) {
	try {
		const response = await open();
		return { status: response.status, headers: response.headers, body: await response.text(maxListBytes) };
	} catch (error) {
		throw asError(signal.aborted ? cancelledError : thrownError(error, context));
	}
}

const asError = ({ code, message, ...rest }: ErrorData): NexusError => new NexusError(code, message, rest);

/**
 * `{data:[…]}` (OpenAI and most others), `{models:[…]}` (Ollama, llama.cpp) or a bare array. Undefined when it is none of
 * these. Sorted as the service sorts them.
 */
export function parseModelList(body: string, providerId: string, now: Date): readonly ModelInfo[] | undefined {
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		return undefined;
	}
	const items = Array.isArray(value) ? value : isFields(value) ? (value.data ?? value.models) : undefined;
	if (!Array.isArray(items)) return undefined;
	return items.filter(isFields).flatMap((item) => {
		const name = (string(item.id) || string(item.name) || string(item.model)).replace(/^models\//, "");
		return name === "" ? [] : [modelInfo(name, item, providerId, now)];
	});
}

function modelInfo(name: string, item: Fields, providerId: string, now: Date): ModelInfo {
	const price = priceOf(fields(item.pricing), providerId, now);
	const top = fields(item.top_provider);
	const contextWindow =
		count(item.context_length) ||
		count(item.max_model_len) ||
		count(item.context_window) ||
		count(item.max_context_length) ||
		count(item.max_input_tokens) ||
		count(fields(item.meta).n_ctx_train);
	const maxOutputTokens =
		count(top.max_completion_tokens) || count(item.max_completion_tokens) || count(item.max_tokens);
	const parameters = list(item.supported_parameters);
	const modalities = list(fields(item.architecture).input_modalities);
	const capabilities = {
		...(parameters.length === 0
			? {}
			: { tools: parameters.includes("tools"), reasoning: parameters.includes("reasoning") }),
		...(modalities.length === 0 ? {} : { images: modalities.includes("image") }),
	};
	return {
		id: `${providerId}/${name}`,
		...(contextWindow === 0 ? {} : { contextWindow }),
		...(maxOutputTokens === 0 ? {} : { maxOutputTokens }),
		...(price === undefined ? {} : { price }),
		...(Object.keys(capabilities).length === 0 ? {} : { capabilities }),
	};
}

/** OpenRouter's own prices: US dollars a token, as strings; negative where they depend on the routing. */
function priceOf(pricing: Fields, providerId: string, now: Date): Price | undefined {
	const read = (key: string) => {
		const text = string(pricing[key]);
		const dollars = text === "" ? Number.NaN : Number(text);
		return dollars >= 0 ? Number((dollars * 1e6).toFixed(6)) : undefined;
	};
	const input = read("prompt");
	const output = read("completion");
	if (input === undefined || output === undefined) return undefined;
	const cacheRead = read("input_cache_read");
	const cacheWrite = read("input_cache_write");
	return {
		input,
		output,
		...(cacheRead === undefined ? {} : { cacheRead }),
		...(cacheWrite === undefined ? {} : { cacheWrite }),
		source: `${providerId} list of models`,
		asOf: now.toISOString().slice(0, 10),
	};
}
