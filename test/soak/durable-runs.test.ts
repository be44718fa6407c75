// kill -9 at each place of each step of a workflow of 20 steps.
import { expect, test, vi } from "vitest";
import { killedAndGoneOn } from "../helpers/flow-crash.js";
import { phases, twentySteps } from "../helpers/flow-process.js";
import { tempDir } from "../helpers/temp-dir.js";

vi.setConfig({ testTimeout: 600_000 });

const places = twentySteps.steps.flatMap(({ id }) => phases.map((phase) => `${id}:${phase}`));

test.each(places)("killed at %s, each effect is there once", async (place) => {
	expect(await killedAndGoneOn(tempDir(), place)).toEqual({
		state: "done",
		askedWrongly: [],
		effects: twentySteps.steps.map((step) => step.id).toSorted(),
	});
});
