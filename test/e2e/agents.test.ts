// Agents in the real program: killed in the middle, stopped from elsewhere, and what is kept of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import type { NexusEvent } from "../../src/contracts/event.js";
import { comesTrue, processesWith } from "../helpers/process-list.js";
import { jsonLines, nexusTest as test } from "../helpers/run-nexus.js";

const delegate = (agent: string, task: string) => ({ name: "delegate_task", input: { agent, task } });
const bash = (command: string) => ({ name: "run_command", input: { command } });
const script = (steps: readonly unknown[], agents: Record<string, { steps: readonly unknown[] }>) =>
	JSON.stringify({ steps, agents });
const eventsIn = (stdout: string) => jsonLines(stdout) as unknown as readonly (NexusEvent & { agentId?: string })[];

describe("an agent and the end of its process", () => {
	test("D44 kill -9 while agents work: the session opens, says so, and they go on from the log", async ({ nexus }) => {
		const path = nexus.file(
			"s.json",
			script([{ calls: [delegate("worker", "make it"), delegate("worker", "wait")] }, { text: "Never." }], {
				worker: {
					steps: [
						{ when: "make it", calls: [bash("echo made >> made.txt")] },
						{ when: "wait", hang: true },
						{ when: "You were stopped", text: "Going on: it is made." },
						{ calls: [bash("sleep 100")] },
					],
				},
			}),
		);
		const first = nexus.start(["-p", "go", "--yolo", "-m", `scripted/${path}`, "-o", "stream-json"]);
		await first.shows("sleep 100");
		first.child.kill("SIGKILL");
		await first.ended;
		const sessionId = jsonLines(first.stdout().slice(0, first.stdout().lastIndexOf("\n") + 1))[0]?.sessionId ?? "";

		const next = nexus.file("next.json", script([{ text: "I see." }], { worker: { steps: [{ text: "x" }] } }));
		const second = await nexus.run(["-p", "and now?", "-r", sessionId, "-m", `scripted/${next}`]);
		expect([second.code, second.stdout]).toEqual([0, "I see.\n"]);
		const shown = await nexus.run(["sessions", "export", sessionId, "--format", "jsonl"]);
		const events = eventsIn(shown.stdout);
		const ends = events.flatMap((event) => (event.type === "agent.end" ? [event.data.receipt] : []));
		expect(ends.map(({ taskId, status, error }) => [taskId, status, error?.code]).toSorted()).toEqual([
			["worker-1", "failed", "agent.interrupted"],
			["worker-2", "failed", "agent.interrupted"],
		]);
		// Every call has its result, the interrupted ones too.
		const asked = events.flatMap((event) => (event.type === "tool.request" ? [event.data.callId] : []));
		const given = events.flatMap((event) => (event.type === "tool.result" ? [event.data.callId] : []));
		expect(given.toSorted()).toEqual(asked.toSorted());
		expect(readFileSync(join(nexus.cwd, "made.txt"), "utf8")).toBe("made\n");
	});

	test("D49 what an agent has started ends with it, on every way out", async ({ nexus }) => {
		const path = nexus.file(
			"s.json",
			script([{ calls: [delegate("worker", "x")] }], {
				worker: { steps: [{ calls: [bash("sleep 987 & sleep 986")] }] },
			}),
		);
		for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
			const running = nexus.start(["-p", "go", "--yolo", "-m", `scripted/${path}`]);
			await running.tells("sleep 987");
			running.child.kill(signal);
			await running.ended;
			// What a killed one leaves is swept by the next at the latest.
			if (signal === "SIGKILL") await nexus.run(["agents", "list"]);
			expect([signal, await comesTrue(() => processesWith("sleep 987").length === 0)]).toEqual([signal, true]);
		}
	});
});

describe("nexus agents", () => {
	test("list, show, create, edit", async ({ nexus }) => {
		const list = await nexus.run(["agents", "--json"]);
		const { agents } = JSON.parse(list.stdout);
		expect(agents.map((agent: { name: string }) => agent.name)).toContain("code-reviewer");
		const shown = await nexus.run(["agents", "show", "analyzer"]);
		expect(shown.stdout).toContain("at most plan");
		expect(await nexus.run(["agents", "show", "analyser"])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("did you mean analyzer?"),
		});
		const made = await nexus.run(["agents", "create", "notes", "--description", "Writes: notes."]);
		expect(made.stdout).toContain(join(nexus.nexusHome, "agents/notes.md"));
		expect((await nexus.run(["agents", "show", "notes"])).stdout).toContain("Writes: notes.");
		expect(await nexus.run(["agents", "create", "notes"])).toMatchObject({ code: 2 });
		expect(await nexus.run(["agents", "create", "../x"])).toMatchObject({ code: 2 });
		expect(await nexus.run(["agents", "create", "x", "--project"])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("not trusted"),
		});
		const edited = await nexus.run(["agents", "edit", "worker"], { env: { EDITOR: "/bin/cat" } });
		expect(edited.stdout).toContain("You are a worker.");
		expect((await nexus.run(["agents", "show", "worker"])).stdout).toContain(nexus.nexusHome);
	});

	test("start, with its receipt; errors and stats are kept and resolved", async ({ nexus }) => {
		const good = await nexus.run(["agents", "start", "worker", "what", "is", "15%", "of", "240?", "--offline"]);
		expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining("15% of 240 is 36.") });
		const path = nexus.file(
			"s.json",
			script([{ text: "x" }], {
				worker: { steps: [{ error: { code: "provider.refused", message: "no", retryable: false } }] },
			}),
		);
		const bad = await nexus.run(["-m", `scripted/${path}`, "agents", "start", "worker", "x", "--json"]);
		expect(bad.code).toBe(1);
		expect(JSON.parse(bad.stdout)).toMatchObject({ taskId: "worker-1", status: "failed" });
		const errors = JSON.parse((await nexus.run(["agents", "errors", "--json"])).stdout);
		expect(errors).toMatchObject([{ agent: "worker", code: "provider.refused", message: "no" }]);
		await nexus.run(["agents", "errors", "--resolve", String(errors[0].number)]);
		expect((await nexus.run(["agents", "errors"])).stdout).toContain("nothing went wrong");
		const stats = JSON.parse((await nexus.run(["agents", "stats", "--json"])).stdout);
		expect(stats).toMatchObject([{ agent: "worker", runs: 2, done: 1, failed: 1 }]);
	});

	test("one that works in another process is listed, pauses, goes on and is stopped", async ({ nexus }) => {
		const path = nexus.file(
			"s.json",
			script([{ calls: [delegate("worker", "loops")] }, { text: "It was stopped." }], {
				worker: { steps: [{ text: "so slow ".repeat(2000), delayMs: 20, chunk: 4 }] },
			}),
		);
		const running = nexus.start(["-p", "go", "-m", `scripted/${path}`]);
		await running.tells("worker-1 works");
		await expect
			.poll(async () => JSON.parse((await nexus.run(["agents", "list", "--json"])).stdout).working, { timeout: 10_000 })
			.toMatchObject([{ id: "worker-1", agent: "worker", task: "loops" }]);
		expect(await nexus.run(["agents", "pause", "worker-1"])).toMatchObject({ code: 0 });
		expect(await nexus.run(["agents", "resume", "worker-1"])).toMatchObject({ code: 0 });
		expect(await nexus.run(["agents", "stop", "worker-2"])).toMatchObject({ code: 2 });
		expect(await nexus.run(["agents", "stop", "worker-1"])).toMatchObject({ code: 0 });
		expect(await running.ended).toMatchObject({ code: 0, stdout: "It was stopped.\n" });
		expect(JSON.parse((await nexus.run(["agents", "list", "--json"])).stdout).working).toEqual([]);
	});
});
