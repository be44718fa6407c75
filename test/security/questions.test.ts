import { expect, test } from "vitest";
import { countQuestions } from "../helpers/count-questions.js";

test("of 100 ordinary actions few ask: in auto mode with a sandbox at most five", async () => {
	const counts = await countQuestions();
	const asked = Object.fromEntries(
		counts.map((count) => [`${count.mode}${count.hasSandbox ? "" : ", no sandbox"}`, count]),
	);
	expect(counts.map(({ actions }) => actions)).toEqual(counts.map(() => 100));
	expect(asked.auto?.questions.length, asked.auto?.questions.join("\n")).toBeLessThanOrEqual(5);
	expect(asked.yolo).toMatchObject({ asked: 0, denied: 0 });
	expect(asked.plan?.asked).toBeLessThanOrEqual(1);
	// Each mode asks less than the one before it, and what is kept is not asked again.
	expect(asked.edits?.asked).toBeLessThan(asked.ask?.asked ?? 0);
	expect(asked.auto?.asked).toBeLessThan(asked["auto, no sandbox"]?.asked ?? 0);
	for (const { askedOnce, asked: all } of counts) expect(askedOnce).toBeLessThanOrEqual(all);
	// What nobody should be asked about.
	for (const text of asked.ask?.questions ?? [])
		expect(text).not.toMatch(/^(?:calculate|list_directory|find_files|search_files|current_time)/);
});
