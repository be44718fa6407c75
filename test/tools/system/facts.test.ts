import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSystemLoad } from "../../../src/adapters/system-load.js";
import type { System } from "../../../src/contracts/ports.js";
import { batteryTool } from "../../../tools/system/battery.js";
import { diskUsageTool } from "../../../tools/system/disk-usage.js";
import { environmentTool } from "../../../tools/system/environment.js";
import { listProcessesTool } from "../../../tools/system/list-processes.js";
import { networkInfoTool } from "../../../tools/system/network-info.js";
import { systemLoadTool } from "../../../tools/system/system-load.js";
import { accessContext, createToolContext, detailsOf, noSystem, runTool } from "../../helpers/tool-context.js";

const fake = (system: Partial<System>) => createToolContext({ system: { ...noSystem, ...system } });
const real = (env?: Record<string, string>) => {
	const context = createToolContext();
	const system = createSystemLoad({ cwd: context.cwd, ...(env === undefined ? {} : { env }) });
	onTestFinished(() => system.close());
	return { ...context, system };
};

describe("disk_usage", () => {
	const disk = { mount: "/", sizeBytes: 100e9, usedBytes: 60e9, availableBytes: 20e9 };

	test("the disks", async () => {
		const output = await runTool(diskUsageTool, {}, fake({ disks: async () => [disk] }));
		expect(output).toMatchObject({
			content: "mount size used free use\n/  100 GB  60.0 GB  20.0 GB  75 %",
			details: { disks: [{ ...disk, used: 0.75 }] },
			summary: "1 disk",
		});
		expect((await runTool(diskUsageTool, {}, fake({ disks: async () => [] }))).content).toBe(
			"No disks are listed here.",
		);
	});

	test("what takes the room in a folder", async () => {
		const context = real();
		mkdirSync(join(context.cwd, "big"));
		writeFileSync(join(context.cwd, "big/file"), Buffer.alloc(2_000_000, 1));
		writeFileSync(join(context.cwd, "small"), "x");
		const output = await runTool(diskUsageTool, { path: "." }, context);
		expect(output.content).toMatch(/^\.: 2\.0 MB in 2 files and 1 folder\n2\.0 MB {2}big\/\n4\.\d kB {2}small$/);
		expect(detailsOf(output)).toMatchObject({
			files: 2,
			folders: 1,
			isPartial: false,
			entries: [{ path: "big" }, { path: "small" }],
		});
		expect(output.view).toMatchObject({ kind: "chart", unit: "MB", labels: ["big/", "small"] });
		const deep = await runTool(diskUsageTool, { path: ".", depth: 2, limit: 2 }, context);
		expect(detailsOf(deep).entries.map(({ path }: { path: string }) => path)).toEqual(["big", "big/file"]);
	});

	test("a file, nothing, an abort, and what is only in part known", async () => {
		const context = real();
		writeFileSync(join(context.cwd, "file"), "");
		await expect(runTool(diskUsageTool, { path: "file" }, context)).rejects.toMatchObject({
			message: "file is not a folder",
		});
		await expect(runTool(diskUsageTool, { path: "none" }, context)).rejects.toMatchObject({ code: "file.not-found" });
		const aborted = { ...context, signal: AbortSignal.abort() };
		await expect(runTool(diskUsageTool, { path: "." }, aborted)).rejects.toMatchObject({ name: "AbortError" });
		const part = { sizeBytes: 1, files: 1, folders: 2, entries: [], unreadable: 2, isPartial: true };
		const partial = { ...context, system: { ...noSystem, folderSizes: async () => part } };
		expect((await runTool(diskUsageTool, { path: "." }, partial)).content).toContain(
			"[stopped after 60 s: there is more; 2 folders may not be read]",
		);
	});

	test("a folder is read, the list of disks touches no file", () => {
		expect(diskUsageTool.access?.(diskUsageTool.input.parse({ path: "x" }), { ...accessContext, cwd: "/w" })).toEqual([
			{ effect: "read", path: "/w/x" },
		]);
		expect(diskUsageTool.access?.(diskUsageTool.input.parse({}), { ...accessContext, cwd: "/w" })).toEqual([]);
	});
});

describe("network_info", () => {
	const system = {
		networkInterfaces: async () => [
			{
				name: "eth0",
				addresses: ["10.0.0.2"],
				mac: "02:00:00:00:00:01",
				state: "up" as const,
				receivedBytes: 1000,
				sentBytes: 5,
			},
			{ name: "tun0", addresses: [] },
		],
		network: async () => ({
			gateways: [{ interface: "eth0", address: "10.0.0.1" }],
			nameServers: ["10.0.0.53", "::1"],
		}),
		listening: async () => [
			{ protocol: "tcp" as const, address: "0.0.0.0", port: 22 },
			{ protocol: "tcp" as const, address: "127.0.0.1", port: 3000, pid: 7, process: "node" },
		],
	};

	test("all of it", async () => {
		const output = await runTool(networkInfoTool, {}, fake(system));
		expect(output.content).toBe(
			[
				"eth0: 10.0.0.2 (up) mac 02:00:00:00:00:01 1.0 kB in, 5 B out",
				"tun0: no address",
				"Gateway 10.0.0.1 by eth0",
				"Name servers 10.0.0.53, ::1",
				"Listening:",
				"22  tcp  0.0.0.0 (all)",
				"3000  tcp  127.0.0.1  node  7",
			].join("\n"),
		);
		expect(output.summary).toBe("2 interfaces, 2 listening ports");
		expect(output.view).toMatchObject({
			kind: "table",
			rows: expect.arrayContaining([["tcp", "3000", "127.0.0.1", "node", "7"]]),
		});
		expect(networkInfoTool.output?.parse(output.details)).toEqual(output.details);
	});

	test("one port", async () => {
		const found = await runTool(networkInfoTool, { port: 3000 }, fake(system));
		expect(found.content).toBe("Listening:\n3000  tcp  127.0.0.1  node  7");
		expect(detailsOf(found)).toMatchObject({ interfaces: [], ports: [{ port: 3000, pid: 7 }] });
		expect((await runTool(networkInfoTool, { port: 4, show: "interfaces" }, fake(system))).content).toBe(
			"Nothing listens on port 4.",
		);
		const cards = await runTool(networkInfoTool, { show: "interfaces" }, fake(system));
		expect(detailsOf(cards).ports).toEqual([]);
		expect(networkInfoTool.input.safeParse({ port: 0 }).success).toBe(false);
	});

	test("on this machine, a server of this process", async () => {
		const server = createServer();
		onTestFinished(() => void server.close());
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const { port } = server.address() as { port: number };
		const output = await runTool(networkInfoTool, { port }, real());
		expect(detailsOf(output).ports).toEqual([
			expect.objectContaining({ port, pid: process.pid, address: "127.0.0.1" }),
		]);
		const all = await runTool(networkInfoTool, {}, real());
		expect(networkInfoTool.output?.parse(all.details)).toEqual(all.details);
		expect(all.content).toContain("lo: ");
	});
});

test("battery", async () => {
	const none = await runTool(batteryTool, {}, fake({ batteries: async () => [] }));
	expect(none).toMatchObject({ content: "This machine has no battery.", details: { batteries: [] } });
	const batteries = [
		{
			name: "BAT0",
			charge: 0.51,
			state: "discharging" as const,
			secondsLeft: 9000,
			watts: 10,
			health: 0.8,
			cycles: 120,
		},
		{ name: "BAT1", charge: 1, state: "full" as const },
	];
	const output = await runTool(batteryTool, {}, fake({ batteries: async () => batteries }));
	expect(output.content).toBe(
		"BAT0: 51 %, discharging, 2 h 30 min until empty, 10.0 W, holds 80 % of when it was new, 120 cycles\nBAT1: 100 %, full",
	);
	expect(output).toMatchObject({ summary: "51 %, discharging; 100 %, full", details: { batteries } });
	expect((await runTool(batteryTool, {}, real())).isError).toBeUndefined();
});

test("environment: secrets hidden, sorted, by part of a name", async () => {
	const env = {
		PATH: "/bin",
		ANTHROPIC_API_KEY: "k-123",
		DATABASE_URL: "postgres://a:b@c/d",
		EDITOR: "vi",
		LONG: "x".repeat(300),
	};
	const output = await runTool(environmentTool, {}, real(env));
	expect(output.content).toBe(
		`ANTHROPIC_API_KEY=[hidden]\nDATABASE_URL=[hidden]\nEDITOR=vi\nLONG=${"x".repeat(300)}\nPATH=/bin`,
	);
	expect(output.summary).toBe("5 variables, 2 hidden");
	expect(detailsOf(output)).toMatchObject({
		hidden: ["ANTHROPIC_API_KEY", "DATABASE_URL"],
		variables: { PATH: "/bin" },
	});
	expect(JSON.stringify(output)).not.toMatch(/k-123|a:b@c/);
	expect((await runTool(environmentTool, { filter: "edit" }, real(env))).content).toBe("EDITOR=vi");
	expect((await runTool(environmentTool, { filter: "zzz" }, real(env))).content).toBe(
		'No variable has "zzz" in its name.',
	);
});

test("the details are as declared, on this machine", async () => {
	const context = real();
	for (const [tool, input] of [
		[systemLoadTool, {}],
		[listProcessesTool, {}],
		[diskUsageTool, {}],
		[diskUsageTool, { path: "." }],
		[batteryTool, {}],
		[environmentTool, {}],
	] as const) {
		const { details } = await runTool(tool as typeof diskUsageTool, input, context);
		expect(tool.output?.parse(details)).toEqual(details);
	}
});

test.each([systemLoadTool, listProcessesTool, networkInfoTool, batteryTool])("$name stops at once", async (tool) => {
	const hanging = () => new Promise<never>(() => {});
	const every = { sample: hanging, info: hanging, disks: hanging, processes: hanging, batteries: hanging };
	const network = { networkInterfaces: hanging, network: hanging, listening: hanging };
	const controller = new AbortController();
	const running = runTool(
		tool as typeof batteryTool,
		{},
		{ ...fake({ ...every, ...network }), signal: controller.signal },
	);
	const from = performance.now();
	controller.abort();
	await expect(running).rejects.toMatchObject({ name: "AbortError" });
	expect(performance.now() - from).toBeLessThan(200);
});
