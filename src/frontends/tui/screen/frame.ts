// The live region as lines: never as tall as the window, so that it never has to be cleared (SPEC 17.3).
import { padText, truncateText } from "../../../lib/text-width.js";
import type { Approval } from "../../../state/state.js";
import { boxLines, linearBox } from "../decision/decision-lines.js";
import { dockLines, hasDock } from "../dock/dock.js";
import type { PaneContext } from "../dock/panes.js";
import { plainHighlight } from "../markdown/highlight.js";
import { oneLine } from "../text/clean.js";
import { cutLine, type Line, renderLine, span } from "../text/span.js";
import { wrapHard } from "../text/wrap.js";
import { composerLines, underComposer } from "./composer-lines.js";
import type { ScreenState } from "./state.js";
import { statusLine, waitLine } from "./status-lines.js";

export interface Frame {
	readonly above: readonly string[];
	/** A one-line field takes the place of the composer: its label, and what it holds. */
	readonly field: { readonly kind: "reason" | "filter"; readonly label: string; readonly value: string } | undefined;
	readonly below: readonly string[];
	/** Relative to the first line; undefined while a field has its own. */
	readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

export const pickerRows = 8;

/** Rows that everything but the unfinished answer takes, and what is left for it. */
export const liveRows = (state: Pick<ScreenState, "rows" | "columns" | "dock" | "screenReader">): number => {
	const dock = showsDock(state) ? 5 : 0;
	return Math.max(1, state.rows - 1 - dock - 1 - 1 - 1 - 1);
};

const showsDock = (state: Pick<ScreenState, "rows" | "columns" | "dock" | "screenReader">): boolean =>
	state.dock === "open" && !state.screenReader && hasDock(state.columns, state.rows);

export const frontDecision = (state: ScreenState): Approval | undefined =>
	state.session.approvals.find((approval) => approval.approvalId === state.decision?.approvalId);

export const frameOf = (state: ScreenState): Frame => {
	const budget = Math.max(1, state.rows - 1);
	const context = paneContext(state);
	const composer = composerLines(state, Math.max(1, Math.min(8, Math.floor(state.rows / 3))));
	const field = fieldOf(state);
	const composerRows = field === undefined ? composer.lines.length : 1;
	const hasStatus = state.rows >= 4 && (!state.screenReader || state.hint !== undefined);
	const rule = state.rows >= 8 && !state.screenReader ? 1 : 0;
	let left = budget - composerRows - (hasStatus ? 1 : 0) - rule;
	const under =
		state.picker === undefined
			? underComposer(state, Math.min(8, left))
			: pickerLines(state, Math.min(pickerRows, left));
	left -= under.length;
	const box = decisionBox(state).slice(0, Math.max(0, left));
	left -= box.length;
	const dock = showsDock(state) ? dockLines(state.session, state.columns, state.pane, context) : [];
	const hasDockRoom = dock.length > 0 && left >= dock.length + (box.length > 0 ? 3 : 1);
	if (hasDockRoom) left -= dock.length;
	const upper = upperLines(state, Math.max(0, left), box.length > 0);
	const ruleLine: Line = [span(state.glyphs.rule.repeat(state.columns), state.theme.dim)];
	const above = [...upper, ...box, ...(hasDockRoom ? dock : []), ...(rule === 1 ? [ruleLine] : [])];
	const below = [
		...(field === undefined ? composer.lines : []),
		...under,
		...(hasStatus ? [statusLine(state, !hasDockRoom, context)] : []),
	];
	const render = (line: Line) => renderLine(cutLine(line, state.columns), state.theme.allowLinks);
	return {
		above: above.map(render),
		field,
		below: below.map(render),
		cursor: field === undefined ? { x: composer.cursor.x, y: above.length + composer.cursor.y } : undefined,
	};
};

const paneContext = (state: ScreenState): PaneContext => ({
	theme: state.theme,
	glyphs: state.glyphs,
	nowMs: state.nowMs,
	tick: Math.floor(state.nowMs / 250),
	reducedMotion: state.reducedMotion,
});

/** Header or answer, what is waited for, and what is to be decided; the end of it where room is short. */
const upperLines = (state: ScreenState, rows: number, hasBox: boolean): readonly Line[] => {
	const live = state.live.flatMap((line) => wrapHard(line, state.columns));
	const wait = state.screenReader ? undefined : waitLine(state);
	const detail = hasBox && state.decision?.isPrinted === false ? state.detail : [];
	const body: Line[] = [...state.header, ...live];
	if (wait !== undefined) body.push(...(live.length === 0 ? [] : [[]]), wait);
	if (detail.length > 0) body.push([], ...detail, []);
	// One empty line keeps the answer apart from the panes.
	const hasText = body.length > 0 || state.batch.id > 0;
	const isRoomy = hasText && body.length < rows && state.rows > 15 && !state.screenReader && detail.length === 0;
	const padded: readonly Line[] = isRoomy ? [...body, []] : body;
	return padded.slice(Math.max(0, padded.length - rows));
};

const decisionBox = (state: ScreenState): readonly Line[] => {
	const approval = frontDecision(state);
	if (approval === undefined || state.decision === undefined) return [];
	const agent = state.session.agents.find((each) => each.id === approval.agentId)?.name ?? approval.agentId;
	const count = state.session.approvals.length;
	if (state.screenReader) return linearBox(approval, agent, count, state.theme);
	return boxLines(approval, agent, count, state.decision.isGuarded, {
		theme: state.theme,
		glyphs: state.glyphs,
		width: state.columns,
		highlight: plainHighlight,
	});
};

const fieldOf = (state: ScreenState): Frame["field"] => {
	if (state.decision?.reason !== undefined) return { kind: "reason", label: "because: ", value: state.decision.reason };
	if (state.picker === undefined) return undefined;
	return { kind: "filter", label: `${truncateText(oneLine(state.picker.title), 40)}: `, value: state.picker.filter };
};

/** The items that fit the filter: all of its words somewhere in label, value or detail; then what was found for it. */
export const pickerItems = (
	picker: NonNullable<ScreenState["picker"]>,
): NonNullable<ScreenState["picker"]>["items"] => {
	const words = picker.filter.toLowerCase().split(/\s+/).filter(Boolean);
	const fitting = picker.items.filter((item) => {
		const text = `${item.label} ${item.value} ${item.detail ?? ""}`.toLowerCase();
		return words.every((word) => text.includes(word));
	});
	const known = new Set(fitting.map((item) => item.value));
	return [...fitting, ...(picker.found ?? []).filter((item) => !known.has(item.value))];
};

const pickerLines = (state: ScreenState, rows: number): readonly Line[] => {
	const { picker, theme, glyphs, columns } = state;
	if (picker === undefined || rows <= 0) return [];
	const items = pickerItems(picker);
	if (items.length === 0) return [[span("  nothing fits", theme.dim)]];
	const selected = Math.min(picker.selected, items.length - 1);
	const first = Math.max(0, Math.min(selected - rows + 1, items.length - rows));
	return items.slice(first, first + rows).map((item, index): Line => {
		const isSelected = first + index === selected;
		const mark = state.screenReader ? `${first + index + 1}. ` : isSelected ? `${glyphs.prompt} ` : "  ";
		const room = Math.max(1, Math.floor(columns * 0.55));
		const label =
			item.detail === undefined ? truncateText(oneLine(item.label), columns - 3) : padText(oneLine(item.label), room);
		return [
			span(mark, theme.accent),
			span(label, isSelected ? theme.accent : []),
			span(item.detail === undefined ? "" : ` ${oneLine(item.detail)}`, theme.dim),
		];
	});
};
