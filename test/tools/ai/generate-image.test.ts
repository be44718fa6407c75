import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LLMock } from "@copilotkit/aimock";
import { describe, expect, onTestFinished, test } from "vitest";
import { NexusError } from "../../../src/contracts/errors.js";
import { generateImageTool } from "../../../tools/ai/generate-image.js";
import { linked, made, pixel, refused } from "../../fixtures/services/images.js";
import { testModels } from "../../helpers/model-calls.js";
import { type ModelServer, modelServer, sendJson } from "../../helpers/model-server.js";
import { accessContext, createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

const key = "sk-test-1234567890abcdef";

async function serve(answer: (number: number) => { status?: number; body: unknown }): Promise<ModelServer> {
	const server = await modelServer((response, _request, number) => {
		const { status = 200, body } = answer(number);
		sendJson(response, status, body);
	});
	onTestFinished(() => server[Symbol.asyncDispose]());
	return server;
}

const openai = (server: ModelServer) => testModels({ OPENAI_API_KEY: key, OPENAI_BASE_URL: `${server.url}/v1` });

describe("generate_image", () => {
	test("is saved, shown and paid for", async () => {
		const server = await serve(() => ({ body: made }));
		const { calls, ledger } = openai(server);
		const context = createToolContext({ models: calls });
		const output = await runTool(
			generateImageTool,
			{ prompt: "a red pixel", path: "new/red.png", size: "1024x1024" },
			context,
		);
		expect(readFileSync(join(context.cwd, "new/red.png")).toString("base64")).toBe(pixel);
		expect(generateImageTool.output?.parse(output.details)).toMatchObject({
			path: "new/red.png",
			model: "openai/gpt-image-2.5-flare",
			mediaType: "image/png",
			width: 1,
			height: 1,
			revisedPrompt: "A single red pixel",
			inputTokens: 13,
			outputTokens: 4160,
		});
		expect(output.view).toEqual({
			kind: "image",
			mediaType: "image/png",
			alt: "a red pixel",
			path: "new/red.png",
			width: 1,
			height: 1,
		});
		expect(output.images).toEqual([{ type: "image", mediaType: "image/png", data: pixel }]);
		expect(ledger).toMatchObject([{ purpose: "tool", usage: { inputTokens: 13, outputTokens: 4160 } }]);
		const [request] = server.requests;
		expect(request?.path).toBe("/v1/images/generations");
		expect(request?.headers.authorization).toBe(`Bearer ${key}`);
		expect(JSON.parse(request?.body ?? "")).toEqual({
			model: "gpt-image-2.5-flare",
			prompt: "a red pixel",
			n: 1,
			size: "1024x1024",
		});
	});

	test("another server is told to answer in base64; without a usage the cost is unknown, not nothing", async () => {
		const server = await serve(() => ({ body: { ...made, usage: undefined } }));
		const { calls, ledger } = testModels({ NEXUS_BASE_URL: `${server.url}/v1` });
		const context = createToolContext({ models: calls });
		const output = await runTool(generateImageTool, { prompt: "x", path: "a.png", model: "custom/flux" }, context);
		expect(detailsOf(output).costMicroUsd).toBeNull();
		expect(ledger).toMatchObject([{ model: "custom/flux", costMicroUsd: null }]);
		expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({ model: "flux", response_format: "b64_json" });
	});

	test("what is there is not replaced, and nothing is paid for it", async () => {
		const server = await serve(() => ({ body: made }));
		const context = createToolContext({ models: openai(server).calls });
		writeFileSync(join(context.cwd, "a.png"), "mine");
		mkdirSync(join(context.cwd, "folder"));
		const run = (input: object) =>
			runTool(generateImageTool, { prompt: "x", path: "a.png", ...input } as { prompt: string; path: string }, context);
		await expect(run({})).rejects.toMatchObject({ code: "file.exists" });
		await expect(run({ path: "folder", overwrite: true })).rejects.toMatchObject({ code: "file.not-regular" });
		expect(server.requests).toEqual([]);
		await run({ overwrite: true });
		expect(readFileSync(join(context.cwd, "a.png")).toString("base64")).toBe(pixel);
	});

	test("a failure that may pass is tried again", async () => {
		const server = await serve((number) => (number === 0 ? { status: 503, body: {} } : { body: made }));
		const context = createToolContext({ models: openai(server).calls });
		await runTool(generateImageTool, { prompt: "x", path: "a.png" }, context);
		expect(server.requests).toHaveLength(2);
	});

	test.each([
		[401, { error: { message: `bad key ${key}` } }, "provider.authentication"],
		[400, refused, /^provider\.(?:refused|invalid-request)$/],
		[200, linked, "provider.malformed"],
		[200, { data: [{ b64_json: "AAAA" }] }, "provider.malformed"],
		[200, "<html>", "provider.malformed"],
		[200, {}, "provider.malformed"],
	])("%i %j: no file, one clear error", async (status, body, code) => {
		const server = await serve(() => ({ status, body }));
		const context = createToolContext({ models: openai(server).calls });
		const error = await runTool(generateImageTool, { prompt: "x", path: "a.png" }, context).then(
			() => undefined,
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(NexusError);
		expect(error).toMatchObject({ code: expect.stringMatching(code), message: expect.not.stringContaining(key) });
		expect(existsSync(join(context.cwd, "a.png"))).toBe(false);
	});

	test("an abort ends the wait", async () => {
		const controller = new AbortController();
		const server = await modelServer(() => controller.abort());
		onTestFinished(() => server[Symbol.asyncDispose]());
		const context = createToolContext({ models: openai(server).calls, signal: controller.signal });
		const run = runTool(generateImageTool, { prompt: "x", path: "a.png" }, context);
		await expect(run).rejects.toMatchObject({ code: "provider.cancelled" });
		expect(existsSync(join(context.cwd, "a.png"))).toBe(false);
	});

	test.each([
		[{}, {}, "model.no-images"],
		[{ ANTHROPIC_API_KEY: key }, { model: "anthropic" }, "model.no-images"],
		[{ ANTHROPIC_API_KEY: key }, { model: "anthropic/claude" }, "model.no-images"],
		[{}, { model: "openai" }, "model.no-key"],
		[{}, { model: "nobody/x" }, "model.not-found"],
	])("with %j, %j: %s", async (env, input, code) => {
		const run = runTool(
			generateImageTool,
			{ prompt: "x", path: "a.png", ...input },
			createToolContext({ models: testModels(env as Record<string, string>).calls }),
		);
		await expect(run).rejects.toMatchObject({ code, hint: expect.any(String) });
	});

	test("permission is asked for the file and for the service that makes images", () => {
		const asked: unknown[] = [];
		const context = {
			...accessContext,
			modelAddress: (...args: unknown[]) => {
				asked.push(args);
				return "http://images.invalid/v1";
			},
		};
		const access = generateImageTool.access?.(generateImageTool.input.parse({ prompt: "x", path: "a.png" }), context);
		expect(access).toEqual([
			{ effect: "write", path: "a.png" },
			{ effect: "network", url: "http://images.invalid/v1" },
		]);
		expect(asked).toEqual([[undefined, "image"]]);
	});

	test.each([{ size: "big" }, { size: "1x1" }, { prompt: " " }, { path: "" }])("%j is refused", (input) => {
		expect(generateImageTool.input.safeParse({ prompt: "x", path: "a", ...input }).success).toBe(false);
	});
});

test("against a mock of the service that others wrote", async () => {
	const mock = new LLMock({ port: 0 });
	await mock.start();
	onTestFinished(() => mock.stop());
	mock.onImage("a red pixel", { image: { b64Json: pixel } });
	const { calls } = testModels({ OPENAI_API_KEY: key, OPENAI_BASE_URL: `${mock.url}/v1` });
	const context = createToolContext({ models: calls });
	await runTool(generateImageTool, { prompt: "a red pixel", path: "a.png" }, context);
	expect(readFileSync(join(context.cwd, "a.png")).toString("base64")).toBe(pixel);
});
