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
