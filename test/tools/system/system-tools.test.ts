import { describe, expect, test } from "vitest";
import { createSystemLoad } from "../../../src/adapters/system-load.js";
import type { ProcessInfo, System } from "../../../src/contracts/ports.js";
import { listProcessesTool } from "../../../tools/system/list-processes.js";
import { systemLoadTool } from "../../../tools/system/system-load.js";
import { createToolContext, detailsOf, noSystem, runTool } from "../../helpers/tool-context.js";

const processes: readonly ProcessInfo[] = [
	{ pid: 3, name: "node", cpu: 0.5, memoryBytes: 300, command: `node ${"x".repeat(500)}`, user: "a" },
	{ pid: 1, name: "init", cpu: 0, memoryBytes: 100, command: "/sbin/init", user: "root" },
	{ pid: 2, name: "bash", cpu: 0.9, memoryBytes: 200, command: "bash -c NODE", user: "a" },
];

const system: System = {
	...noSystem,
	sample: async () => ({
		cpu: 0.25,
		memoryUsedBytes: 4e9,
		memoryTotalBytes: 16e9,
		eventLoopLagMs: 0,
		processCpu: 0,
		processMemoryBytes: 0,
		childProcesses: 0,
		loadAverage: 1.5,
	}),
	info: async () => ({
		host: "box",
		platform: "linux",
		osRelease: "Debian 13",
		arch: "x64",
		cpuModel: "Model",
		cpuCores: 4,
		uptimeSeconds: 90_061,
		user: "me",
	}),
	processes: async () => processes,
	disks: async () => [{ mount: "/", sizeBytes: 100e9, usedBytes: 40e9, availableBytes: 60e9 }],
	networkInterfaces: async () => [
		{ name: "eth0", addresses: ["10.0.0.2"], receivedBytes: 1000, sentBytes: 2_500_000 },
		{ name: "tun0", addresses: [] },
	],
	close: () => undefined,
};
const context = () => createToolContext({ system });

test("system_load, exactly", async () => {
	const output = await runTool(systemLoadTool, {}, context());
	expect(output.details).toEqual({
		cpu: 0.25,
		cores: 4,
		cpuModel: "Model",
		loadAverage: 1.5,
		memoryUsedBytes: 4e9,
		memoryTotalBytes: 16e9,
		memory: 0.25,
		disks: [{ mount: "/", sizeBytes: 100e9, usedBytes: 40e9, availableBytes: 60e9 }],
		network: [
			{ name: "eth0", addresses: ["10.0.0.2"], receivedBytes: 1000, sentBytes: 2_500_000 },
			{ name: "tun0", addresses: [] },
		],
		uptimeSeconds: 90_061,
		host: "box",
		os: "Debian 13",
		arch: "x64",
		user: "me",
		processes: 3,
	});
	expect(output.content).toBe(
		[
			"box: Debian 13 (x64), up 1 d 1 h 1 min, user me",
			"CPU 25 % of 4 × Model, load average 1.50, 3 processes",
			"Memory 4.0 GB of 16.0 GB (25 %)",
			"Disk /: 60.0 GB free of 100 GB",
			"Network eth0: 10.0.0.2, 1.0 kB in, 2.5 MB out",
			"Network tun0: no address",
		].join("\n"),
	);
});

describe("list_processes", () => {
	test.each([
		[{}, [2, 3, 1]],
		[{ sort: "memory" }, [3, 2, 1]],
		[{ sort: "name" }, [2, 1, 3]],
		[{ sort: "pid" }, [1, 2, 3]],
		[{ sort: "pid", limit: 2 }, [1, 2]],
		[{ filter: "node" }, [2, 3]],
		[{ filter: "INIT" }, [1]],
		[{ filter: "nothing" }, []],
	] as const)("%j", async (input, pids) => {
		const output = await runTool(listProcessesTool, input, context());
		expect(detailsOf(output).processes.map((entry: ProcessInfo) => entry.pid)).toEqual(pids);
	});

	test("a limit says how many there are, commands are cut, nothing found is said", async () => {
		const output = await runTool(listProcessesTool, { limit: 1, filter: "node" }, context());
		expect(output.content).toContain("[1 of 2 shown]");
		expect(detailsOf(output).total).toBe(2);
		const all = await runTool(listProcessesTool, { filter: "xxx" }, context());
		expect(detailsOf(all).processes[0].command).toHaveLength(200);
		expect((await runTool(listProcessesTool, { filter: "zzz" }, context())).content).toBe(
			'No process has "zzz" in its name or command.',
		);
	});
});

test("on this machine", async () => {
	const real = createToolContext();
	const own = { ...real, system: createSystemLoad({ cwd: real.cwd }) };
	const load = detailsOf(await runTool(systemLoadTool, {}, own));
	expect(load.memory).toBeGreaterThan(0);
	expect(load.cores).toBeGreaterThan(0);
	const found = detailsOf(await runTool(listProcessesTool, { filter: "node", limit: 1000 }, own));
	expect(found.processes.map((entry: ProcessInfo) => entry.pid)).toContain(process.pid);
	own.system.close();
});
