// The line under the composer, and the one that says what is waited for.
import { mainAgent } from "../../../contracts/event.js";
import { textWidth, truncateText } from "../../../lib/text-width.js";
import { foldedDock } from "../dock/dock.js";
import type { PaneContext } from "../dock/panes.js";
import { workingGlyph } from "../glyphs.js";
import { oneLine } from "../text/clean.js";
import { type Line, lineWidth, span } from "../text/span.js";
import { formatCost, formatWait } from "../text/units.js";
import type { ScreenState } from "./state.js";

/** Left: mode, model, cost, or the folded dock. Right: the keys that help now, or what was just said. */
export const statusLine = (state: ScreenState, isFolded: boolean, context: PaneContext): Line => {
	const { columns, session } = state;
	const right = state.hint ?? state.busy ?? keyHelp(state, isFolded);
	const room = columns - textWidth(right) - 4;
	if (session.run === undefined || !isFolded) return sides(leftOf(state, isFolded, context, room), right, state);
	return sides([span("  "), ...foldedDock(session, context, room, session.mode)], right, state);
};

const leftOf = (state: ScreenState, isFolded: boolean, context: PaneContext, room: number): Line => {
	const { theme, session, glyphs } = state;
	const { session: totals } = session.tokens;
	const cost =
		totals.calls === 0
			? ""
			: `session ${formatCost(totals.costMicroUsd)}${totals.unpricedCalls === 0 ? "" : " + unknown"}`;
	const dot = ` ${glyphs.dot} `;
	const parts = [session.mode, oneLine(session.model), isFolded ? "" : cost].filter((part) => part !== "");
	const own = span(`  ${parts.join(dot)}`, theme.dim);
	if (!isFolded) return [own];
	const folded = foldedDock(session, context, room - textWidth(own.text) - textWidth(dot));
	return lineWidth(folded) === 0 ? [own] : [own, span(dot, theme.dim), ...folded];
};

const sides = (left: Line, right: string, state: ScreenState): Line => {
	const { columns } = state;
	const said = truncateText(right, columns);
	const room = columns - textWidth(said) - 2;
	const isHint = state.hint !== undefined;
	const style = isHint ? state.theme.accent : state.theme.dim;
	if (lineWidth(left) <= room) return [...left, span(" ".repeat(room - lineWidth(left) + 2)), span(said, style)];
	if (isHint) return [span(said, style)];
	if (lineWidth(left) <= columns) return left;
	return [span(truncateText(left.map((part) => part.text).join(""), columns), state.theme.dim)];
};

const keyHelp = (state: ScreenState, isFolded: boolean): string => {
	if (state.session.focus !== mainAgent) return "esc back   enter tells it";
	if (state.session.run !== undefined) return "esc stop";
	if (state.completion !== undefined) return "tab takes it";
	return state.columns >= 70 ? `ctrl+t ${isFolded ? "panes" : "fold"}   / commands` : "/ commands";
};

/** What nothing on the screen shows already: a model that has not begun, a retry, a call being written. */
export const waitLine = (state: ScreenState): Line | undefined => {
	const { session, theme, glyphs, nowMs, columns } = state;
	const { wait } = session.live;
	if (session.run === undefined) return undefined;
	const text =
		wait === undefined
			? waitText("starting", "", nowMs - Date.parse(session.run.startedAt))
			: (textOf(wait, nowMs) ?? stalled(state));
	if (text === undefined) return undefined;
	const glyph = workingGlyph(glyphs, Math.floor(nowMs / 250), state.reducedMotion);
	return [span(`${glyph} `, theme.accent), span(truncateText(text, Math.max(1, columns - 2)), theme.dim)];
};

const stalledAfterMs = 4000;

/** An answer that has begun and does not go on. */
const stalled = ({ session, nowMs }: ScreenState): string | undefined => {
	const last = session.live.tokensPerSecond.at(-1);
	if (session.live.wait?.kind !== "stream" || last === undefined) return undefined;
	const silent = nowMs - (last.second + 1) * 1000;
	return silent < stalledAfterMs ? undefined : `waiting for more of the answer ${formatWait(silent)}`;
};

const waitText = (what: string, of: string, ms: number): string => `${what}${of} ${formatWait(ms)}`;

const textOf = (wait: NonNullable<ScreenState["session"]["live"]["wait"]>, nowMs: number): string | undefined => {
	const waited = nowMs - Date.parse(wait.since);
	switch (wait.kind) {
		case "model":
			return waitText("waiting for ", oneLine(wait.detail).split("/")[0] ?? "the model", waited);
		case "draft":
			return waitText("writing the call of ", oneLine(wait.detail), waited);
		case "retry":
			return `${oneLine(wait.detail)}, next try in ${formatWait(Math.max(0, (wait.forMs ?? 0) - waited + 999))}`;
		default:
			return undefined;
	}
};
