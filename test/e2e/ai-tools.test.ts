// Tools that ask models: on the session's account, whoever calls them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { jsonLines, nexusTest as test } from "../helpers/run-nexus.js";

const ask = ["-p", "-m", "custom/any", "--allow", "ask_model"];
const usage = { prompt_tokens: 11, completion_tokens: 7 };
const call = { name: "ask_model", input: { question: "inner?", model: "custom/other" } };

describe.concurrent("ask_model", () => {
	test("in a session: one ledger for all calls, named by who made them", async ({ nexus, expect }) => {
		const { env } = await nexus.server((request) => {
			if (request.model === "other") return { text: "inner answer", usage };
			return request.messages.some(({ role }) => role === "tool")
				? { text: "outer answer", usage }
				: { calls: [call], usage };
		});
		const run = await nexus.run([...ask, "hi", "-o", "stream-json"], { env });
		expect(run.code).toBe(0);
		const records = jsonLines(run.stdout).filter((line) => line.type === "usage.record");
		expect(records.map(({ data }) => data)).toMatchObject([
			{ model: "custom/any", purpose: "turn" },
			{ model: "custom/other", purpose: "tool", usage: { inputTokens: 11, outputTokens: 7 } },
			{ model: "custom/any", purpose: "turn" },
		]);
		expect(new Set(records.map((record) => "runId" in record && record.runId)).size).toBe(1);
		const json = await nexus.run([...ask, "hi", "-o", "json"], { env });
		expect(JSON.parse(json.stdout)).toMatchObject({
			result: "outer answer",
			usage: { inputTokens: 33, outputTokens: 21, calls: 3 },
		});
	});

	test("without permission nothing is sent to the other model", async ({ nexus, expect }) => {
		const server = await nexus.server([
			{ calls: [call], usage },
			{ text: "well then", usage },
		]);
		const run = await nexus.run(["-p", "-m", "custom/any", "hi"], { env: server.env });
		expect(run.code).toBe(4);
		expect(server.requests.every(({ model }) => model === "any")).toBe(true);
	});

	test("a budget whose price is not known lets no tool ask either", async ({ nexus, expect }) => {
		const server = await nexus.server([{ text: "x", usage }]);
		const run = await nexus.run([...ask, "--max-budget-usd", "1", "hi"], { env: server.env });
		expect(run.code).toBe(5);
		expect(server.requests).toEqual([]);
	});

	test("with nexus tools run, and --continue still means the last conversation", async ({ nexus, expect }) => {
		const server = await nexus.server([{ text: "an answer", usage }]);
		await nexus.run(["-p", "-m", "custom/any", "first"], { env: server.env });
		const args = ["tools", "run", "ask_model", "question=what?", "model=custom/other", "--allow", "ask_model"];
		const run = await nexus.run(args, { env: server.env });
		expect(run).toMatchObject({ code: 0, stdout: "custom/other answers:\n\nan answer\n" });
		const list = await nexus.run(["sessions", "list", "--json"], { env: server.env });
		expect(list.stdout).toContain("nexus tools run");
		await nexus.run(["-p", "-m", "custom/any", "-c", "second"], { env: server.env });
		const last = server.requests.at(-1);
		expect(last?.messages.filter(({ role }) => role === "user")).toHaveLength(2);
	});
});

test("generate_image from the command line", async ({ nexus, expect }) => {
	const { modelServer, sendJson } = await import("../helpers/model-server.js");
	const { made, pixel } = await import("../fixtures/services/images.js");
	await using server = await modelServer((response) => sendJson(response, 200, made));
	const env = { OPENAI_API_KEY: "sk-test-0123456789", OPENAI_BASE_URL: `${server.url}/v1` };
	const args = ["tools", "run", "generate_image", "prompt=a pixel", "path=out.png"];
	const denied = await nexus.run(args, { env });
	expect(denied.code).toBe(4);
	const run = await nexus.run([...args, "--allow", "generate_image"], { env });
	expect(run.code).toBe(0);
	expect(run.stdout).toContain("out.png: image/png, 1x1 pixels");
	expect(readFileSync(join(nexus.cwd, "out.png")).toString("base64")).toBe(pixel);
	expect(server.requests).toHaveLength(1);
});
