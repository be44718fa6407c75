// One step after the other; each may use what the one before it gave, as `{{previous.text}}`.
import type { StepResult } from "../../contracts/workflow-run.js";
import type { Values } from "../flow/flow.js";
import { runGraph, type Steps } from "./graph.js";

export const runSequential = (steps: Steps, values: Values, signal: AbortSignal): Promise<StepResult> =>
	runGraph(steps, values, signal, true);
