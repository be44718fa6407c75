import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createControlGroups } from "../../src/adapters/cgroup.js";
import { createProcesses } from "../../src/adapters/execa-processes.js";
import { markedProcesses } from "../../src/adapters/process-tree.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { ProcessRequest } from "../../src/contracts/ports.js";

const bash = (command: string, more: Partial<ProcessRequest> = {}): ProcessRequest => ({
	file: "/bin/bash",
	args: ["-c", command],
	...more,
});

let workspace: string;
let processes: ReturnType<typeof createProcesses>;

const create = (env: Record<string, string | undefined> = process.env) =>
	createProcesses({ workspace, clock: systemClock, env, sandbox: "off", home: join(workspace, "home") });

beforeEach(() => {
	workspace = realpathSync(mkdtempSync(join(tmpdir(), "nexus-run-")));
	processes = create();
});
afterEach(() => processes.close());

/** Whether a process still runs; one that ended but that nobody has collected does not. */
const isAlive = (pid: number): boolean => {
	try {
		return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
	} catch {
		return false;
	}
};

/** Whether control groups can be made here, by which what left its session and environment is found. */
const canGroup = (await createControlGroups({ id: "run-test", now: () => Date.now() }).controls()).length > 0;

/** The process ids that a script printed, one a line. */
const pids = (text: string): readonly number[] => text.trim().split(/\s+/).map(Number);

describe("createProcesses", () => {
	it.each<[string, Partial<Awaited<ReturnType<typeof processes.run>>>]>([
		["echo hi", { exitCode: 0, signal: null, stdout: "hi\n", stderr: "", output: "hi\n", sandboxed: false }],
		["echo no >&2; exit 3", { exitCode: 3, stdout: "", stderr: "no\n", output: "no\n" }],
		["kill -9 $$", { exitCode: null, signal: "SIGKILL" }],
		["cat; echo end", { exitCode: 0, stdout: "end\n" }],
		["echo a; sleep 0.05; echo b >&2; sleep 0.05; echo c", { stdout: "a\nc\n", stderr: "b\n", output: "a\nb\nc\n" }],
		["ls > >(sleep 0.05; echo late)", { stdout: "late\n" }],
	])("%s", async (command, expected) => {
		expect(await processes.run(bash(command))).toMatchObject({ timedOut: false, cancelled: false, ...expected });
	});

	it("gives the input and the working directory", async () => {
		mkdirSync(join(workspace, "sub"));
		const result = await processes.run(bash("pwd; cat", { input: "é漢\n", cwd: "sub" }));
		expect(result.stdout).toBe(`${workspace}/sub\né漢\n`);
	});

	it("does not fail when the program does not read its input", async () => {
		const result = await processes.run(bash("exec 0<&-; echo ok", { input: "x".repeat(1_000_000) }));
		expect(result).toMatchObject({ exitCode: 0, stdout: "ok\n" });
	});

	it("streams text whole, though its bytes come one by one", async () => {
		const seen: [string, string][] = [];
		const script = `const b=Buffer.from("é漢👍");let i=0;(function f(){if(i<b.length){process.stdout.write(b.subarray(i,++i));setTimeout(f,3)}})()`;
		const request = {
			file: process.execPath,
			args: ["-e", script],
			onOutput: (t: string, s: string) => seen.push([t, s]),
		};
		const result = await processes.run(request);
		expect(result.stdout).toBe("é漢👍");
		expect(seen.map(([text]) => text).join("")).toBe("é漢👍");
		expect(seen.every(([text, stream]) => !text.includes("\ufffd") && stream === "stdout")).toBe(true);
	});

	it("bounds what it keeps, and counts the rest", async () => {
		const result = await processes.run(bash("head -c 3000000 /dev/zero | tr '\\0' x", { maxOutputBytes: 1000 }));
		expect(result.droppedBytes).toBe(2_999_000);
		expect(result.stdout.length).toBeLessThan(1100);
		expect(result.output).toContain("[… 2999000 bytes dropped …]");
	});

	it("D16 ends a flood of output", async () => {
		const result = await processes.run(bash("yes", { timeoutMs: 20_000 }));
		expect(result).toMatchObject({ timedOut: false, signal: "SIGKILL" });
		expect(result.droppedBytes).toBeGreaterThan(2e8);
	});

	it("names a program or a folder that is not there", async () => {
		await expect(processes.run({ file: "no-such-program", args: [] })).rejects.toMatchObject({
			code: "process.not-found",
			message: "there is no program no-such-program",
		});
		await expect(processes.run({ file: workspace, args: [] })).rejects.toMatchObject({ code: "process.not-found" });
		await expect(processes.run(bash("ls", { cwd: "nowhere" }))).rejects.toMatchObject({ code: "process.not-found" });
		await expect(processes.run(bash(`: ${"x".repeat(200_000)}`))).rejects.toMatchObject({ code: "process.failed" });
	});

	it("ends at the time limit, also what ignores TERM", async () => {
		const started = performance.now();
		const result = await processes.run(bash("trap '' TERM; echo $$; while :; do sleep 1; done", { timeoutMs: 100 }));
		expect(result).toMatchObject({ timedOut: true, cancelled: false, exitCode: null, signal: "SIGKILL" });
		expect(performance.now() - started).toBeLessThan(4000);
		expect(pids(result.stdout).filter(isAlive)).toEqual([]);
	});

	it("lets a program clean up when it is ended", async () => {
		const result = await processes.run(
			bash("trap 'echo bye; exit 5' TERM; echo up; sleep 9 & wait", { timeoutMs: 200 }),
		);
		expect(result).toMatchObject({ timedOut: true, exitCode: 5, stdout: "up\nbye\n" });
	});

	it("does not start when it is cancelled before", async () => {
		const result = await processes.run(bash("echo hi", { signal: AbortSignal.abort() }));
		expect(result.cancelled).toBe(true);
		expect(result.exitCode).toBeNull();
	});

	it.each(["sleep 1000 & echo $! $$; sleep 1000", "setsid sleep 1000 & echo $! $$; sleep 1000"])(
		"D49 leaves no descendant after an abort within a second: %s",
		async (command) => {
			const controller = new AbortController();
			let aborted = 0;
			const onOutput = () => {
				aborted = performance.now();
				controller.abort();
			};
			const result = await processes.run(bash(command, { signal: controller.signal, onOutput }));
			expect(performance.now() - aborted).toBeLessThan(1000);
			expect(result.cancelled).toBe(true);
			expect(pids(result.stdout).filter(isAlive)).toEqual([]);
		},
	);

	it.each([
		["sleep 1000 & echo $!", "in the background"],
		["nohup sleep 1000 >/dev/null 2>&1 & echo $!", "without its streams"],
		["setsid sleep 1000 >/dev/null 2>&1 & echo $!; sleep 0.05", "in another session"],
		["(setsid sleep 1000 & echo $!) & wait", "in another session, with its streams"],
	])("D49 leaves nothing behind when the child ends by itself: %s (%s)", async (command) => {
		const result = await processes.run(bash(command));
		expect(result.exitCode).toBe(0);
		expect(pids(result.stdout).filter(isAlive)).toEqual([]);
	});

	it.runIf(canGroup).each([
		["env -i setsid sleep 1000 >/dev/null 2>&1 & echo $!; sleep 0.05", "by itself"],
		["env -i setsid sleep 1000 & echo $! $$; sleep 1000", "by an abort"],
		["(env -i setsid bash -c 'sleep 1000 & sleep 1000 & wait' & echo $!); sleep 0.05", "by itself, with children"],
	])("Q6 leaves nothing of another session and environment: %s (%s)", async (command, how) => {
		const controller = new AbortController();
		const onOutput = () => {
			if (how === "by an abort") controller.abort();
		};
		const result = await processes.run(bash(command, { signal: controller.signal, onOutput }));
		expect(pids(result.stdout).filter(isAlive)).toEqual([]);
	});

	it("D49 close ends all children, and no new one starts", async () => {
		let up = () => {};
		const isUp = new Promise<void>((resolve) => {
			up = resolve;
		});
		const running = processes.run(bash("sleep 1000 & echo $! $$; sleep 1000", { onOutput: up }));
		await isUp;
		await processes.close();
		const result = await running;
		expect(result.cancelled).toBe(true);
		expect(pids(result.stdout).filter(isAlive)).toEqual([]);
		await expect(processes.run(bash("echo hi"))).rejects.toMatchObject({ code: "process.closed" });
	});

	it("D29 children see no secret of nexus or of a provider", async () => {
		const secrets = {
			OPENAI_API_KEY: "k1",
			HF_TOKEN: "k2",
			MY_SECRET: "k3",
			NEXUS_HOME: "/h",
			NODE_OPTIONS: "--no-warnings",
		};
		const own = create({ ...secrets, PATH: process.env.PATH, HOME: "/home/x", LANG: "C.UTF-8" });
		const { stdout } = await own.run({ ...bash("env"), env: { EXTRA: "given" } });
		await own.close();
		expect(stdout).not.toMatch(/_API_KEY|_TOKEN|_SECRET|NEXUS_HOME|NODE_OPTIONS/);
		for (const line of ["HOME=/home/x", "TERM=dumb", "GIT_TERMINAL_PROMPT=0", "PAGER=cat", "NEXUS=1", "EXTRA=given"]) {
			expect(stdout.split("\n")).toContain(line);
		}
	});

	it("D5 finds programs only outside the workspace, by an absolute PATH", async () => {
		mkdirSync(join(workspace, "bin"));
		for (const name of ["git", "only-here"]) {
			writeFileSync(join(workspace, "bin", name), "#!/bin/sh\ntouch canary\n");
			chmodSync(join(workspace, "bin", name), 0o755);
		}
		const own = create({ PATH: `.:bin:${workspace}/bin:/usr/bin:/bin` });
		expect(await own.which("git")).toBe("/usr/bin/git");
		expect(await own.which("only-here")).toBeUndefined();
		expect(await own.which("./git")).toBeUndefined();
		await expect(own.run({ file: "only-here", args: [] })).rejects.toMatchObject({ code: "process.not-found" });
		await own.close();
	});

	it("reports what did not run in a sandbox", async () => {
		const request = bash("echo hi", { sandbox: { network: false, writableRoots: [workspace] } });
		expect(await processes.run(request)).toMatchObject({ exitCode: 0, sandboxed: false });
		expect(await processes.sandbox()).toMatchObject({
			works: false,
			kind: "none",
			reason: "the sandbox is switched off",
		});
	});

	it("finds the marked processes of a run", () => {
		expect(markedProcesses("no-such-mark")).toEqual([]);
	});
});
