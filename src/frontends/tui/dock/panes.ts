// The three panes: who works, what it costs, what the machine does. Pure functions of the state.

import { mainAgent } from "../../../contracts/event.js";
import { padText, textWidth } from "../../../lib/text-width.js";
import { agentTree, contextShare, isAtWork, totalInput } from "../../../state/selectors.js";
import type { AgentView, SessionState } from "../../../state/state.js";
import { type Glyphs, workingGlyph } from "../glyphs.js";
import { oneLine } from "../text/clean.js";
import { cutLine, type Line, type Style, span } from "../text/span.js";
import { formatBytes, formatCost, formatCount, formatElapsed, formatShare } from "../text/units.js";
import type { Theme } from "../theme.js";
import { bar, sparkline } from "./sparkline.js";

export interface PaneContext {
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly nowMs: number;
	readonly tick: number;
	readonly reducedMotion: boolean;
}
export type PaneName = "agents" | "tokens" | "load";
export const paneNames: readonly PaneName[] = ["agents", "tokens", "load"];

/** At most `rows` lines of at most `width` columns. */
export const paneLines = (
	name: PaneName,
	state: SessionState,
	width: number,
	rows: number,
	context: PaneContext,
): readonly Line[] => {
	const lines =
		name === "agents"
			? agentLines(state, width, rows, context)
			: name === "tokens"
				? tokenLines(state, width, context)
				: loadLines(state, width, context);
	return lines.slice(0, rows).map((line) => cutLine(line, width));
};

const agentLook = (agent: AgentView, context: PaneContext): { glyph: string; style: Style } => {
	const { theme, glyphs } = context;
	switch (agent.state) {
		case "processing":
		case "waiting-for-tool":
			return { glyph: workingGlyph(glyphs, context.tick, context.reducedMotion), style: theme.accent };
		case "waiting-for-approval":
			return { glyph: glyphs.asks, style: theme.warn };
		case "error":
			return { glyph: glyphs.failed, style: theme.error };
		case "paused":
		case "stopped":
			return { glyph: glyphs.paused, style: theme.dim };
		case "created":
		case "initializing":
			return { glyph: glyphs.waiting, style: theme.dim };
		case "idle":
			return { glyph: agent.tokens > 0 || agent.task !== "" ? glyphs.done : glyphs.waiting, style: theme.dim };
	}
};

const agentLines = (state: SessionState, width: number, rows: number, context: PaneContext): readonly Line[] => {
	if (state.agents.length === 0)
		return [[span(`${context.glyphs.waiting} ${oneLine(state.agent) || "none yet"}`, context.theme.dim)]];
	const tree = agentTree(state.agents);
	const shown = tree.length <= rows ? tree : busiestFirst(tree).slice(0, rows - 1);
	const longest = Math.max(...shown.map(({ agent, depth }) => branchWidth(depth) + textWidth(nameOf(agent))));
	const nameWidth = Math.max(8, Math.min(longest, Math.floor(width * 0.42)));
	const lines = shown.map((each) => agentLine(each, nameWidth, width, state, context));
	const more = tree.length - shown.length;
	return more > 0 ? [...lines, [span(`${more} more: /agents open`, context.theme.dim)]] : lines;
};

/** Where not all have room: those that ask, then those that work, in the order of the tree. */
const busiestFirst = <T extends { readonly agent: AgentView }>(tree: readonly T[]): readonly T[] => {
	const rank = ({ agent }: T): number => (agent.asks > 0 ? 0 : isAtWork(agent) ? 1 : 2);
	return [...tree.slice(0, 1), ...tree.slice(1).toSorted((a, b) => rank(a) - rank(b))];
};

/** After so long without a sign of life that is said. */
const quietMs = 30_000;

const branchWidth = (depth: number): number => (depth === 0 ? 0 : Math.min(depth - 1, 3) + 2);
const nameOf = (agent: AgentView): string => oneLine(agent.id === mainAgent ? agent.name : agent.id);

const agentLine = (
	{ agent, depth, isLast }: ReturnType<typeof agentTree>[number],
	nameWidth: number,
	width: number,
	state: SessionState,
	context: PaneContext,
): Line => {
	const { theme, glyphs } = context;
	const look = agentLook(agent, context);
	const branch =
		depth === 0 ? "" : `${" ".repeat(Math.min(depth - 1, 3))}${isLast ? glyphs.lastBranch : glyphs.branch} `;
	const isWorking = isAtWork(agent);
	const elapsed =
		isWorking && agent.startedAt !== undefined ? formatElapsed(context.nowMs - Date.parse(agent.startedAt)) : "";
	const cost = agent.tokens === 0 ? "" : formatCost(agent.costMicroUsd);
	const tokens = width >= 56 && agent.tokens > 0 ? `${padText(formatCount(agent.tokens), 6, "right")} ` : "";
	const right = `${tokens}${padText(elapsed, 5, "right")} ${padText(cost, 7, "right")}`;
	const name = padText(nameOf(agent), nameWidth - branch.length);
	const room = width - branch.length - 2 - textWidth(name) - 1 - right.length - 1;
	const task =
		room < 4 ? "" : padText(`${agent.isBackground && isWorking ? "& " : ""}${doingOf(agent, state, context)}`, room);
	return [
		span(branch, theme.dim),
		span(`${look.glyph} `, look.style),
		span(name, agent.id === state.focus && state.agents.length > 1 ? theme.accent : []),
		span(` ${task} `, theme.dim),
		span(right, theme.dim),
	];
};

/** What it waits for says more than the state's name; a call more than the task. */
const doingOf = (agent: AgentView, state: SessionState, context: PaneContext): string => {
	if (agent.state === "waiting-for-approval") return "waits for you";
	if (agent.state === "created") return oneLine(agent.detail === undefined ? "waits" : `waits: ${agent.detail}`);
	if (!isAtWork(agent)) return oneLine(agent.detail === undefined ? agent.state : `${agent.state}: ${agent.detail}`);
	const call = agent.calls.find((each) => each.startedAt !== undefined);
	const silent = context.nowMs - Date.parse(agent.lastAt);
	const age = silent > quietMs ? `${formatElapsed(silent)} silent  ` : "";
	if (call !== undefined && state.agents.length > 1) return `${age}${oneLine(`${call.tool} ${call.title}`)}`;
	const { wait } = state.live;
	if (state.agents.length > 1 || wait === undefined) return `${age}${oneLine(agent.task) || agent.state}`;
	switch (wait.kind) {
		case "tool":
		case "draft":
			return oneLine(wait.detail);
		case "model":
			return "waits for model";
		case "stream":
			return "answers";
		case "retry":
			return "waits to retry";
		case "approval":
			return "waits for you";
	}
};

const label = (name: string, theme: Theme) => span(padText(name, 9), theme.dim);

const tokenLines = (state: SessionState, width: number, context: PaneContext): readonly Line[] => {
	const { theme, glyphs } = context;
	const { turn, session, contextUsed } = state.tokens;
	const share = contextShare(state);
	const room = Math.max(4, Math.min(10, width - 9 - 6));
	const figures = (totals: typeof turn) =>
		`${padText(formatCount(totalInput(totals)), 5, "right")} in ${padText(formatCount(totals.outputTokens), 5, "right")} out`;
	const known =
		session.unpricedCalls === 0 ? formatCost(session.costMicroUsd) : `${formatCost(session.costMicroUsd)} + unknown`;
	const rates = state.live.tokensPerSecond.map((entry) => entry.tokens);
	const rate = state.run === undefined ? "" : `${padText(formatCount(rates.at(-1) ?? 0), 4, "right")}/s `;
	return [
		[
			label("turn", theme),
			span(figures(turn)),
			span(`  ${rate}${sparkline(rates, width - 9 - 19 - 2 - rate.length, glyphs)}`, theme.accent),
		],
		[label("session", theme), span(figures(session))],
		share === undefined
			? [label("context", theme), span(`${padText(formatCount(contextUsed), 5, "right")} tokens`)]
			: [
					label("context", theme),
					span(bar(share, room, glyphs), share > 0.8 ? theme.warn : theme.accent),
					span(` ${padText(formatShare(share), 4, "right")}`),
				],
		[label("cost", theme), span(session.calls === 0 ? "nothing yet" : known), ...limitSpans(state, theme)],
	];
};

const limitSpans = (state: SessionState, theme: Theme): Line => {
	const tightest = state.live.limits
		.filter((limit) => limit.limit > 0)
		.sort((a, b) => a.remaining / a.limit - b.remaining / b.limit)[0];
	if (tightest === undefined) return [];
	const share = tightest.remaining / tightest.limit;
	return [span(`  ${formatShare(share)} of ${oneLine(tightest.kind)} left`, share < 0.2 ? theme.warn : theme.dim)];
};

const loadLines = (state: SessionState, width: number, context: PaneContext): readonly Line[] => {
	const { theme, glyphs } = context;
	const sample = state.live.load.at(-1);
	if (sample === undefined) return [[span("measured while something runs", theme.dim)]];
	const chart = (values: readonly number[], used: number, max?: number) =>
		span(` ${sparkline(values, Math.min(24, width - used - 1), glyphs, max)}`, theme.accent);
	const small = (name: string) => span(padText(name, 5), theme.dim);
	const memory = `${formatBytes(sample.memoryUsedBytes)} of ${formatBytes(sample.memoryTotalBytes)}`;
	const net =
		sample.networkInPerSecond === undefined
			? ""
			: `${formatBytes(sample.networkInPerSecond + (sample.networkOutPerSecond ?? 0))}/s`;
	return [
		[
			small("cpu"),
			span(padText(formatShare(sample.cpu), 5, "right"), sample.cpu > 0.9 ? theme.warn : []),
			chart(
				state.live.load.map((each) => each.cpu),
				10,
				1,
			),
		],
		[
			small("mem"),
			span(padText(memory, 13, "right"), sample.memoryUsedBytes / sample.memoryTotalBytes > 0.9 ? theme.warn : []),
			chart(
				state.live.load.map((each) => each.memoryUsedBytes / each.memoryTotalBytes),
				18,
				1,
			),
		],
		[
			small("disk"),
			span(padText(sample.disk === undefined ? "" : formatShare(sample.disk), 5, "right")),
			span("   net ", theme.dim),
			span(padText(net, 7)),
		],
		[
			small("self"),
			span(padText(formatShare(sample.processCpu), 5, "right")),
			span(` ${padText(formatBytes(sample.processMemoryBytes), 5, "right")}`),
			span("  lag ", theme.dim),
			span(padText(`${Math.round(sample.eventLoopLagMs)} ms`, 6)),
			span(width < 40 || sample.childProcesses === 0 ? "" : `  ${sample.childProcesses} below`, theme.dim),
		],
	];
};
