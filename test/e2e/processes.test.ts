// What a turn starts ends with it, on every way out (SECURITY D49, Q6).
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { comesTrue, processesWith } from "../helpers/process-list.js";
import { type Place, stopMs, nexusTest as test } from "../helpers/run-nexus.js";

/** Each test sleeps for a time of its own, so that no other one's processes are counted. */
const durations = { next: 100_000 + (process.pid % 10_000) * 10 };
const ownSleep = () => `sleep ${durations.next++}`;

const isThere = (sleep: string) => () => processesWith(sleep).some((pid) => pid > 0);
const isGone = (sleep: string) => () => processesWith(sleep).length === 0;

const startSleeping = async (nexus: Place, command: string, flags: readonly string[]) => {
	const server = await nexus.server([{ calls: [{ name: "run_command", input: { command } }] }, { text: "over" }]);
	return nexus.start(["-p", "-m", "custom/any", "go", "--yolo", ...flags], { env: server.env });
};

describe.concurrent.for([
	["in the sandbox", []],
	["without the sandbox", ["--config", "open.toml"]],
] as const)("a command and its background child, %s", ([, flags]) => {
	const prepare = (nexus: Place) => nexus.file("open.toml", "[sandbox]\nenabled = false\n");

	test("SIGINT", async ({ nexus, expect }) => {
		prepare(nexus);
		const sleep = ownSleep();
		const running = await startSleeping(nexus, `${sleep} & ${sleep}`, flags);
		expect(await comesTrue(isThere(sleep), 20_000)).toBe(true);
		running.child.kill("SIGINT");
		expect((await running.ended).code).toBe(130);
		expect(await comesTrue(isGone(sleep))).toBe(true);
	});

	test("SIGTERM", async ({ nexus, expect }) => {
		prepare(nexus);
		const sleep = ownSleep();
		const running = await startSleeping(nexus, `${sleep} & ${sleep}`, flags);
		expect(await comesTrue(isThere(sleep), 20_000)).toBe(true);
		running.child.kill("SIGTERM");
		expect((await running.ended).code).toBe(143);
		expect(await comesTrue(isGone(sleep))).toBe(true);
	});

	test("a time limit", async ({ nexus, expect }) => {
		prepare(nexus);
		const sleep = ownSleep();
		const running = await startSleeping(nexus, `${sleep} & ${sleep}`, [...flags, "--timeout", "3"]);
		expect((await running.ended).code).toBe(5);
		expect(await comesTrue(isGone(sleep))).toBe(true);
	});

	test("SIGKILL, and the next start at the latest", async ({ nexus, expect }) => {
		prepare(nexus);
		const sleep = ownSleep();
		const running = await startSleeping(nexus, `${sleep} & ${sleep}`, flags);
		expect(await comesTrue(isThere(sleep), 20_000)).toBe(true);
		running.child.kill("SIGKILL");
		await running.ended;
		if (!(await comesTrue(isGone(sleep), 1500))) await nexus.run(["-p", "run echo swept", "--yolo", ...flags]);
		expect(await comesTrue(isGone(sleep))).toBe(true);
	});

	test("its own end: what it left in the background goes with the turn", async ({ nexus, expect }) => {
		prepare(nexus);
		const sleep = ownSleep();
		const running = await startSleeping(nexus, `${sleep} >/dev/null 2>&1 & touch started`, flags);
		expect(await running.ended).toMatchObject({ code: 0, stdout: "over\n" });
		expect(existsSync(join(nexus.cwd, "started"))).toBe(true);
		expect(await comesTrue(isGone(sleep))).toBe(true);
	});
});

test.concurrent("a command that ignores TERM ends all the same", async ({ nexus, expect }) => {
	const sleep = ownSleep();
	const running = await startSleeping(nexus, `trap '' TERM INT; ${sleep}; ${sleep}`, []);
	expect(await comesTrue(isThere(sleep), 20_000)).toBe(true);
	const before = performance.now();
	running.child.kill("SIGTERM");
	expect((await running.ended).code).toBe(143);
	expect(performance.now() - before).toBeLessThan(stopMs);
	expect(await comesTrue(isGone(sleep))).toBe(true);
});
