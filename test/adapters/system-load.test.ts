import { existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { linuxDisks, linuxProcesses } from "../../src/adapters/linux-facts.js";
import { otherBatteries, otherDisks, otherListening, otherProcesses } from "../../src/adapters/system-facts.js";
import { createSystemLoad } from "../../src/adapters/system-load.js";
import { temporaryFolder } from "../helpers/tool-context.js";

function setUp(options: Partial<Parameters<typeof createSystemLoad>[0]> = {}) {
	const system = createSystemLoad({ cwd: process.cwd(), ...options });
	onTestFinished(() => system.close());
	return system;
}

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("the first sample is whole, the next ones too", async () => {
	const system = setUp({ countChildren: () => 3 });
	for (let count = 0; count < 3; count++) {
		const sample = await system.sample();
		for (const share of [sample.cpu, sample.disk ?? 0]) {
			expect(share).toBeGreaterThanOrEqual(0);
			expect(share).toBeLessThanOrEqual(1);
		}
		expect(sample.memoryUsedBytes).toBeGreaterThan(0);
		expect(sample.memoryUsedBytes).toBeLessThan(sample.memoryTotalBytes);
		expect(sample.processMemoryBytes).toBeGreaterThan(1e6);
		expect(sample.childProcesses).toBe(3);
		for (const rate of [
			sample.networkInPerSecond ?? 0,
			sample.networkOutPerSecond ?? 0,
			sample.processCpu,
			sample.eventLoopLagMs,
		]) {
			expect(rate).toBeGreaterThanOrEqual(0);
			expect(Number.isFinite(rate)).toBe(true);
		}
	}
});

test("work of this process and a blocked loop are seen", async () => {
	const system = setUp();
	await system.sample();
	const end = performance.now() + 300;
	while (performance.now() < end);
	await new Promise((resolve) => setTimeout(resolve, 60));
	const sample = await system.sample();
	expect(sample.processCpu).toBeGreaterThan(0.05);
	expect(sample.eventLoopLagMs).toBeGreaterThan(150);
});

test("children are counted", async () => {
	const { spawn } = await import("node:child_process");
	const system = setUp();
	const before = (await system.sample()).childProcesses;
	const child = spawn("sleep", ["100"]);
	await new Promise((resolve) => child.once("spawn", resolve));
	expect((await system.sample()).childProcesses).toBe(before + 1);
	child.kill();
});

test("a sample costs less than 1 % of a core at one a second", async () => {
	const system = setUp();
	await system.sample();
	await system.sample();
	const count = 50;
	const before = process.cpuUsage();
	for (let index = 0; index < count; index++) await system.sample();
	const { user, system: kernel } = process.cpuUsage(before);
	expect((user + kernel) / 1000 / count).toBeLessThan(10);
});

test("no timer runs before the first sample and none after close", async () => {
	const before = timers();
	const system = createSystemLoad({ cwd: "." });
	expect(timers()).toBeLessThanOrEqual(before);
	await system.sample();
	system.close();
	system.close();
	expect(timers()).toBeLessThanOrEqual(before);
	expect((await system.sample()).memoryTotalBytes).toBeGreaterThan(0);
	system.close();
	expect(timers()).toBeLessThanOrEqual(before);
});

test("facts about this machine", async () => {
	const system = setUp();
	const info = await system.info();
	expect(info).toMatchObject({ host: hostname(), platform: process.platform, arch: process.arch });
	expect(info.cpuCores).toBeGreaterThan(0);
	expect(info.uptimeSeconds).toBeGreaterThan(0);
	expect([info.osRelease, info.cpuModel, info.user].every((text) => text.length > 0)).toBe(true);
	const own = (await system.processes()).find((entry) => entry.pid === process.pid);
	expect(own?.memoryBytes).toBeGreaterThan(1e6);
	expect(own?.command).toMatch(/node|vitest/);
	for (const disk of await system.disks()) expect(disk.sizeBytes).toBeGreaterThanOrEqual(disk.usedBytes);
	expect((await system.networkInterfaces()).map((card) => card.name)).toContain("lo");
});

test("a program in the working directory is never taken for ps or df", async () => {
	const folder = temporaryFolder();
	const canary = join(folder, "canary");
	for (const name of ["ps", "df", "cat", "lsblk"]) {
		writeFileSync(join(folder, name), `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o755 });
	}
	for (const path of [`${folder}:${process.env.PATH}`, `.:${process.env.PATH}`, `:${process.env.PATH}`]) {
		vi.stubEnv("PATH", path);
		const system = setUp({ cwd: folder });
		await Promise.all([system.sample(), system.info(), system.disks(), system.networkInterfaces()]);
		const own = (await system.processes()).find((entry) => entry.pid === process.pid);
		expect(own?.memoryBytes).toBeGreaterThan(1e6);
		vi.unstubAllEnvs();
	}
	expect(existsSync(canary)).toBe(false);
});

test("both ways of telling agree", async () => {
	const plain = (await linuxProcesses()).find((entry) => entry.pid === process.pid);
	const own = (await otherProcesses()).find((entry) => entry.pid === process.pid);
	expect(plain?.user).toBe(own?.user);
	expect(Math.abs((plain?.memoryBytes ?? 0) - (own?.memoryBytes ?? 0))).toBeLessThan(100e6);
	for (const disks of [await linuxDisks(), await otherDisks()]) {
		expect(disks.every((disk) => disk.sizeBytes >= disk.usedBytes)).toBe(true);
	}
	expect((await otherListening()).every(({ port }) => port > 0)).toBe(true);
	for (const { charge } of await otherBatteries()) expect(charge).toBeLessThanOrEqual(1);
});

test.runIf(process.platform === "linux")("who works now is seen, and who worked once is not", async () => {
	const { spawn } = await import("node:child_process");
	const busy = spawn(process.execPath, ["-e", "for (;;);"]);
	const idle = spawn(process.execPath, [
		"-e",
		"for (let i = 0; i < 3e8; i++); console.log('up'); setTimeout(() => {}, 1e5)",
	]);
	onTestFinished(() => {
		busy.kill("SIGKILL");
		idle.kill("SIGKILL");
	});
	await new Promise((resolve) => idle.stdout.once("data", resolve));
	const found = await linuxProcesses();
	const cpuOf = (pid: number | undefined) => found.find((entry) => entry.pid === pid)?.cpu ?? -1;
	expect(cpuOf(busy.pid)).toBeGreaterThan(0.15);
	expect(cpuOf(idle.pid)).toBeGreaterThanOrEqual(0);
	expect(cpuOf(idle.pid)).toBeLessThan(cpuOf(busy.pid));
});
