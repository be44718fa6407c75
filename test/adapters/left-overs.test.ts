import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { killLeftOvers, runMark } from "../../src/adapters/process-tree.js";
import { processOwner } from "../../src/lib/process-owner.js";

/** A child that carries this mark, and how it ended; ended by the test in any case. */
const marked = (mark: string) => {
	const child = spawn("sleep", ["60"], { env: { PATH: process.env.PATH, [runMark]: mark } });
	const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("exit", (_, signal) => resolve(signal)));
	return { child, ended, started: new Promise((resolve) => child.on("spawn", resolve)) };
};

it.runIf(process.platform === "linux")("ends what a dead nexus left, and nothing of a living one", async () => {
	const [ownPid = "", start = ""] = processOwner().split(":");
	const dead = marked(`${ownPid}:${Number(start) + 1}:child-1`);
	const living = marked(`${processOwner()}:child-2`);
	const foreign = marked("no-owner-in-here");
	await Promise.all([dead.started, living.started, foreign.started]);
	expect(killLeftOvers()).toBeGreaterThan(0);
	expect(await dead.ended).toBe("SIGKILL");
	for (const other of [living, foreign]) {
		expect(other.child.exitCode).toBeNull();
		other.child.kill("SIGTERM");
		expect(await other.ended).toBe("SIGTERM");
	}
});
