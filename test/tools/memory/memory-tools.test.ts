import { expect, test } from "vitest";
import { recallTool } from "../../../tools/memory/recall.js";
import { rememberTool } from "../../../tools/memory/remember.js";
import { accessContext, createToolContext, runTool } from "../../helpers/tool-context.js";

test("kept, found, and not found", async () => {
	const context = createToolContext();
	expect((await runTool(recallTool, {}, context)).content).toBe("No notes are kept.");
	const kept = await runTool(rememberTool, { text: "  The door code is 4711 ", tags: ["home"] }, context);
	expect(kept).toMatchObject({
		content: "Remembered as note 1: The door code is 4711",
		details: { id: "1", text: "The door code is 4711", tags: ["home"] },
	});
	const found = await runTool(recallTool, { query: " door " }, context);
	expect(found.details).toEqual({
		notes: [{ id: "1", text: "The door code is 4711", tags: ["home"], time: "2026-01-01T00:00:00.000Z" }],
	});
	expect(found.content).toBe("1 (2026-01-01 #home): The door code is 4711");
	expect((await runTool(recallTool, { query: "window" }, context)).content).toBe('No note fits "window".');
});

test("an empty note is refused; keeping one changes state, finding one does not", () => {
	expect(rememberTool.input.safeParse({ text: "   " }).success).toBe(false);
	const input = rememberTool.input.parse({ text: "x" });
	expect(rememberTool.access?.(input, accessContext)).toEqual([{ effect: "state", what: "memory notes" }]);
	expect(recallTool.access).toBeUndefined();
});

test("R26 a note says where it came from", async () => {
	const context = createToolContext();
	await context.notes.add("old", []);
	await context.notes.add("mine", [], { by: "person" });
	await context.notes.add("said", ["a"], { by: "session", sessionId: "01S", runId: "01R" });
	const taintedBy = "fetch_url https://a.example/";
	await context.notes.add("read", [], { by: "session", sessionId: "01T", runId: "01R", taintedBy });
	const found = await runTool(recallTool, {}, context);
	expect(recallTool.output?.parse(found.details)).toEqual(found.details);
	expect(found.content).toBe(
		[
			...["1 (2026-01-01): old", "2 (2026-01-01): mine", "3 (2026-01-01 #a): said"],
			"4 (2026-01-01, kept after untrusted content: fetch_url https://a.example/): read",
		].join("\n"),
	);
	const view = found.view?.kind === "table" ? found.view.rows.map((row) => row[3]) : [];
	expect(view).toEqual(["unknown", "you", "session 01S", "session 01T, after fetch_url https://a.example/"]);
});
