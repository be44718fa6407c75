// Frames of the screen from a state, without a runtime and without a terminal.
import { stripVTControlCharacters } from "node:util";
import { render } from "ink-testing-library";
import { afterEach, describe, expect, test } from "vitest";
import { App } from "../../../src/frontends/tui/app.js";
import { glyphsFor } from "../../../src/frontends/tui/glyphs.js";
import { createHighlighter } from "../../../src/frontends/tui/markdown/highlight.js";
import { createMarkdownStream } from "../../../src/frontends/tui/markdown/stream.js";
import { createScreen } from "../../../src/frontends/tui/screen/screen.js";
import { emptyScreen, type ScreenState } from "../../../src/frontends/tui/screen/state.js";
import { createStore } from "../../../src/frontends/tui/screen/store.js";
import { realTimers } from "../../../src/frontends/tui/screen/timers.js";
import { span } from "../../../src/frontends/tui/text/span.js";
import { themeFor } from "../../../src/frontends/tui/theme.js";
import { createTranscript } from "../../../src/frontends/tui/transcript/transcript.js";
import { initialState, type SessionState } from "../../../src/state/state.js";
import { createFakeClient } from "../../helpers/fake-client.js";

const unmounts: (() => void)[] = [];
afterEach(() => {
	for (const unmount of unmounts.splice(0)) unmount();
});

const approval: SessionState["approvals"][number] = {
	approvalId: "a",
	callId: "c",
	agentId: "main",
	tool: "edit_file",
	title: "src/cart.ts",
	reason: "it writes src/cart.ts",
	warnings: [],
	offers: [{ scope: "session", rule: "edit_file(src/cart.ts)" }],
	view: { kind: "diff", path: "src/cart.ts", before: "a\n", after: "b\n" },
	requestedAt: "2026-01-01T00:00:00.000Z",
};

const decision = { approvalId: "a", isGuarded: false, isPrinted: false, reason: undefined };

const show = (
	columns: number,
	rows: number,
	change: Partial<ScreenState> = {},
	session: Partial<SessionState> = {},
) => {
	const highlighter = createHighlighter(
		async () => (await import("../../../src/frontends/tui/markdown/grammars.js")).createGrammar(),
		() => {},
	);
	const state: ScreenState = {
		...emptyScreen({
			session: { ...initialState("s"), model: "offline/interpreter", cwd: "/work", ...session },
			theme: themeFor("none", false),
			glyphs: glyphsFor({ LANG: "C.UTF-8" }),
			columns,
			rows,
			nowMs: 0,
		}),
		reducedMotion: true,
		...change,
	};
	const store = createStore(state);
	const screen = createScreen({
		client: createFakeClient(),
		commands: [],
		store,
		transcript: createTranscript(highlighter, async () => ({ createMarkdownStream })),
		highlighter,
		timers: realTimers,
		signal: new AbortController().signal,
		color: false,
		openEditor: async () => undefined,
		ring: () => undefined,
		repaint: () => {},
		leave: () => {},
	});
	screen.setSession(Promise.resolve("s"));
	const drawn = render(<App screen={screen} onDrawn={() => {}} onHandle={() => {}} />);
	unmounts.push(drawn.unmount);
	return { frame: () => drawn.lastFrame() ?? "", type: (text: string) => drawn.stdin.write(text) };
};

const agent = {
	id: "main",
	name: "nexus",
	type: "worker",
	state: "processing",
	task: "t",
	startedAt: undefined,
	tokens: 0,
	costMicroUsd: 0,
	...{ parentId: undefined, isBackground: false, calls: [], asks: 0, lastAt: "", detail: undefined, said: undefined },
} as const;

describe("the live region", () => {
	test("shows the three panes side by side at 120 columns", () => {
		const { frame } = show(120, 36, {}, { agents: [agent] });
		expect(frame()).toMatch(/agents 1 .* tokens .* load/);
		expect(frame()).toContain("nexus");
		expect(frame()).toMatch(/ask · offline\/interpreter/);
	});

	test("shows two panes at 80 columns", () => {
		const { frame } = show(80, 24);
		expect(frame()).toMatch(/agents .* tokens/);
		expect(frame()).not.toMatch(/ load ─/);
	});

	test("is one status line at 40 columns", () => {
		const lines = show(40, 15).frame().split("\n");
		expect(lines.some((line) => line.includes("agents"))).toBe(false);
		expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
	});

	test.each([
		[120, 36],
		[80, 24],
		[40, 15],
		[10, 5],
	])("never fills a window of %i by %i", (columns, rows) => {
		const { frame } = show(columns, rows, { live: Array.from({ length: 100 }, (_, index) => [span(`line ${index}`)]) });
		expect(frame().split("\n").length).toBeLessThanOrEqual(rows);
	});

	test("folded it is one line", () => {
		expect(show(120, 36, { dock: "folded" }).frame()).not.toContain("agents");
	});

	test("asks with the exact rule that an answer would save", () => {
		const frame = stripVTControlCharacters(
			show(120, 36, { decision }, { agents: [agent], approvals: [approval] }).frame(),
		);
		expect(frame).toContain("nexus wants to use edit_file");
		expect(frame).toContain("s this session: edit_file(src/cart.ts)");
	});
});

test("what is typed appears in the composer", async () => {
	const { frame, type } = show(80, 24);
	await expect.poll(() => frame()).toContain("›");
	type("hello there");
	await expect.poll(() => frame()).toContain("› hello there");
});
