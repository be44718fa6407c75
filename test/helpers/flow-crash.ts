// A workflow that is killed at one place of one step, and gone on with by this process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Decision, Question } from "../../src/contracts/workflow-run.js";
import { effectsIn, loggedAgents, twentySteps } from "./flow-process.js";
import { type FlowWorld, flowWorld, runId } from "./flow-world.js";

export const decision = ({ key, callId, hash }: Question, answer: Decision["answer"]): Decision => ({
	...{ key, callId, hash, answer },
	at: "2026-01-01T00:00:00Z",
});

export const questions = (world: FlowWorld): readonly Question[] =>
	world.store.steps(runId).flatMap(({ question }) => question ?? []);

/** Whoever is asked says what is true: what has had its effect is done, anything else is to be done again. */
export const killedAndGoneOn = async (folder: string, place: string) => {
	const hooks = join(import.meta.dirname, "typescript-hooks.mjs");
	const script = join(import.meta.dirname, "flow-process.ts");
	const args = ["--import", hooks, script, folder, place];
	const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
	const [, signal] = await once(child, "exit");
	if (signal !== "SIGKILL") throw new Error(`${place} was not reached`);
	const before = effectsIn(folder);
	const open = () => {
		const agents = loggedAgents(folder, () => {});
		return flowWorld(twentySteps, {}, { path: join(folder, "runs.sqlite"), agents });
	};
	const world = open();
	let { state } = await world.run();
	const asked = questions(world);
	for (const question of asked)
		world.store.decide(runId, decision(question, before.includes(question.key) ? "done" : "again"));
	world.store.close();
	const idempotent = twentySteps.steps.flatMap((step) => (step.idempotent === true ? [step.id] : []));
	const isWaiting = state === "waiting";
	if (isWaiting) {
		const next = open();
		({ state } = await next.run());
		next.store.close();
	}
	return {
		state,
		// Nobody is asked about what may be done twice, and the run waits exactly where somebody is asked.
		askedWrongly: [
			...asked.map(({ key }) => key).filter((key) => idempotent.includes(key)),
			...(isWaiting === asked.length > 0 ? [] : ["waiting"]),
		],
		effects: effectsIn(folder).toSorted(),
	};
};
