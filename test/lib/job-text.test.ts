import { expect, test } from "vitest";
import { jobAge, jobCount, jobState } from "../../src/lib/job-text.js";

const job = {
	id: "job-1",
	state: "running" as const,
	outputBytes: 0,
	stays: false,
	startedAt: "2026-01-01T00:00:00.000Z",
};
const at = Date.parse(job.startedAt);

test.each([
	[0, "0 s"],
	[59_499, "59 s"],
	[60_000, "1 min"],
	[3_600_000, "1 h 0 min"],
	[7_500_000, "2 h 5 min"],
	[90_000_000, "1 d 1 h"],
	[-5000, "0 s"],
])("%i ms", (ms, text) => {
	expect(jobAge(job, at + ms)).toBe(text);
	expect(jobAge({ ...job, endedAt: new Date(at + ms).toISOString() }, at + 1e12)).toBe(text);
});

test("states", () => {
	expect(jobState({ ...job, waitsForInput: true })).toBe("waits for input");
	expect(jobState({ ...job, state: "exited", exitCode: null })).toBe("exited");
	expect(jobState({ ...job, state: "lost" })).toBe("lost");
	expect(jobCount([job, job])).toBe("2 jobs running");
	expect(jobCount([job, { ...job, state: "killed" }])).toBe("2 jobs, 1 running");
});
