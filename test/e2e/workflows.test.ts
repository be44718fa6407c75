// Workflows in the real program: killed in the middle, decided about without a terminal, planned at one.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, vi } from "vitest";
import { jsonLines, nexusTest as test } from "../helpers/run-nexus.js";

const write = { name: "write_file", input: { path: "made.txt", content: "x" } };
const steps = (text: string) => ({ steps: [{ text }] });
const script = (worker: unknown) =>
	JSON.stringify({ steps: [{ text: "ok" }], agents: { worker, analyzer: steps("looked") } });
const flow = [
	"name: crash",
	"steps:",
	"  - {id: a, agent: analyzer, task: one}",
	"  - {id: b, agent: worker, task: 'two {{steps.a.text}}'}",
	"  - {id: c, agent: analyzer, task: 'three {{steps.b.text}}', approval: 'Go on?'}",
].join("\n");

describe("nexus run", () => {
	test("kill -9, then another process: asks about what is unknown, does nothing twice", async ({ nexus }) => {
		const model = `scripted/${nexus.file("s.json", script({ steps: [{ calls: [write] }, { text: "…", hang: true }] }))}`;
		const path = nexus.file("flow.yaml", flow);
		const first = nexus.start(["run", path, "--yes", "-m", model, "--yolo", "-o", "stream-json"]);
		await first.shows('"agentId":"b:1"');
		await vi.waitUntil(() => existsSync(join(nexus.cwd, "made.txt")), 20_000);
		first.child.kill("SIGKILL");
		await first.ended;
		const { runId } = jsonLines(first.stdout().slice(0, first.stdout().lastIndexOf("\n") + 1))[0] as unknown as {
			runId: string;
		};
		expect((await nexus.run(["runs", "list"])).stdout).toContain("interrupted");

		const asked = await nexus.run(["runs", "resume", runId]);
		expect(asked.code).toBe(4);
		expect(asked.stdout).toContain(`To decide: nexus runs resume ${runId} --decide b=continue|again|done|skip`);
		expect((await nexus.run(["runs", "resume", runId, "--decide", "b=perhaps"])).code).toBe(2);

		nexus.file("s.json", script(steps("made")));
		const waits = await nexus.run(["runs", "resume", runId, "--decide", "b=again"]);
		expect([waits.code, waits.stdout]).toEqual([4, expect.stringContaining("c=approve|deny")]);
		const done = await nexus.run(["runs", "resume", runId, "--decide", "c=approve", "-o", "json"]);
		const result = JSON.parse(done.stdout);
		expect([done.code, result.state, result.result.text]).toEqual([0, "done", "looked"]);
		expect(result.steps.map((step: { key: string; attempt: number }) => [step.key, step.attempt])).toEqual([
			["a", 1],
			["b", 2],
			["c", 1],
		]);
	});

	test("a plan, a schema, a TypeScript flow, and a task for several agents, offline", async ({ nexus }) => {
		const path = nexus.file("flow.yaml", flow);
		const plan = await nexus.run(["run", path, "--plan", "--offline"]);
		expect([plan.code, plan.stdout]).toEqual([
			0,
			expect.stringMatching(/^crash: 3 steps[\s\S]*asks first · after b[\s\S]*Together ~0 tokens/),
		]);
		expect(JSON.parse((await nexus.run(["run", "--schema"])).stdout)).toMatchObject({ type: "object" });
		const module = nexus.file(
			"flow.ts",
			'import { defineWorkflow } from "nexus";\nexport default defineWorkflow({ name: "ts", steps: [{ id: "a", task: "what is 2+3?" }] });\n',
		);
		const typed = await nexus.run(["run", module, "--offline", "-q"]);
		expect([typed.code, typed.stdout, typed.stderr]).toEqual([0, "2+3 is 5.\n", ""]);
		const both = await nexus.run([
			"run",
			"what is 2+3?",
			"--agents",
			"worker,analyzer",
			"--strategy",
			"parallel",
			"--offline",
		]);
		expect(both.stdout).toBe("## worker\n\n2+3 is 5.\n\n## analyzer\n\n2+3 is 5.\n");
	});

	test("what cannot be run is said in one line", async ({ nexus }) => {
		const cases: readonly (readonly [readonly string[], RegExp])[] = [
			[["run"], /there is nothing to run/],
			[["run", "nowhere.yaml"], /there is no file nowhere.yaml/],
			[["run", "x", "--agents", "wroker", "--offline"], /there is no agent wroker; did you mean worker/],
			[["runs", "show", "01XX"], /there is no run 01XX/],
		];
		for (const [words, message] of cases) {
			const { code, stderr } = await nexus.run([...words]);
			expect([words, code, stderr]).toEqual([words, 2, expect.stringMatching(message)]);
		}
	});
});
