// Images by OpenAI's images endpoint, `POST /images/generations`, which other servers offer too.
import { type ErrorData, NexusError } from "../contracts/errors.js";
import type {
	GeneratedImage,
	ImageRequest,
	Provider,
	ProviderContext,
	ProviderSettings,
	Usage,
} from "../contracts/model.js";
import { connectService, type Service, type ServiceConnection } from "./connection.js";
import { count, fields, list, string } from "./fields.js";
import { openWithOpenAi } from "./openai-sdk.js";
import { cancelledError, httpError, malformedError, thrownError } from "./provider-error.js";

/** Nothing comes before the image is done, which takes a minute or two. */
const headerTimeoutMs = 300_000;
/** Of the answer, in which an image is base64: room for one of about 48 MB. */
const maxAnswerBytes = 64 * 1024 * 1024;

type Bearer = (apiKey: string) => Readonly<Record<string, string>>;

/** The `image` of a provider. Its connection is its own: answers take longer than those that stream. */
export const imagesThroughOpenAi = (
	service: Service,
	settings: ProviderSettings,
	context: ProviderContext,
	bearer: Bearer,
): NonNullable<Provider["image"]> => {
	const patient = { headerTimeoutMs, ...settings };
	const connection = connectService(service, patient, context, {}, bearer);
	return (request, signal) => makeImage(connection, request, signal);
};

const makeImage = async (
	connection: ServiceConnection,
	request: ImageRequest,
	signal: AbortSignal,
): Promise<GeneratedImage> => {
	const context = connection.errorContext(request.model);
	// The GPT image models always answer in base64 and refuse to be told so; everybody else has to be told.
	const isGptImage = /^(?:gpt-image|chatgpt-image)/.test(request.model);
	const body = {
		model: request.model,
		prompt: request.prompt,
		n: 1,
		...(request.size === undefined ? {} : { size: request.size }),
		...(isGptImage ? {} : { response_format: "b64_json" }),
	};
	const answer = await (async () => {
		try {
			const path = "/images/generations";
			const response = await openWithOpenAi(connection.sdk, { method: "post", path, body }, signal);
			return { status: response.status, headers: response.headers, body: await response.text(maxAnswerBytes) };
		} catch (error) {
			throw asError(signal.aborted ? cancelledError : thrownError(error, context));
		}
	})();
	if (answer.status < 200 || answer.status > 299) throw asError(httpError(answer, context));
	const image = parseImage(answer.body);
	if (image === undefined) throw asError(malformedError("something that is no image", context));
	return image;
};

const asError = ({ code, message, ...rest }: ErrorData): NexusError => new NexusError(code, message, rest);

/** What an image is, by its first bytes: what a service says of the format is its wish, not what it sent. */
const mediaTypeOf = (data: Uint8Array): string | undefined => {
	const start = Buffer.from(data.buffer, data.byteOffset, Math.min(12, data.length)).toString("latin1");
	if (start.startsWith("\x89PNG")) return "image/png";
	if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
	if (start.startsWith("RIFF") && start.endsWith("WEBP")) return "image/webp";
	if (start.startsWith("GIF8")) return "image/gif";
	return undefined;
};

/** `{data:[{b64_json,revised_prompt}],usage:{input_tokens,output_tokens,…}}`; undefined when there is no image in it. */
export function parseImage(body: string): GeneratedImage | undefined {
	const answer = parsed(body);
	const first = fields(list(answer.data)[0]);
	const data = Buffer.from(string(first.b64_json), "base64");
	const mediaType = mediaTypeOf(data);
	if (mediaType === undefined) return undefined;
	const revisedPrompt = string(first.revised_prompt);
	const usage = usageOf(fields(answer.usage));
	return {
		mediaType,
		data,
		...(revisedPrompt === "" ? {} : { revisedPrompt }),
		...(usage === undefined ? {} : { usage }),
	};
}

const parsed = (body: string) => {
	try {
		return fields(JSON.parse(body));
	} catch {
		return {};
	}
};

const usageOf = (usage: ReturnType<typeof fields>): Usage | undefined => {
	const outputTokens = count(usage.output_tokens);
	const inputTokens = count(usage.input_tokens);
	if (outputTokens === 0 && inputTokens === 0) return undefined;
	return { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
};
