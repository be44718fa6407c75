import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { createControlGroups } from "../../src/adapters/cgroup.js";

const make = (base?: string) =>
	createControlGroups({
		id: `cgroup-test-${process.pid}`,
		now: () => Date.now(),
		...(base === undefined ? {} : { base }),
	});
const caps = { processes: 20, memoryBytes: 64 * 1024 ** 2 };
const canGroup = (await make().controls()).length > 0;

it("is none where there are no control groups, or none that can be entered", async () => {
	const empty = mkdtempSync(join(tmpdir(), "nexus-cgroup-"));
	expect(await make(empty).create("a", caps)).toBeUndefined();
	expect(await make(empty).controls()).toEqual([]);
});

describe.runIf(canGroup)("a control group", () => {
	const listOf = (prefix: readonly string[]): string => prefix.find((part) => part.endsWith("cgroup.procs")) ?? "";

	it("is entered, keeps to its caps, says what was reached, and goes", async () => {
		const group = (await make().create(`caps-${process.pid}`, caps))!;
		expect(group.controls).toContain("pids");
		expect(group.reached()).toEqual([]);
		const [file = "", ...args] = [
			...group.prefix,
			"bash",
			"-c",
			"cat /proc/self/cgroup; for i in {1..40}; do sleep 1 & done",
		];
		const { stdout } = await promisify(execFile)(file, args, { timeout: 1500 }).catch((error) => error);
		expect(stdout).toContain(`nexus-caps-${process.pid}`);
		expect(group.reached()).toEqual(["pids"]);
		expect(group.kill()).toBeGreaterThan(0);
		group.remove();
		await expect.poll(() => existsSync(listOf(group.prefix))).toBe(false);
	});

	it("without caps it finds who has left session and environment", async () => {
		const group = (await make().create(`free-${process.pid}`, undefined))!;
		const [file = "", ...args] = [...group.prefix, "env", "-i", "/usr/bin/setsid", "/bin/sleep", "1000"];
		const child = spawn(file, args, { stdio: "ignore" });
		const ended = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
		await expect.poll(() => group.kill()).toBeGreaterThan(0);
		expect(await ended).toBe("SIGKILL");
		expect(group.controls).toEqual([]);
		group.remove();
		await expect.poll(() => existsSync(listOf(group.prefix))).toBe(false);
	});

	it("leaves none of its trials", async () => {
		const group = (await make().create(`left-${process.pid}`, caps))!;
		const folder = join(listOf(group.prefix), "../..");
		group.remove();
		expect(readdirSync(folder).filter((name) => name.includes(`cgroup-test-${process.pid}`))).toEqual([]);
	});
});
