import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { edit, emptyBuffer } from "../../../../src/frontends/tui/composer/buffer.js";
import { glyphsFor } from "../../../../src/frontends/tui/glyphs.js";
import { frameOf } from "../../../../src/frontends/tui/screen/frame.js";
import { emptyScreen, type ScreenState } from "../../../../src/frontends/tui/screen/state.js";
import { doesReflow, rowsAboveCursor } from "../../../../src/frontends/tui/screen/terminal-output.js";
import { span } from "../../../../src/frontends/tui/text/span.js";
import { themeFor } from "../../../../src/frontends/tui/theme.js";
import { textWidth } from "../../../../src/lib/text-width.js";
import { type Approval, initialState, type SessionState } from "../../../../src/state/state.js";

const approval: Approval = {
	approvalId: "1",
	callId: "c",
	agentId: "main",
	tool: "run_command",
	title: "rm -rf build",
	reason: "",
	warnings: ["no sandbox works here"],
	offers: [
		{ scope: "session", rule: "run_command(rm -rf build)" },
		{ scope: "project", rule: "run_command(rm *)" },
	],
	view: undefined,
	requestedAt: "2026-01-01T00:00:00Z",
};

const session: SessionState = {
	...initialState("S"),
	model: "fake/model-with-a-long-name",
	agent: "lead",
	run: { runId: "R", model: "fake/model", startedAt: "2026-01-01T00:00:00Z" },
	agents: ["lead", "tests", "docs", "a-very-long-name", "fifth"].map((name, index) => ({
		id: index === 0 ? "main" : name,
		name,
		type: "worker",
		state: "processing",
		task: "does something 你好",
		startedAt: "2026-01-01T00:00:00Z",
		tokens: 1200,
		costMicroUsd: index === 2 ? null : 12_000,
		...{ parentId: index === 0 ? undefined : "main", isBackground: false, calls: [], asks: 0 },
		...{ lastAt: "2026-01-01T00:00:00Z", detail: undefined, said: undefined },
	})),
	queue: [{ promptId: "P", text: "a queued prompt\nwith two lines", images: 0 }],
	live: {
		wait: { kind: "model", detail: "anthropic/claude", since: "2026-01-01T00:00:00Z", forMs: undefined },
		tokensPerSecond: [1, 5, 9].map((tokens, second) => ({ second, tokens })),
		load: [
			{
				cpu: 0.34,
				memoryUsedBytes: 2.4e9,
				memoryTotalBytes: 16e9,
				disk: 0.61,
				networkInPerSecond: 12_000,
				networkOutPerSecond: 0,
				eventLoopLagMs: 2,
				processCpu: 0.1,
				processMemoryBytes: 9e7,
				childProcesses: 3,
				loadAverage: 1,
			},
		],
		limits: [{ kind: "requests", limit: 100, remaining: 12 }],
	},
};

const screen = (columns: number, rows: number, change: Partial<ScreenState> = {}): ScreenState => ({
	...emptyScreen({
		session,
		theme: themeFor("dark", true),
		glyphs: glyphsFor({}),
		columns,
		rows,
		nowMs: Date.parse("2026-01-01T00:00:04Z"),
	}),
	...change,
});

const lines = (state: ScreenState) => {
	const frame = frameOf(state);
	return [...frame.above, ...(frame.field === undefined ? [] : [""]), ...frame.below];
};
const plain = (state: ScreenState) => lines(state).map((line) => line.replace(/\u001b\[[\d;]*m/g, ""));

describe("the live region", () => {
	const sizes = fc.record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 2, max: 60 }) });
	const changes = fc.record({
		dock: fc.constantFrom("open" as const, "folded" as const),
		pane: fc.nat(2),
		screenReader: fc.boolean(),
		live: fc.array(fc.constantFrom("text", "你好".repeat(60), "x".repeat(300), ""), { maxLength: 50 }),
		text: fc.constantFrom("", "short", "line\n".repeat(30), "你".repeat(300)),
		mode: fc.constantFrom("none", "decision", "reason", "picker", "completion"),
	});

	test("is always lower than the window and never wider, whatever is in it", () => {
		fc.assert(
			fc.property(sizes, changes, ({ columns, rows }, change) => {
				const items = Array.from({ length: 20 }, (_, index) => ({
					value: `${index}`,
					label: `item ${index}`,
					detail: "more of it",
				}));
				const isAsked = change.mode === "decision" || change.mode === "reason";
				const state = screen(columns, rows, {
					dock: change.dock,
					pane: change.pane,
					screenReader: change.screenReader,
					live: change.live.map((text) => [span(text)]),
					buffer: edit(emptyBuffer, { type: "insert", text: change.text }),
					session: isAsked ? { ...session, approvals: [approval, approval] } : session,
					detail: isAsked ? change.live.map((text) => [span(text)]) : [],
					decision: isAsked
						? {
								approvalId: "1",
								isGuarded: true,
								isPrinted: false,
								reason: change.mode === "reason" ? "because" : undefined,
							}
						: undefined,
					picker:
						change.mode === "picker"
							? { title: "Title", given: "", command: "x", items, filter: "", selected: 3 }
							: undefined,
					completion:
						change.mode === "completion" ? { kind: "file", from: 0, to: 0, query: "", items, selected: 12 } : undefined,
				});
				const frame = frameOf(state);
				const all = lines(state);
				expect(all.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
				expect(Math.max(...all.map(textWidth))).toBeLessThanOrEqual(columns);
				if (frame.cursor !== undefined) {
					expect(frame.cursor.y).toBeLessThan(all.length);
					expect(frame.cursor.x).toBeLessThan(columns);
				}
			}),
			{ numRuns: 400 },
		);
	});

	test.each([
		[120, 40, ["agents 5", "tokens", "load"]],
		[80, 24, ["agents 5", "tokens"]],
		[64, 24, ["agents 5"]],
		[59, 24, []],
		[120, 15, []],
	])("at %i x %i shows the panes %j", (columns, rows, panes) => {
		const text = plain(screen(columns, rows)).join("\n");
		for (const pane of ["agents 5", "tokens", "load"]) expect(text.includes(`${pane} ─`)).toBe(panes.includes(pane));
		expect(text.includes("5 agents")).toBe(panes.length === 0);
	});

	test.each([
		["model", undefined, "waiting for anthropic 4 s"],
		["draft", undefined, "writing the call of anthropic/claude 4 s"],
		["retry", 12_000, "anthropic/claude, next try in 8 s"],
	] as const)("names the wait for %s", (kind, forMs, expected) => {
		const wait = { kind, detail: "anthropic/claude", since: "2026-01-01T00:00:00Z", forMs };
		const state = screen(80, 24, { session: { ...session, live: { ...session.live, wait } } });
		expect(plain(state).join("\n")).toContain(expected);
	});

	test("says that a price is not known", () => {
		const totals = { ...session.tokens.session, calls: 2, unpricedCalls: 1, costMicroUsd: 20_000 };
		const state = screen(120, 30, { session: { ...session, tokens: { ...session.tokens, session: totals } } });
		expect(plain(state).join("\n")).toContain("$0.02 + unknown");
	});

	test("has no Unicode signs where the terminal has none", () => {
		const glyphs = glyphsFor({ LANG: "C" });
		const text = plain(
			screen(80, 24, {
				glyphs,
				session: { ...session, agents: session.agents.map((agent) => ({ ...agent, task: "" })) },
			}),
		);
		expect(text.join("\n")).toMatch(/^[\x20-\x7e\n]*$/);
	});
});

describe("rows above the cursor after a resize", () => {
	const frame = {
		above: ["─".repeat(100), "short", ""],
		field: undefined,
		below: ["› text", "  status"],
		cursor: { x: 6, y: 3 },
	};
	test.each([
		[100, true, 3],
		[50, true, 4],
		[30, true, 6],
		[30, false, 3],
		[3, true, 34 + 2 + 1 + 2],
	])("at %i columns, reflowing %s: %i", (columns, reflows, expected) => {
		expect(rowsAboveCursor(frame, columns, reflows)).toBe(expected);
	});

	test.each([
		[{ TERM: "xterm-256color" }, true],
		[{ TERM: "linux" }, false],
		[{ TERM: "xterm", XTERM_VERSION: "XTerm(390)" }, false],
		[{ TERM: "screen" }, false],
		[{ TERM: "screen-256color", TMUX: "/tmp/x" }, true],
	])("%j reflows: %s", (env, expected) => {
		expect(doesReflow(env)).toBe(expected);
	});
});
