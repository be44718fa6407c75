// The main job, from the outside: what a person is promised on the first page.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { LLMock } from "@copilotkit/aimock";
import { describe, expect, onTestFinished } from "vitest";
import { events } from "../../src/contracts/event.js";
import { jsonLines, placeForTest, nexusTest as test } from "../helpers/run-nexus.js";

const mockOf = async (): Promise<LLMock> => {
	const mock = new LLMock({ port: 0, chunkSize: 7 });
	await mock.start();
	onTestFinished(() => mock.stop());
	return mock;
};

describe("with no key and no network", () => {
	test("answers two questions at once", async ({ nexus }) => {
		const started = Date.now();
		const run = await nexus.run(["-p", "what is 15% of 240, and what time is it in Tokyo?"]);
		expect(run).toMatchObject({ code: 0 });
		expect(run.stdout).toMatch(/\b36\b/);
		const [, hour, minute] = /(\d\d):(\d\d)/.exec(run.stdout) ?? [];
		const shown = Number(hour) * 60 + Number(minute);
		const tokyo = (ms: number) => Math.floor(ms / 60_000 + 9 * 60) % (24 * 60);
		expect([tokyo(started), tokyo(Date.now())]).toContain(shown);
	});

	test("runs a tool by its name", async ({ nexus }) => {
		const run = await nexus.run(["tools", "run", "calculate", "expression=2^64"]);
		expect(run).toMatchObject({ code: 0, stdout: "18446744073709551616\n", stderr: "" });
	});
});

describe("with a model that calls run_command", () => {
	const withMock = async () => {
		const mock = await mockOf();
		mock.on(
			{ userMessage: "run echo hi", hasToolResult: false },
			{ toolCalls: [{ name: "run_command", arguments: '{"command":"echo hi"}', id: "call_echo" }] },
		);
		mock.on({ userMessage: "run echo hi", hasToolResult: true }, { content: "It printed hi." });
		return mock;
	};
	const models = [
		["openai", "OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY"],
		["anthropic", "ANTHROPIC_BASE_URL", "", "ANTHROPIC_API_KEY"],
		["ollama", "OLLAMA_HOST", "", "OLLAMA_API_KEY"],
		["custom", "NEXUS_BASE_URL", "/v1", "NEXUS_API_KEY"],
	] as const;

	test.each(models)("%s: an allowed command runs and its output goes back", async (id, variable, path, key) => {
		const mock = await withMock();
		const nexus = placeForTest();
		const env = { [variable]: `${mock.url}${path}`, [key]: "x" };
		const args = ["-p", "-m", `${id}/any`, "run echo hi", "--allow", "run_command(echo *)", "-o", "stream-json"];
		const run = await nexus.run(args, { env });
		expect(run).toMatchObject({ code: 0 });
		const lines = jsonLines(run.stdout);
		expect(lines.map((line) => line.type).filter((type) => type !== "result" && !(type in events))).toEqual([]);
		expect(lines.find((line) => line.type === "tool.result")?.data).toMatchObject({
			name: "run_command",
			status: "done",
		});
		expect(lines.at(-1)).toMatchObject({ type: "result", result: "It printed hi.", exitCode: 0 });
		const [, second] = mock.getRequests();
		expect(JSON.stringify(second?.body)).toMatch(/hi\\n|"hi"/);
		expect(JSON.stringify(second?.body)).toContain("call_echo");
	});

	test("without a rule for it, it is denied, named and exits 4", async ({ nexus }) => {
		const mock = await mockOf();
		mock.on(
			{ userMessage: "make it", hasToolResult: false },
			{ toolCalls: [{ name: "run_command", arguments: '{"command":"touch made"}', id: "call_touch" }] },
		);
		mock.on({ userMessage: "make it", hasToolResult: true }, { content: "I may not." });
		const env = { OPENAI_BASE_URL: `${mock.url}/v1`, OPENAI_API_KEY: "x" };
		const run = await nexus.run(["-p", "-m", "openai/any", "make it", "-o", "stream-json"], { env });
		expect(run.code).toBe(4);
		expect(run.stderr).toContain("--allow 'run_command(touch made)'");
		const result = jsonLines(run.stdout).find((line) => line.type === "tool.result");
		expect(result?.data).toMatchObject({ status: "denied" });
		expect(existsSync(join(nexus.cwd, "made"))).toBe(false);
	});
});
