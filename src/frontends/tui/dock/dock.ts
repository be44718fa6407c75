// The dock: panes side by side where there is room, two of three at 80 columns, one line when folded or narrow.
import { textWidth } from "../../../lib/text-width.js";
import { contextShare, workingAgents } from "../../../state/selectors.js";
import type { SessionState } from "../../../state/state.js";
import { workingGlyph } from "../glyphs.js";
import { cutLine, type Line, lineWidth, span } from "../text/span.js";
import { formatCost, formatShare } from "../text/units.js";
import { type PaneContext, type PaneName, paneLines, paneNames } from "./panes.js";

const paneRows = 4;
const gap = 2;

/** Whether the panes have room; without it one status line says it all. */
export const hasDock = (columns: number, rows: number): boolean => columns >= 60 && rows > 15;

/** The panes that are shown; `first` is the one that tab brought forward. */
export const visiblePanes = (columns: number, first: number): readonly PaneName[] => {
	if (columns >= 100) return paneNames;
	const at = (index: number) => paneNames[index % paneNames.length] ?? "agents";
	return columns >= 72 ? [at(first), at(first + 1)] : [at(first)];
};

/** A rule with the names, then the rows. */
export const dockLines = (
	state: SessionState,
	columns: number,
	first: number,
	context: PaneContext,
): readonly Line[] => {
	const panes = visiblePanes(columns, first);
	const width = Math.floor((columns - gap * (panes.length - 1)) / panes.length);
	const blocks = panes.map((pane) => paneLines(pane, state, width, paneRows, context));
	const rows = Math.max(...blocks.map((block) => block.length));
	const lines: Line[] = [dockRule(panes, state, columns, width, context)];
	for (let row = 0; row < rows; row++) {
		lines.push(
			blocks.flatMap((block, index) => {
				const line = block[row] ?? [];
				const blanks = index === blocks.length - 1 ? 0 : width + gap - lineWidth(line);
				return [...line, span(" ".repeat(Math.max(0, blanks)))];
			}),
		);
	}
	return lines;
};

const dockRule = (
	panes: readonly PaneName[],
	state: SessionState,
	columns: number,
	width: number,
	{ theme, glyphs }: PaneContext,
): Line => {
	const count = state.agents.length;
	const parts = panes.map((pane, index) => {
		const name = pane === "agents" && count > 0 ? `agents ${count}` : pane;
		const head = index === 0 ? `${glyphs.rule}${glyphs.rule} ${name} ` : `${name} `;
		const room = index === panes.length - 1 ? columns - (width + gap) * index : width + gap;
		const tail = Math.max(0, room - textWidth(head) - (index === panes.length - 1 ? 0 : 1));
		return `${head}${glyphs.rule.repeat(tail)}${index === panes.length - 1 ? "" : " "}`;
	});
	return cutLine([span(parts.join(""), theme.dim)], columns);
};

/** `◐ 1 agent · 61% ctx · $0.21 · cpu 34%`: what the folded dock says. Only what is known and fits. */
export const foldedDock = (state: SessionState, context: PaneContext, width: number, more = ""): Line => {
	const { theme, glyphs } = context;
	const working = workingAgents(state);
	const share = contextShare(state);
	const sample = state.live.load.at(-1);
	const { session } = state.tokens;
	const parts = [
		working === 0 ? "" : `${working} agent${working === 1 ? "" : "s"}`,
		share === undefined ? "" : `${formatShare(share)} ctx`,
		session.calls === 0 ? "" : `${formatCost(session.costMicroUsd)}${session.unpricedCalls === 0 ? "" : " + unknown"}`,
		sample === undefined ? "" : `cpu ${formatShare(sample.cpu)}`,
		more,
	].filter((part) => part !== "");
	const dot = ` ${glyphs.dot} `;
	const room = width - (state.run === undefined ? 0 : 2);
	const fitting = parts.filter((_, index) => textWidth(parts.slice(0, index + 1).join(dot)) <= room);
	const text = span(fitting.join(dot), theme.dim);
	if (state.run === undefined) return [text];
	return [span(`${workingGlyph(glyphs, context.tick, context.reducedMotion)} `, theme.accent), text];
};
