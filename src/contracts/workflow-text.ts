// Plans and runs of workflows as text.
import type { StepResult, StepRow, WorkflowEvent, WorkflowRun } from "./workflow-run.js";
import type { Estimate, WorkflowPlan } from "./workflows-client.js";

/** `~12,000 tokens, $0.0300, 1 min 30 s`. */
export const estimateText = ({ tokens, costMicroUsd, ms }: Estimate): string =>
	`~${Math.round(tokens).toLocaleString("en")} tokens, ${moneyText(costMicroUsd)}, ${timeText(ms)}`;

const moneyText = (microUsd: number | null): string =>
	microUsd === null ? "cost unknown" : `$${(microUsd / 1e6).toFixed(microUsd < 1e6 ? 4 : 2)}`;

const timeText = (ms: number): string => {
	const seconds = Math.round(ms / 1000);
	if (ms < 1000) return `${Math.round(ms)} ms`;
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.floor(seconds / 60);
	return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** What is about to be done, a line a step. */
export const planText = (plan: WorkflowPlan): string => {
	const names = plan.steps.map((step) => `${"  ".repeat(step.depth + 1)}${step.key.split("/").at(-1)}`);
	const width = Math.max(...names.map((name) => name.length));
	const lines = plan.steps.map((step, index) => {
		const who = step.agent === undefined ? "" : `${step.agent}${step.model === undefined ? "" : ` (${step.model})`}`;
		const after = step.needs.length === 0 ? "" : `after ${step.needs.join(", ")}`;
		const estimate = step.estimate === undefined || step.agent === undefined ? "" : estimateText(step.estimate);
		const guess = estimate !== "" && step.estimate?.isGuess === true ? " (a guess)" : "";
		const parts = [who, ...step.notes, after, `${estimate}${guess}`].filter((part) => part !== "");
		return `${(names[index] ?? "").padEnd(width)}  ${parts.join(" · ")}`;
	});
	const basis = plan.total.isGuess
		? "in part a guess: not all of these agents have worked here yet"
		: "from what these agents used before";
	return [
		`${plan.name}: ${plan.steps.length} ${plan.steps.length === 1 ? "step" : "steps"}, at most ${plan.concurrency} at once, fewer where the machine has no room`,
		...lines,
		`Together ${estimateText(plan.total)} (${basis})`,
	].join("\n");
};

/** One line of what goes on; undefined for what is too small to say. */
export const workflowLine = (event: WorkflowEvent): string | undefined => {
	switch (event.type) {
		case "workflow.start":
			return `run ${event.runId}${event.isResumed ? " goes on" : ""}`;
		case "workflow.wait":
			return `${event.key} waits: ${event.reason}`;
		case "workflow.step":
			return `${event.key} begins (${event.agent ?? event.agentId}${event.attempt > 1 ? `, attempt ${event.attempt}` : ""})`;
		case "workflow.retry":
			return `${event.key} is tried again in ${timeText(event.delayMs)}: ${event.error.message}`;
		case "workflow.ask":
			return `${event.question.key} asks: ${event.question.text}`;
		case "workflow.result":
			return `${event.key} ${resultLine(event.result)}`;
		default:
			return undefined;
	}
};

const resultLine = ({ status, error, durationMs, tokens, costMicroUsd }: StepResult): string => {
	const used = tokens === 0 ? "" : `, ${tokens.toLocaleString("en")} tokens, ${moneyText(costMicroUsd)}`;
	const why = error === undefined ? "" : `: ${error.message}`;
	// A group has no time of its own.
	const time = durationMs === 0 ? "" : ` (${timeText(durationMs)}${used})`;
	return status === "skipped" ? "skipped" : `${status}${time}${why}`;
};

/** `running`, `interrupted`, `waits for a decision` … */
export const runState = ({ state, isInterrupted }: Pick<WorkflowRun, "state" | "isInterrupted">): string =>
	isInterrupted ? "interrupted" : state === "waiting" ? "waits for a decision" : state;

/** A run as the tree of its steps. */
export const runText = (run: WorkflowRun, rows: readonly StepRow[]): string => {
	const lines = [...rows]
		.sort((a, b) => treeOrder(a.key, rows) - treeOrder(b.key, rows))
		.map((row) => {
			const depth = row.key.split(/[/[#:]/).length;
			const what =
				row.state === "ended" && row.result !== undefined
					? resultLine(row.result)
					: row.question !== undefined
						? `asks: ${row.question.text} (${row.question.answers.join(", ")})`
						: row.waitsFor !== undefined
							? `waits: ${row.waitsFor}`
							: row.state === "begun"
								? begunText(run)
								: "not begun";
			const agent =
				row.agent === undefined ? "" : ` · ${row.agent}${row.attempt > 1 ? `, attempt ${row.attempt}` : ""}`;
			return `${"  ".repeat(depth)}${row.key}${agent} · ${what}`;
		});
	const asking = openQuestions(rows);
	return [
		`${run.id} · ${run.name} · ${runState(run)}`,
		`  session ${run.sessionId} · started ${run.startedAt}${run.endedAt === undefined ? "" : ` · ended ${run.endedAt}`}`,
		...lines,
		...(run.result?.error === undefined ? [] : [`It ended so: ${run.result.error.message}`]),
		...(run.result?.text ? ["", run.result.text] : []),
		...asking.map(({ key, answers }) => `To decide: nexus runs resume ${run.id} --decide ${key}=${answers.join("|")}`),
		...(asking.length === 0 && (run.isInterrupted || ["failed", "limited", "cancelled"].includes(run.state))
			? [`To go on: nexus runs resume ${run.id}`]
			: []),
	].join("\n");
};

const begunText = ({ state, isInterrupted }: WorkflowRun): string => {
	if (isInterrupted) return "had begun; how far it came is not known";
	return state === "running" ? "at work" : "stopped; it goes on from there";
};

export const openQuestions = (rows: readonly StepRow[]) =>
	rows.flatMap(({ question, state }) => (state === "ended" || question === undefined ? [] : [question]));

/** Steps inside a group come after it, whichever was stored first. */
const treeOrder = (key: string, rows: readonly StepRow[]): number => {
	const [top = key] = key.split(/[/[#:]/);
	const first = rows.findIndex((row) => row.key === top || row.key.startsWith(top));
	const own = rows.findIndex((row) => row.key === key);
	return first * 10_000 + (key === top ? 0 : own + 1);
};
