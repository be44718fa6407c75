// Images go to models that see them. Few services say beforehand which of their models do, so each is asked once.
import type { ErrorData } from "../contracts/errors.js";
import type { Message } from "../contracts/message.js";
import type { ModelEvent, ModelRequest, Provider } from "../contracts/model.js";
import { hasImages, withoutImage } from "../lib/without-images.js";

/**
 * Models whose weights are published or frozen and take text alone, by the ends of their names' paths (model cards of
 * OpenAI, Meta, DeepSeek and Mistral). A name that a service may give to another model tomorrow is not here.
 */
const blindNames =
	/(?:^|\/)(?:gpt-3\.5|gpt-4(?:-0613|-32k|$)|o1-mini|o1-preview|o3-mini|gpt-oss|llama-?3\.[13](?!.*vision)|deepseek-r1|codestral)/i;

/**
 * What services say of an image to a model without eyes: OpenAI, OpenRouter, DeepSeek, Groq, Mistral, vLLM, llama.cpp and
 * Ollama, each in its own words. An image that is too large, or broken, is none of these.
 */
const blindWords = [
	/\bimages?(?:_url| inputs?| content)?\b.{0,60}\b(?:not supported|unsupported|only supported|not enabled|not allowed|disabled)/i,
	/(?:\bnot|n't|no endpoints found that) support\b.{0,40}\b(?:image|vision|multi-?modal)/i,
	/\b(?:not|isn't) (?:an? )?(?:multi-?modal|vision)\b/i,
	/unknown variant `image_url`/i,
	/data required for image input/i,
	/\bcontent must be a string\b/i,
];

const isAboutSight = ({ message }: ErrorData): boolean => blindWords.some((words) => words.test(message));

const withoutImages = (messages: readonly Message[]): readonly Message[] =>
	messages.map((message) => ({ ...message, parts: message.parts.map(withoutImage) }) as Message);

/**
 * The same provider, where a model that cannot see is told that there is an image in place of the image. Who refuses
 * one is asked again without it, before anything was shown, and gets none for as long as this provider lives.
 */
export function withSight(provider: Provider): Provider {
	const { listModels, image } = provider;
	const blind = new Set<string>();
	return {
		id: provider.id,
		stream: (request, signal) =>
			hasImages(request.messages) ? streamSeen(provider, blind, request, signal) : provider.stream(request, signal),
		...(listModels === undefined ? {} : { listModels: (signal) => listModels.call(provider, signal) }),
		...(image === undefined ? {} : { image: (request, signal) => image.call(provider, request, signal) }),
	};
}

async function* streamSeen(
	provider: Provider,
	blind: Set<string>,
	request: ModelRequest,
	signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, undefined> {
	if (!blind.has(request.model) && !blindNames.test(request.model)) {
		let isRefused = false;
		for await (const event of provider.stream(request, signal)) {
			isRefused = event.type === "error" && isAboutSight(event.error);
			if (!isRefused) yield event;
		}
		if (!isRefused) return;
		blind.add(request.model);
	}
	yield* provider.stream({ ...request, messages: withoutImages(request.messages) }, signal);
}
