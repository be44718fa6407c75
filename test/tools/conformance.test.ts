// One suite that every tool passes.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { JsonObject, JsonValue } from "../../src/contracts/json.js";
import { fullSchema } from "../../src/lib/tool-schema.js";
import { builtinTools } from "../../tools/index.js";
import { attempt, isFailure, openToolWorld, said, type ToolWorld } from "../suites/tool.js";
import { toolSamples } from "../suites/tool-samples.js";

const tools = await Promise.all(builtinTools.map((entry) => entry.load()));

test("every tool has a sample", () => {
	expect(tools.map((tool) => tool.name).filter((name) => toolSamples[name] === undefined)).toEqual([]);
});

type Property = { readonly type?: unknown; readonly enum?: unknown; readonly anyOf?: unknown };

describe.each(tools.map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
	const sample = toolSamples[name] ?? { input: {} };
	const schema = fullSchema(tool.input);
	const properties = (schema.properties ?? {}) as Readonly<Record<string, Property>>;
	const texts = Object.keys(properties).filter(
		(key) => properties[key]?.type === "string" && properties[key]?.enum === undefined,
	);
	let world: ToolWorld;

	beforeAll(async () => {
		world = await openToolWorld();
		for (const [before, input] of sample.after ?? []) await attempt(world, before, input);
	});
	afterAll(() => world.close());

	test("its schemas survive JSON, and its sample fits", () => {
		const again = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));
		expect(again.safeParse(sample.input).success).toBe(true);
		expect(tool.output, "built-in tools say what their details are").toBeDefined();
		expect(fullSchema(tool.output ?? z.never(), "output").type).toBe("object");
	});

	// One that takes anything has no wrong value.
	const checked = Object.keys(properties).filter((key) => Object.keys(properties[key] ?? {}).join() !== "description");
	test.each(checked)("a wrong %s is named, with what was expected", async (key) => {
		const wrong: JsonValue = properties[key]?.type === "object" ? 7 : { wrong: { value: true } };
		const outcome = await attempt(world, name, { ...sample.input, [key]: wrong });
		expect(outcome).toMatchObject({ error: { code: "tool.input", exitCode: 2 } });
		expect(said(outcome)).toMatch(new RegExp(`\\b${key}\\b`));
	});

	test("a field that is none is named", async () => {
		const outcome = await attempt(world, name, { ...sample.input, no_such_field: 1 });
		expect(outcome).toMatchObject({ error: { code: "tool.input", message: expect.stringContaining("no_such_field") } });
	});

	test("nothing of what it does shows beside its result", async () => {
		const writes = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockReturnValue(true));
		const outcome = await attempt(world, name, sample.input);
		const written = writes.flatMap((spy) => spy.mock.calls);
		for (const spy of writes) spy.mockRestore();
		expect(written).toEqual([]);
		if ("error" in outcome) throw outcome.error;
		const { content, details, summary = "" } = outcome.output;
		expect([outcome.output.isError, content]).toEqual([undefined, expect.stringMatching(/\S/)]);
		expect(summary.length).toBeLessThan(80);
		expect(JSON.parse(JSON.stringify(details))).toEqual(details);
		expect(tool.output?.safeParse(details)).toMatchObject({ success: true });
	});

	test.each(texts)("a megabyte in %s, and any letters, end in a result or in one line", async (key) => {
		for (const text of ["x".repeat(1_000_000), "日本語 🎉\u202e é\0", "'; $(exit) `x` \\ \n -rf"]) {
			const outcome = await attempt(world, name, { ...sample.input, [key]: text });
			if ("error" in outcome) expect(outcome.error.message.length).toBeLessThan(2000);
		}
	});

	test.each(sample.reads ?? [])("%s that is missing, a folder or a pipe", async (key) => {
		spawnSync("mkfifo", [join(world.cwd, "pipe")]);
		for (const path of ["none/here.txt", "folder", "pipe"]) {
			const outcome = await attempt(world, name, { ...sample.input, [key]: path });
			expect([path, isFailure(outcome)]).toEqual([path, true]);
			expect(said(outcome)).toContain(path);
		}
	});

	test("stopped, it ends within 200 ms", async () => {
		const times: number[] = [];
		// A busy machine may be late once, a tool that does not listen is late each time.
		while (times.length < 3 && !times.some((time) => time < 200)) {
			const abort = new AbortController();
			const running = attempt(world, name, slow[name] ?? sample.input, abort.signal);
			await setTimeout(30);
			const from = performance.now();
			abort.abort();
			await running;
			times.push(performance.now() - from);
		}
		expect(Math.min(...times)).toBeLessThan(200);
	});
});

/** Calls that would take long. */
const slow: Readonly<Record<string, JsonObject>> = {
	run_command: { command: "sleep 30" },
	run_code: { language: "shell", code: "sleep 30" },
	calculate: { expression: "10000! + 9999!" },
};
