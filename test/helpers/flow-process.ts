// A process that runs a workflow of 20 steps and is killed at one place of it: folder, `<step>:<phase>`.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as tick } from "node:timers/promises";
import type { AgentTask } from "../../src/contracts/agent-task.js";
import type { WorkflowInput } from "../../src/contracts/workflow.js";
import { type Behaviour, type FlowAgents, flowAgents, flowWorld, receipt } from "./flow-world.js";

/** Four rows of five; each step needs the one above it, and every third can be done twice without harm. */
export const twentySteps: WorkflowInput = {
	name: "twenty",
	steps: Array.from({ length: 20 }, (_, index) => ({
		id: `s${index}`,
		task: index < 5 ? "begin" : `after {{steps.s${index - 5}.text}}`,
		...(index % 3 === 0 ? { idempotent: true } : {}),
	})),
};

export const phases = ["before", "begun", "effect", "ended"] as const;
export type Phase = (typeof phases)[number];

/** What each step did to the world: one line each time, or a file that is made once. */
export const effectsIn = (folder: string): readonly string[] => {
	const lines = existsSync(join(folder, "effects"))
		? readFileSync(join(folder, "effects"), "utf8").trim().split("\n")
		: [];
	return lines.filter((line) => line !== "");
};

/** Agents with a log on disk, as those of a session have; `at` is told each phase of each step. */
export const loggedAgents = (folder: string, at: (step: string, phase: Phase) => void): FlowAgents => {
	const logPath = join(folder, "log");
	const log = (line: object) => appendFileSync(logPath, `${JSON.stringify(line)}\n`);
	const past = existsSync(logPath) ? readFileSync(logPath, "utf8").trim().split("\n").filter(Boolean) : [];
	const outcomes = new Map(past.map((line) => JSON.parse(line)).map(({ id, end }) => [id, end ?? "unknown"]));
	const work: Behaviour = async (task: AgentTask) => {
		const step = task.id.replace(/:\d+$/, "");
		at(step, "before");
		log({ id: task.id });
		at(step, "begun");
		await tick();
		const key = task.inputs?.find(({ title }) => title === "idempotency key")?.text;
		const once = key === undefined ? undefined : join(folder, key.replaceAll("/", "-"));
		if (once === undefined || !existsSync(once)) {
			if (once !== undefined) writeFileSync(once, "");
			appendFileSync(join(folder, "effects"), `${step}\n`);
		}
		at(step, "effect");
		log({ id: task.id, end: receipt(task, `${step} is done`) });
		at(step, "ended");
		return `${step} is done`;
	};
	const agents = flowAgents(work);
	return { ...agents, outcome: (id) => outcomes.get(id) ?? "never" };
};

const [folder, place] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) {
	const agents = loggedAgents(folder, (step, phase) => {
		if (`${step}:${phase}` === place) process.kill(process.pid, "SIGKILL");
	});
	await flowWorld(twentySteps, {}, { path: join(folder, "runs.sqlite"), agents }).run();
}
