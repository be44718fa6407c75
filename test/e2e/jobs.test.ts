// Background jobs outlive their turn, end with nexus, and stay when told to (SECURITY D49, Q6).
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { comesTrue, processesWith } from "../helpers/process-list.js";
import { nexusTest as test } from "../helpers/run-nexus.js";

/** Each test sleeps for a time of its own, so that no other one's processes are counted. */
const durations = { next: 300_000 + (process.pid % 10_000) * 10 };
const ownSleep = () => `sleep ${durations.next++}`;
const isThere = (sleep: string) => () => processesWith(sleep).some((pid) => pid > 0);
const isGone = (sleep: string) => () => processesWith(sleep).length === 0;
const job = (command: string, stays = false) => ({ calls: [{ name: "start_job", input: { command, stays } }] });

describe.concurrent.for([
	["in the sandbox", []],
	["without the sandbox", ["--config", "open.toml"]],
] as const)("%s", ([, flags]) => {
	test("a job goes on after its call, and ends with nexus", async ({ nexus, expect }) => {
		nexus.file("open.toml", "[sandbox]\nenabled = false\n");
		const sleep = ownSleep();
		const server = await nexus.server([
			job(`echo up; ${sleep}`),
			{ calls: [{ name: "list_jobs", input: { state: "running" } }] },
			{ text: "over" },
		]);
		const options = { env: server.env };
		const ended = await nexus.run(["-p", "-m", "custom/any", "go", "--yolo", "-o", "json", ...flags], options);
		expect(ended).toMatchObject({ code: 0 });
		const sent = JSON.stringify(server.requests.at(-1));
		expect(sent).toContain("job-1 running");
		expect(sent).toMatch(/job-1 {2}running {2}\d+ s/);
		expect(await comesTrue(isGone(sleep))).toBe(true);
	});

	test("SIGKILL of nexus, and the next start at the latest", async ({ nexus, expect }) => {
		nexus.file("open.toml", "[sandbox]\nenabled = false\n");
		const sleep = ownSleep();
		const server = await nexus.server([
			job(`${sleep} & ${sleep}`),
			{ calls: [{ name: "run_command", input: { command: "sleep 50" } }] },
			{ text: "over" },
		]);
		const running = nexus.start(["-p", "-m", "custom/any", "go", "--yolo", ...flags], { env: server.env });
		expect(await comesTrue(isThere(sleep), 20_000)).toBe(true);
		expect(await comesTrue(() => existsSync(join(nexus.nexusHome, "jobs/job-1/job.json")))).toBe(true);
		expect(await comesTrue(() => server.requests.length > 1)).toBe(true);
		running.child.kill("SIGKILL");
		await running.ended;
		if (!(await comesTrue(isGone(sleep), 1500))) await nexus.run(["-p", "run echo swept", "--yolo", ...flags]);
		expect(await comesTrue(isGone(sleep))).toBe(true);
		const { stdout } = await nexus.run(["tools", "run", "list_jobs"]);
		expect(stdout).toContain("job-1  lost");
		const [session] = JSON.parse((await nexus.run(["sessions", "list", "--json"])).stdout) as { id: string }[];
		expect((await nexus.run(["sessions", "show", session?.id ?? ""])).stdout).toContain(
			"open:  job-1 was lost when nexus ended: ",
		);
	});

	test("one that stays is found, read and ended by later ones", async ({ nexus, expect }) => {
		nexus.file("open.toml", "[sandbox]\nenabled = false\n");
		const sleep = ownSleep();
		const run = (...args: readonly string[]) => nexus.run(["tools", "run", ...args, "--yolo", ...flags]);
		const started = await run("start_job", `command=echo up; ${sleep}`, "stays=true");
		expect(started).toMatchObject({ code: 0, stderr: expect.not.stringContaining("rror") });
		expect(isThere(sleep)()).toBe(true);
		expect((await run("list_jobs")).stdout).toContain("job-1  running");
		expect((await run("read_job", "id=job-1")).stdout).toContain("up\n[job-1 running");
		expect(isThere(sleep)()).toBe(true);
		expect((await run("kill_job", "id=job-1")).stdout).toContain("job-1 killed");
		expect(await comesTrue(isGone(sleep))).toBe(true);
	});
});

test.concurrent("who may not run a command may not start a job", async ({ nexus, expect }) => {
	const asks = await nexus.run(["tools", "run", "start_job", "command=touch canary"]);
	expect(asks).toMatchObject({ code: 4 });
	const denied = await nexus.run([
		"tools",
		"run",
		"start_job",
		"command=touch canary",
		"--yolo",
		"--deny",
		"run_command(touch *)",
	]);
	expect(denied).toMatchObject({ code: 4 });
	expect(existsSync(join(nexus.cwd, "canary"))).toBe(false);
	const reads = await nexus.run(["tools", "run", "start_job", "command=echo hi"]);
	expect(reads).toMatchObject({ code: 0, stdout: expect.stringContaining("hi\n[job-1 exit code 0]") });
});
