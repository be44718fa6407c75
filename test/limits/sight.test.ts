import { describe, expect, it } from "vitest";
import type { Message } from "../../src/contracts/message.js";
import type { ModelEvent, ModelRequest, Provider } from "../../src/contracts/model.js";
import { withSight } from "../../src/limits/sight.js";

const image = { type: "image", mediaType: "image/png", data: "QUJD" } as const;
const inWords = "[image/png, 1 KB: this model cannot see images]";
const shown: readonly Message[] = [
	{ role: "user", parts: [{ type: "text", text: "what is this?" }, image] },
	{ role: "assistant", parts: [{ type: "tool-call", callId: "c", name: "read_file", input: {} }] },
	{ role: "tool", parts: [{ type: "tool-result", callId: "c", name: "read_file", content: "a.png", images: [image] }] },
];
const answer: readonly ModelEvent[] = [
	{ type: "text.delta", text: "hello" },
	{ type: "finish", reason: "stop" },
];
const refusal = (message: string): ModelEvent => ({
	type: "error",
	error: { code: "provider.invalid-request", message },
});

/** A service that answers each request with the next of these, and remembers what it was sent. */
const service = (...answers: readonly (readonly ModelEvent[])[]) => {
	const sent: ModelRequest[] = [];
	const provider: Provider = {
		id: "fake",
		async *stream(request) {
			sent.push(request);
			yield* answers[Math.min(sent.length, answers.length) - 1] ?? [];
		},
	};
	return { sent, provider: withSight(provider) };
};

const ask = async (provider: Provider, model: string, messages = shown): Promise<readonly ModelEvent[]> => {
	const request = { model, system: "", tools: [], messages };
	const events: ModelEvent[] = [];
	for await (const event of provider.stream(request, new AbortController().signal)) events.push(event);
	return events;
};

const countImages = ({ messages }: ModelRequest): number => JSON.stringify(messages).split('"data":"QUJD"').length - 1;

describe("a model that sees", () => {
	it("gets the images of the person and of tools as they are", async () => {
		const { sent, provider } = service(answer);
		expect(await ask(provider, "gpt-5.5")).toEqual(answer);
		expect(sent.map(countImages)).toEqual([2]);
	});
	it.each([
		"messages[1]: image exceeds 5 MB maximum: 6291456 bytes > 5242880 bytes",
		"Could not process image",
		"The image data you provided does not represent a valid image",
		"invalid temperature",
	])("is not taken for blind after: %s", async (message) => {
		const { sent, provider } = service([refusal(message)]);
		expect(await ask(provider, "gpt-5.5")).toEqual([refusal(message)]);
		expect(sent.map(countImages)).toEqual([2]);
	});
});

describe("a model that does not", () => {
	it.each([
		"Invalid content type. image_url is only supported by certain models.",
		"No endpoints found that support image input",
		"Failed to deserialize the JSON body into the target type: messages[1]: unknown variant `image_url`, expected `text`",
		"messages.1.content : value must be a string; content must be a string",
		"Image input is not enabled for this model",
		"some-model is not a multimodal model",
		"image input is not supported - hint: if this is unexpected, you may need to provide the mmproj",
		"this model is missing data required for image input",
		"This model does not support images",
	])("is told of the images once it has said: %s", async (message) => {
		const { sent, provider } = service([refusal(message)], answer);
		expect(await ask(provider, "some-model")).toEqual(answer);
		expect(await ask(provider, "some-model")).toEqual(answer);
		expect(sent.map(countImages)).toEqual([2, 0, 0]);
		expect(sent[1]?.messages[0]?.parts[1]).toEqual({ type: "text", text: inWords });
		expect(sent[1]?.messages[2]?.parts[0]).toEqual({
			...{ type: "tool-result", callId: "c", name: "read_file", content: `a.png\n${inWords}` },
		});
		expect(sent[2]?.messages).toEqual(sent[1]?.messages);
	});
	it.each(["gpt-3.5-turbo", "gpt-4", "openai/gpt-oss-120b", "meta-llama/llama-3.3-70b-instruct", "o3-mini"])(
		"is not even asked: %s",
		async (model) => {
			const { sent, provider } = service(answer);
			expect(await ask(provider, model)).toEqual(answer);
			expect(sent.map(countImages)).toEqual([0]);
		},
	);
	it.each(["gpt-4o", "gpt-4.1", "gpt-4-turbo", "o3", "o1", "llama-3.2-90b-vision", "pixtral"])(
		"is not %s",
		async (model) => {
			const { sent, provider } = service(answer);
			await ask(provider, model);
			expect(sent.map(countImages)).toEqual([2]);
		},
	);
	it("is asked as before where there are no images", async () => {
		const { sent, provider } = service([refusal("This model does not support images")]);
		const messages: readonly Message[] = [{ role: "user", parts: [{ type: "text", text: "hello" }] }];
		expect(await ask(provider, "gpt-4", messages)).toHaveLength(1);
		expect(sent.map((request) => request.messages)).toEqual([messages]);
	});
});
