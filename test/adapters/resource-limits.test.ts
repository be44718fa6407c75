import { execFile, execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ControlGroups } from "../../src/adapters/cgroup.js";
import { createControlGroups } from "../../src/adapters/cgroup.js";
import { createProcesses } from "../../src/adapters/execa-processes.js";
import { markedProcesses, runMark } from "../../src/adapters/process-tree.js";
import { defaultLimits, type ResourceLimits, reachedLimits } from "../../src/adapters/resource-limits.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import { treeUse } from "../../src/adapters/tree-use.js";
import type { ProcessResult, SandboxStatus } from "../../src/contracts/ports.js";
import type { ReachedLimit } from "../../src/contracts/reached-limit.js";
import { root } from "../helpers/source-files.js";

const works = (program: string, args: readonly string[]): boolean => {
	try {
		execFileSync(program, args, { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
};

const canSandbox = works("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"]);
const canGroup = (await createControlGroups({ id: "limits-test", now: () => Date.now() }).controls()).length > 0;
const noGroups: ControlGroups = { create: async () => undefined, controls: async () => [] };

const lanes = [
	{ name: "sandbox and control groups", sandbox: "auto", groups: undefined, isHere: canSandbox && canGroup },
	{ name: "sandbox alone", sandbox: "auto", groups: noGroups, isHere: canSandbox },
	{ name: "control groups alone", sandbox: "off", groups: undefined, isHere: canGroup },
	{ name: "neither", sandbox: "off", groups: noGroups, isHere: true },
] as const;

const node = `'${process.execPath}'`;
const isGone = (mark: string) => expect(markedProcesses(mark)).toEqual([]);

describe.each(lanes.filter(({ isHere }) => isHere))("D16 R16 limits with $name", ({ sandbox, groups }) => {
	const workspace = realpathSync(mkdtempSync(join(tmpdir(), "nexus-limits-")));
	const open: ReturnType<typeof createProcesses>[] = [];
	const run = async (command: string, limits: Partial<ResourceLimits>, timeoutMs = 20_000) => {
		const processes = createProcesses({
			...{ workspace, clock: systemClock, sandbox, limits, home: join(workspace, "home") },
			...(groups === undefined ? {} : { groups }),
		});
		open.push(processes);
		const result = await processes.run({
			...{ file: "/bin/bash", args: ["-c", `echo $${runMark} >&2; ${command}`], timeoutMs },
			sandbox: { network: false, writableRoots: [workspace] },
		});
		isGone(result.stderr.split("\n")[0] ?? "");
		return result;
	};
	beforeAll(() => mkdirSync(join(workspace, "home")));
	afterAll(() => Promise.all(open.map((processes) => processes.close())));

	it("an endless loop ends at the time limit, with its whole tree", async () => {
		const result = await run("setsid bash -c 'while :; do :; done' & while :; do :; done", {}, 300);
		expect(result).toMatchObject({ timedOut: true, sandboxed: sandbox === "auto" });
		expect(result.durationMs).toBeLessThan(5000);
	});

	it("4 GB in one process", async () => {
		const script = "const a=[]; for(let i=0;i<200;i++) a.push(Buffer.alloc(2e7,1)); console.log('got it')";
		const result = await run(`${node} -e "${script}"`, { memoryMb: 256 });
		expect(result.reached).toContainEqual({ what: "memory", most: 256 });
		expect(result.exitCode).not.toBe(0);
		expect(result.stdout).not.toContain("got it");
	});

	it("memory of many processes together", async () => {
		const one = `${node} -e "const b=Buffer.alloc(6e7,1); setTimeout(()=>console.log('got it'),2500)"`;
		const result = await run(`for i in 1 2 3 4 5 6; do ${one} & done; wait; exit 3`, { memoryMb: 200 });
		expect(result.reached).toContainEqual({ what: "memory", most: 200 });
		expect(result.stdout.match(/got it/g) ?? []).not.toHaveLength(6);
	});

	it("a fork bomb", async () => {
		const script = "for i in $(seq 3000); do sleep 3 & done 2>/dev/null; jobs -r | wc -l";
		// A shell tries again for long where it is given no process.
		const result = await run(script, { processes: 60 }, 3000);
		expect(result.reached).toContainEqual({ what: "processes", most: 60 });
		expect(Number(result.stdout)).toBeLessThan(60);
	});

	// It ends by itself: where the limit fails, the test must not take the machine with it.
	it("a bomb that doubles", async () => {
		const result = await run(
			"bomb() { if [ $1 -gt 8 ]; then sleep 2; else bomb $(($1 + 1)) | bomb $(($1 + 1)) & fi; }; bomb 0; sleep 3",
			{ processes: 60 },
			6000,
		);
		expect(result.reached).toContainEqual({ what: "processes", most: 60 });
	});

	it("1 GB of output", async () => {
		const result = await run("head -c 1000000000 /dev/zero | tr '\\0' x; sleep 9", { outputMb: 2 });
		expect(result).toMatchObject({ reached: [{ what: "output", most: 2 }], signal: "SIGKILL", timedOut: false });
		expect(result.durationMs).toBeLessThan(8000);
	});

	it("1 GB in a file", async () => {
		const result = await run("head -c 1000000000 /dev/zero > big", { fileMb: 2 });
		expect(result.reached).toEqual([{ what: "file", most: 2 }]);
		expect(statSync(join(workspace, "big")).size).toBe(2 * 1024 ** 2);
	});

	it("nothing is said about what stays below them", async () => {
		const result = await run(`${node} -e "console.log(Buffer.alloc(1e6,1).length)"`, {});
		expect(result).toMatchObject({ exitCode: 0, stdout: "1000000\n" });
		expect(result).not.toHaveProperty("reached");
	});
});

const nobody = 65534;
const asNobody = ["--reuid", String(nobody), "--regid", String(nobody), "--clear-groups"];
/** Node and the sources have to be readable by others for that. */
const canBeNobody = works("setpriv", [
	...asNobody,
	process.execPath,
	"-e",
	`require("fs").readFileSync("package.json")`,
]);

describe.runIf(canBeNobody).each(["auto", "off"])(
	"D16 R16 limits of somebody who is not root, sandbox %s",
	(sandbox) => {
		const run = async (command: string, limits: Partial<ResourceLimits>) => {
			const workspace = realpathSync(mkdtempSync(join(tmpdir(), "nexus-limits-")));
			mkdirSync(join(workspace, "home"));
			for (const folder of [workspace, join(workspace, "home")]) chownSync(folder, nobody, nobody);
			const helpers = join(root, "test/helpers");
			const script = ["--import", join(helpers, "typescript-hooks.mjs"), join(helpers, "limited-run.ts")];
			const args = [process.execPath, ...script, workspace, command, JSON.stringify(limits), sandbox];
			const { stdout } = await promisify(execFile)("setpriv", [...asNobody, ...args], {
				env: { PATH: process.env.PATH ?? "", HOME: workspace },
			});
			return JSON.parse(stdout) as { status: SandboxStatus; result: ProcessResult };
		};

		it.each<[string, string, Partial<ResourceLimits>, ReachedLimit]>([
			[
				"4 GB",
				`${node} -e "const a=[]; for(let i=0;i<200;i++) a.push(Buffer.alloc(2e7,1))"`,
				{ memoryMb: 256 },
				{ what: "memory", most: 256 },
			],
			[
				"a fork bomb",
				"for i in $(seq 3000); do sleep 3 & done 2>/dev/null",
				{ processes: 60 },
				{ what: "processes", most: 60 },
			],
			["1 GB of output", "yes", { outputMb: 2 }, { what: "output", most: 2 }],
			["1 GB in a file", "head -c 1000000000 /dev/zero > big", { fileMb: 2 }, { what: "file", most: 2 }],
		])("%s", async (_name, command, limits, reached) => {
			const { status, result } = await run(command, limits);
			expect(result.sandboxed).toBe(status.works);
			expect(status.works).toBe(sandbox === "auto" && canSandbox);
			expect(result.reached).toContainEqual(reached);
		});
	},
);

describe("reachedLimits", () => {
	const limits: ResourceLimits = { memoryMb: 100, processes: 10, outputMb: 5, fileMb: 7 };
	it.each([
		[1, null, "MemoryError", "memory", 100],
		[134, null, "FATAL ERROR: Reached heap limit - JavaScript heap out of memory", "memory", 100],
		[1, null, "bash: fork: retry: Resource temporarily unavailable", "processes", 10],
		[1, null, "RuntimeError: can't start new thread", "processes", 10],
		[null, "SIGXFSZ", "", "file", 7],
		[153, null, "", "file", 7],
		[1, null, "OSError: [Errno 27] File too large", "file", 7],
	] as const)("exit %s %s, %j: %s", (exitCode, signal, output, what, most) => {
		expect(reachedLimits({ exitCode, signal, output, seen: [] }, limits)).toEqual([{ what, most }]);
	});
	it("words of a program that did well tell of nothing", () => {
		expect(reachedLimits({ exitCode: 0, signal: null, output: "MemoryError", seen: [] }, limits)).toEqual([]);
	});
	it("says each once", () => {
		const trace = { exitCode: 1, signal: null, output: "MemoryError", seen: ["memory", "memory"] as const };
		expect(reachedLimits(trace, limits)).toEqual([{ what: "memory", most: 100 }]);
	});
	it("has defaults that this machine can keep", () => {
		expect(defaultLimits()).toMatchObject({ processes: 512, outputMb: 256, fileMb: 4096 });
		expect(defaultLimits().memoryMb).toBeLessThanOrEqual(4096);
	});
});

it.runIf(process.platform === "linux")("treeUse counts this process, and nothing of one that is gone", () => {
	for (const isContained of [true, false]) {
		expect(treeUse(process.pid, isContained, 100).processes).toBeGreaterThan(1);
		expect(treeUse(process.pid, isContained, 100).memoryBytes).toBeGreaterThan(1e7);
		expect(treeUse(2 ** 22 + 1, isContained, 100)).toEqual({ processes: 0, memoryBytes: 0 });
	}
});
