import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createJobs } from "../../src/adapters/background-jobs.js";
import { createProcesses } from "../../src/adapters/execa-processes.js";
import { canSeeWaits } from "../../src/adapters/input-wait.js";
import { createJobRecords, settleLeftJobs } from "../../src/adapters/job-records.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { Jobs } from "../../src/contracts/jobs.js";
import { comesTrue } from "../helpers/process-list.js";
import { temporaryFolder } from "../helpers/tool-context.js";

const signal = new AbortController().signal;
const isAlive = (pid: number): boolean => {
	try {
		return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
	} catch {
		return false;
	}
};

/** `again` is another nexus with the same home. */
function place(sandbox: "auto" | "off" = "off") {
	const root = temporaryFolder();
	const [home, workspace] = [join(root, "home"), join(root, "work")];
	for (const folder of [home, workspace]) mkdirSync(folder);
	const folder = join(home, "jobs");
	const open: Jobs[] = [];
	const again = () => {
		const { launcher, close } = createProcesses({ workspace, clock: systemClock, sandbox, home });
		const jobs = createJobs({ folder, launcher, clock: systemClock });
		onTestFinished(async () => {
			await jobs.close();
			await close();
		});
		open.push(jobs);
		return jobs;
	};
	const jobs = again();
	const start = (command: string, stays = false, from = jobs) =>
		from.start({
			command,
			cwd: workspace,
			stays,
			...(sandbox === "auto" ? { sandbox: { network: false, writableRoots: [workspace] } } : {}),
		});
	const done = async (id: string, from = jobs) => (await from.wait(id, { timeoutMs: 20_000, signal })).job;
	return { folder, workspace, jobs, again, start, done };
}

const pids = (text: string): readonly number[] => text.trim().split(/\s+/).map(Number);

describe("one job", () => {
	test("runs, is listed, read and ends", async () => {
		const { jobs, start, done, workspace, folder } = place();
		const job = await start("echo one; echo two >&2; pwd; exit 3");
		expect(job).toMatchObject({ id: "job-1", state: "running", stays: false, cwd: workspace, sandboxed: false });
		expect(job.outputPath).toBe(join(folder, "job-1/output"));
		expect(await done("job-1")).toMatchObject({ state: "exited", exitCode: 3 });
		expect((await jobs.read("job-1", {})).text).toBe(`one\ntwo\n${workspace}\n`);
		const [listed] = await jobs.list();
		expect(listed).toMatchObject({ id: "job-1", state: "exited", exitCode: 3, outputBytes: 9 + workspace.length });
		expect(Date.parse(listed?.endedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(listed?.startedAt ?? ""));
		expect(statSync(job.outputPath).mode & 0o777).toBe(0o600);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect((await start("true")).id).toBe("job-2");
	});

	test("an unknown one is named, with those that there are", async () => {
		const { jobs, start } = place();
		await expect(jobs.kill("job-1")).rejects.toMatchObject({ code: "job.not-found", hint: "No job has been started." });
		await start("true");
		for (const id of ["job-9", "../../etc", "job-1/../job-1", ""]) {
			await expect(jobs.read(id, {})).rejects.toMatchObject({ code: "job.not-found", hint: "There are: job-1." });
		}
	});

	test("D29 it sees no secret of nexus", async () => {
		const { jobs, start, done } = place();
		await start("env");
		await done("job-1");
		expect((await jobs.read("job-1", {})).text).not.toMatch(/_API_KEY|_TOKEN|_SECRET|NEXUS_HOME/);
	});

	test("a command that is too long leaves nothing behind", async () => {
		const { jobs, start } = place();
		await expect(start(`: ${"x".repeat(1_000_000)}`)).rejects.toMatchObject({
			code: "job.failed",
			hint: expect.stringContaining("too long"),
		});
		expect(await jobs.list()).toEqual([]);
		await expect(jobs.read("x".repeat(1_000_000), {})).rejects.toMatchObject({
			message: `there is no job ${"x".repeat(40)}`,
		});
	});

	test("a folder that is not there", async () => {
		const { jobs, folder } = place();
		const request = { command: "true", cwd: "/no/such/folder", stays: false };
		await expect(jobs.start(request)).rejects.toMatchObject({ code: "process.not-found" });
		expect(existsSync(folder)).toBe(false);
	});
});

describe("reading", () => {
	test.each([
		[{}, "aé漢👍z", 0, 11],
		[{ offset: 1, maxBytes: 2 }, "é", 1, 3],
		[{ offset: 1, maxBytes: 4 }, "é", 1, 3],
		[{ offset: 3, maxBytes: 3 }, "漢", 3, 6],
		[{ offset: -5 }, "👍z", 6, 11],
		[{ offset: -3 }, "z", 10, 11],
		[{ offset: -100, maxBytes: 1 }, "a", 0, 1],
		[{ offset: 11 }, "", 11, 11],
		[{ offset: 99 }, "", 11, 11],
	])("%j", async (range, text, offset, nextOffset) => {
		const { jobs, start, done } = place();
		await start("printf 'aé漢👍z'");
		await done("job-1");
		expect(await jobs.read("job-1", range)).toMatchObject({ text, offset, nextOffset });
	});

	test("only what is new", async () => {
		const { jobs, start, done, workspace } = place();
		await start("echo first; while [ ! -e go ]; do sleep 0.01; done; echo second");
		const { match } = await jobs.wait("job-1", { pattern: /first/, timeoutMs: 10_000, signal });
		expect(match).toBe("first");
		const { nextOffset } = await jobs.read("job-1", {});
		writeFileSync(join(workspace, "go"), "");
		await done("job-1");
		expect((await jobs.read("job-1", { offset: nextOffset })).text).toBe("second\n");
	});

	test("bytes that are no text", async () => {
		const { jobs, start, done } = place();
		await start("printf '\\377\\376ok\\303'");
		await done("job-1");
		const all = await jobs.read("job-1", {});
		expect(all.text).toContain("ok");
		expect((await jobs.read("job-1", { offset: all.nextOffset })).text.length).toBeLessThan(2);
	});
});

describe("waiting", () => {
	test("for a line, also one without an end, and from an offset", async () => {
		const { jobs, start } = place();
		await start("echo building; sleep 0.1; echo 'ready on :3000'; printf 'prompt> '; sleep 100");
		const until = { timeoutMs: 10_000, signal };
		expect(await jobs.wait("job-1", { ...until, pattern: /:\d+$/ })).toMatchObject({
			match: "ready on :3000",
			timedOut: false,
		});
		expect(await jobs.wait("job-1", { ...until, pattern: /prompt>/ })).toMatchObject({ match: "prompt> " });
		expect(await jobs.wait("job-1", { pattern: /building/, offset: 9, timeoutMs: 100, signal })).toMatchObject({
			timedOut: true,
		});
	});

	test("ends with the job, the time or an abort", async () => {
		const { jobs, start } = place();
		await start("echo x; sleep 0.1; exit 4");
		const ended = await jobs.wait("job-1", { pattern: /never/, timeoutMs: 10_000, signal });
		expect(ended).toMatchObject({ timedOut: false, job: { state: "exited", exitCode: 4 } });
		expect(ended.match).toBeUndefined();
		await start("sleep 100");
		expect(await jobs.wait("job-2", { timeoutMs: 50, signal })).toMatchObject({
			timedOut: true,
			job: { state: "running" },
		});
		const abort = new AbortController();
		const waiting = jobs.wait("job-2", { timeoutMs: 60_000, signal: abort.signal });
		abort.abort();
		await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
	});

	test("what is written already is looked through, however short the time", async () => {
		const { jobs, start } = place();
		await start("seq 1 100000; echo there; sleep 100");
		await jobs.wait("job-1", { pattern: /there/, timeoutMs: 10_000, signal });
		const found = await jobs.wait("job-1", { pattern: /^there$/, timeoutMs: 0, signal });
		expect(found).toMatchObject({ match: "there", timedOut: false });
	});

	test("a job that writes faster than it is read holds nobody up", async () => {
		const { jobs, start } = place();
		await start("yes | head -c 100000000; sleep 100");
		const from = performance.now();
		const waiting = jobs.wait("job-1", { pattern: /never/, timeoutMs: 300, signal });
		let ticks = 0;
		const timer = setInterval(() => ticks++, 10);
		expect(await waiting).toMatchObject({ timedOut: true, job: { state: "running" } });
		clearInterval(timer);
		expect(performance.now() - from).toBeLessThan(5000);
		expect(ticks).toBeGreaterThan(2);
		await jobs.kill("job-1");
	});

	test("a pattern that would take for ever is refused", async () => {
		const { jobs, start } = place();
		await start(`printf '${"a".repeat(40)}b\\n'; sleep 100`);
		await expect(jobs.wait("job-1", { pattern: /^(a+)+$/, timeoutMs: 5000, signal })).rejects.toMatchObject({
			code: "job.slow-pattern",
		});
	});

	test.runIf(canSeeWaits())("a job that waits for input says so", async () => {
		const { jobs, start } = place();
		await start("printf 'Name? '; read -r x; echo never");
		const { job } = await jobs.wait("job-1", { timeoutMs: 20_000, signal });
		expect(job).toMatchObject({ state: "running", waitsForInput: true });
		expect((await jobs.list())[0]).toMatchObject({ waitsForInput: true });
	});

	test("one that reads its input beside its work is waited for", async () => {
		const { jobs, start } = place();
		await start("cat & for i in 1 2 3 4 5 6; do sleep 0.6; echo $i; done; cat <&0; kill %1");
		const watcher = `${process.execPath} -e "process.stdin.resume(); require('fs').watch('.'); setTimeout(() => console.log('built'), 3500)"`;
		await start(watcher);
		expect(await jobs.wait("job-1", { pattern: /6/, timeoutMs: 20_000, signal })).toMatchObject({ match: "6" });
		expect(await jobs.wait("job-2", { pattern: /built/, timeoutMs: 20_000, signal })).toMatchObject({ match: "built" });
	});
});

describe("Q6 ending", () => {
	test.each([
		["sleep 1000 & echo $! $$; sleep 1000", "a group"],
		["setsid sleep 1000 & echo $! $$; sleep 1000", "another session"],
		["trap '' TERM; echo $$; while :; do sleep 1; done", "one that ignores TERM"],
	])("kill: %s (%s)", async (command) => {
		const { jobs, start } = place();
		await start(command);
		await jobs.wait("job-1", { pattern: /\d/, timeoutMs: 10_000, signal });
		expect(await jobs.kill("job-1")).toMatchObject({ state: "killed", exitCode: null });
		expect(pids((await jobs.read("job-1", {})).text).filter(isAlive)).toEqual([]);
		expect(await jobs.kill("job-1")).toMatchObject({ state: "killed" });
	});

	test("its own end takes what it left behind", async () => {
		const { jobs, start, done } = place();
		await start("sleep 1000 & echo $!; setsid sleep 1000 & echo $!");
		expect(await done("job-1")).toMatchObject({ state: "exited", exitCode: 0 });
		expect(pids((await jobs.read("job-1", {})).text).filter(isAlive)).toEqual([]);
	});

	test("close ends what does not stay, and what stays is found again and can be ended by another", async () => {
		const { jobs, start, again } = place();
		await start("echo $$; sleep 1000");
		await start("echo $$; sleep 1000", true);
		for (const id of ["job-1", "job-2"]) await jobs.wait(id, { pattern: /\d/, timeoutMs: 10_000, signal });
		const [[goes], [stays]] = [pids((await jobs.read("job-1", {})).text), pids((await jobs.read("job-2", {})).text)];
		await jobs.close();
		expect([isAlive(goes ?? 0), isAlive(stays ?? 0)]).toEqual([false, true]);
		await expect(start("true")).rejects.toMatchObject({ code: "process.closed" });
		const other = again();
		expect((await other.list()).map(({ id, state }) => [id, state])).toEqual([
			["job-2", "running"],
			["job-1", "killed"],
		]);
		expect(await other.kill("job-2")).toMatchObject({ state: "killed", exitCode: null });
		expect(isAlive(stays ?? 0)).toBe(false);
	});

	test("Q7 close takes less than 2 s, whatever a job does", async () => {
		const { jobs, start } = place();
		const { pid } = await start("trap '' TERM; echo up; while :; do sleep 1; done");
		await jobs.wait("job-1", { pattern: /up/, timeoutMs: 10_000, signal });
		const from = performance.now();
		await jobs.close();
		expect(performance.now() - from).toBeLessThan(2000);
		expect(isAlive(pid)).toBe(false);
	});

	test("how one that stays ended is known without anybody who was there", async () => {
		const { jobs, start, again, workspace } = place();
		await start("while [ ! -e go ]; do sleep 0.01; done; echo over; exit 7", true);
		await jobs.close();
		writeFileSync(join(workspace, "go"), "");
		const other = again();
		const { job } = await other.wait("job-1", { timeoutMs: 10_000, signal });
		expect(job).toMatchObject({ state: "exited", exitCode: 7 });
		expect((await other.read("job-1", {})).text).toBe("over\n");
	});

	test("one that vanished is lost", async () => {
		const { folder, again } = place();
		const records = createJobRecords(folder);
		const facts = {
			command: "x",
			cwd: "/",
			pid: 1,
			startedAt: new Date().toISOString(),
			stays: true,
			sandboxed: false,
		};
		records.save({ id: records.create(), ...facts, state: "running", leader: "1:1", nexus: "1:1", mark: "none" });
		const [job] = await again().list();
		expect(job).toMatchObject({ state: "lost", outputBytes: 0 });
		expect(job).not.toHaveProperty("exitCode");
	});

	test("another nexus sees a running one and does not take its number", async () => {
		const { start, again } = place();
		await start("sleep 1000");
		const other = again();
		expect(await other.list()).toMatchObject([{ id: "job-1", state: "running" }]);
		expect((await start("true", false, other)).id).toBe("job-2");
	});

	test("old ones are forgotten", async () => {
		const { folder, start } = place();
		const records = createJobRecords(folder);
		const old = {
			command: "x",
			cwd: "/",
			pid: 1,
			state: "exited",
			exitCode: 0,
			stays: false,
			sandboxed: false,
		} as const;
		const owner = { leader: "1:1", nexus: "1:1", mark: "m" };
		for (let count = 0; count < 60; count++) {
			const startedAt = new Date(count < 5 ? 0 : Date.now()).toISOString();
			records.save({ id: records.create(), ...old, ...owner, startedAt });
		}
		await start("true");
		expect(
			records
				.all()
				.map(({ id }) => id)
				.slice(-1),
		).toEqual(["job-11"]);
		expect(records.all()).toHaveLength(51);
	});
});

test("where nothing is kept, a job runs all the same but cannot stay", async () => {
	const workspace = temporaryFolder();
	const { launcher, close } = createProcesses({ workspace, clock: systemClock, sandbox: "off", home: workspace });
	const jobs = createJobs({ folder: undefined, launcher, clock: systemClock });
	const { outputPath } = await jobs.start({ command: "echo hi", cwd: workspace, stays: false });
	await jobs.wait("job-1", { timeoutMs: 10_000, signal });
	expect(readFileSync(outputPath, "utf8")).toBe("hi\n");
	await expect(jobs.start({ command: "true", cwd: workspace, stays: true })).rejects.toMatchObject({
		code: "job.failed",
	});
	await jobs.close();
	await close();
	expect(existsSync(outputPath)).toBe(false);
});

const sandboxWorks = await (async () => {
	const processes = createProcesses({ workspace: "/", clock: systemClock, home: "/nonexistent-home" });
	const { works } = await processes.sandbox();
	await processes.close();
	return works;
})();

describe.runIf(sandboxWorks)("in the sandbox", () => {
	test.each([false, true])(
		"D14 D15 stays %s: nothing outside is written, and nothing protected appears",
		async (stays) => {
			const { jobs, start, workspace, folder } = place("auto");
			const outside = join(folder, "..", "canary");
			await start(
				`touch ${outside}; mkdir .nexus; echo x > .nexus/config.toml; git init -q . 2>/dev/null; mkdir -p .git/hooks; echo x > .git/hooks/pre-commit; touch inside; echo made; sleep 1000`,
				stays,
			);
			expect((await jobs.list())[0]).toMatchObject({ sandboxed: true });
			await jobs.wait("job-1", { pattern: /made/, timeoutMs: 20_000, signal });
			expect(await comesTrue(() => !existsSync(join(workspace, ".nexus")))).toBe(true);
			expect(existsSync(join(workspace, "inside"))).toBe(true);
			await jobs.kill("job-1");
			expect(existsSync(join(workspace, ".git/hooks/pre-commit"))).toBe(false);
			expect(existsSync(outside)).toBe(false);
			expect((await jobs.read("job-1", {})).text).toContain(".nexus is protected");
		},
	);

	test.each([false, true])("stays %s: it may clean up when it is ended, and ends all the same", async (stays) => {
		const { jobs, start } = place("auto");
		await start("trap 'echo bye; exit 5' TERM; echo up; sleep 1000 & wait", stays);
		await start("trap '' TERM; echo up; while :; do sleep 1; done", stays);
		for (const id of ["job-1", "job-2"]) {
			await jobs.wait(id, { pattern: /up/, timeoutMs: 20_000, signal });
			expect(await jobs.kill(id)).toMatchObject({ state: "killed" });
		}
		expect((await jobs.read("job-1", {})).text).toBe("up\nbye\n");
		expect((await jobs.list()).map(({ state }) => state)).toEqual(["killed", "killed"]);
	});

	test("R15 what one that stays made after its nexus was gone is taken away before the next one reads it", async () => {
		const { jobs, start, workspace, folder, again } = place("auto");
		await start(
			"while [ ! -e go ]; do sleep 0.01; done; mkdir .nexus; echo x > .nexus/config.toml; echo made > said; sleep 1000",
			true,
		);
		await jobs.close();
		const record = createJobRecords(folder).get("job-1");
		// As if this process were gone.
		createJobRecords(folder).save({ ...record!, nexus: "1:1" });
		writeFileSync(join(workspace, "go"), "");
		expect(await comesTrue(() => existsSync(join(workspace, "said")), 20_000)).toBe(true);
		settleLeftJobs(folder);
		expect(existsSync(join(workspace, ".nexus"))).toBe(false);
		expect(await again().kill("job-1")).toMatchObject({ state: "killed" });
	});
});
