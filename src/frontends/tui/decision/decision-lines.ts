// A decision on the screen: all of what would be done, then the box with the answers (SECURITY R12).
import type { JsonValue } from "../../../contracts/json.js";
import { showHidden } from "../../../lib/show-hidden.js";
import { textWidth, truncateText } from "../../../lib/text-width.js";
import type { Approval, SessionState } from "../../../state/state.js";
import type { Glyphs } from "../glyphs.js";
import type { Highlight } from "../markdown/highlight.js";
import { cleanLines, oneLine } from "../text/clean.js";
import { type Line, lineWidth, type Span, span } from "../text/span.js";
import { wrapHard, wrapLine } from "../text/wrap.js";
import type { Theme } from "../theme.js";
import { viewLines } from "../transcript/view-lines.js";

export interface DecisionContext {
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly width: number;
	readonly highlight: Highlight;
}

export interface Choice {
	readonly key: "y" | "s" | "p" | "n" | "r";
	readonly label: string;
	/** The rule that this answer would save. */
	readonly rule?: string;
}

/** What can be answered; a rule is offered only when there is one, and is shown as it would be saved. */
export const choicesOf = (approval: Approval): readonly Choice[] => {
	const offer = (scope: "session" | "project") => approval.offers.find((each) => each.scope === scope)?.rule;
	const session = offer("session");
	const project = offer("project");
	return [
		{ key: "y", label: "once" },
		...(session === undefined
			? []
			: [{ key: "s" as const, label: `this session: ${showHidden(session)}`, rule: session }]),
		...(project === undefined ? [] : [{ key: "p" as const, label: `project: ${showHidden(project)}`, rule: project }]),
		{ key: "n", label: "no" },
		{ key: "r", label: "no, because…" },
	];
};

/** The whole call, nothing cut, hidden characters written out. */
export const detailLines = (approval: Approval, state: SessionState, context: DecisionContext): readonly Line[] => {
	const block = state.blocks.find((each) => each.kind === "tool" && each.id === approval.callId);
	const input = block?.kind === "tool" ? block.input : undefined;
	const view = approval.view === undefined ? [] : viewLines(approval.view, { ...context, reveal: true });
	const isShownByView = approval.view?.kind === "diff" || approval.view?.kind === "code";
	const given = isShownByView || input === undefined ? [] : inputLines(input, context.theme);
	// A question that came up while the call runs is about something that its arguments do not say.
	const isAside = block?.kind === "tool" && block.name !== approval.tool;
	const title = given.length === 0 || isAside ? [[span(showHidden(approval.title))]] : [];
	return [...title, ...given, ...view].flatMap((line) => wrapHard(line, context.width));
};

const inputLines = (input: JsonValue, theme: Theme): readonly Line[] => {
	if (typeof input !== "object" || input === null || Array.isArray(input)) return textLines(JSON.stringify(input));
	return Object.entries(input).flatMap(([name, value]) => {
		const lines = textLines(typeof value === "string" ? value : JSON.stringify(value));
		const [first = [], ...rest] = lines;
		const label = span(`${showHidden(name)}: `, theme.dim);
		return lines.length === 1 ? [[label, ...first]] : [[label], first, ...rest];
	});
};

const textLines = (text: string): readonly Line[] => cleanLines(showHidden(text)).map((line) => [span(line)]);

/** Agent, tool and reason; warnings; the answers in a frame. `count` decisions wait in all. */
export const boxLines = (
	approval: Approval,
	agent: string,
	count: number,
	isGuarded: boolean,
	context: DecisionContext,
): readonly Line[] => {
	const { theme, width } = context;
	const warnings = [approval.reason, ...approval.warnings]
		.filter((text) => text !== "")
		.flatMap((text) => wrapLine([span(showHidden(oneLine(text)), theme.warn)], { width: Math.min(width, 100) }));
	const more = count > 1 ? ` (1 of ${count})` : "";
	const head = `${oneLine(agent)} wants to use ${oneLine(approval.tool)}${more}`;
	const note = isGuarded ? [[span("your keys still go to your text; pause for a moment, then answer", theme.dim)]] : [];
	const answers = choiceLines(choicesOf(approval), width, theme);
	return [...warnings, ...framed(head, [...answers, ...note], context)];
};

const choiceLines = (choices: readonly Choice[], width: number, theme: Theme): readonly Line[] => {
	const room = Math.max(8, width - 4);
	const items = choices.map(
		(choice): Line => [span(choice.key, [...theme.accent, ...theme.bold]), span(` ${choice.label}`)],
	);
	const rows: Span[][] = [];
	for (const item of items) {
		const last = rows.at(-1);
		if (last !== undefined && lineWidth(last) + 3 + lineWidth(item) <= room) last.push(span("   "), ...item);
		else rows.push([...item]);
	}
	return rows.flatMap((row) => wrapLine(row, { width: room, rest: [span("  ")] }));
};

/** The only border there is: around what waits for a decision. */
const framed = (title: string, body: readonly Line[], { theme, glyphs, width }: DecisionContext): readonly Line[] => {
	if (width < 24) return [[span(truncateText(title, width), theme.warn)], ...body];
	const [topLeft, topRight, bottomLeft, bottomRight] = glyphs.corners;
	const inner = Math.min(width, Math.max(60, ...body.map((line) => lineWidth(line) + 4), textWidth(title) + 8)) - 2;
	const head = truncateText(title, inner - 3);
	const edge = (text: string) => span(text, theme.warn);
	return [
		[
			edge(`${topLeft} `),
			span(head, theme.bold),
			edge(` ${glyphs.rule.repeat(Math.max(0, inner - 2 - textWidth(head)))}${topRight}`),
		],
		...body.map((line): Line => {
			const blanks = Math.max(0, inner - 2 - lineWidth(line));
			return [edge(`${glyphs.side} `), ...line, span(" ".repeat(blanks)), edge(` ${glyphs.side}`)];
		}),
		[edge(bottomLeft + glyphs.rule.repeat(inner) + bottomRight)],
	];
};

/** The same without a frame, each answer with a number: for screen readers. */
export const linearBox = (approval: Approval, agent: string, count: number, theme: Theme): readonly Line[] => {
	const more = count > 1 ? ` Decision 1 of ${count}.` : "";
	return [
		[span(`Question: ${oneLine(agent)} wants to use ${oneLine(approval.tool)}.${more}`, theme.bold)],
		...[approval.reason, ...approval.warnings]
			.filter((text) => text !== "")
			.map((text): Line => [span(showHidden(oneLine(text)))]),
		...choicesOf(approval).map((choice, index): Line => [span(`${index + 1} or ${choice.key}: ${choice.label}`)]),
	];
};
