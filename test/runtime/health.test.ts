import { expect, it } from "vitest";
import { doctorCommand } from "../../commands/doctor.js";
import type { HealthCheck, NexusClient } from "../../src/contracts/client.js";
import type { SandboxStatus } from "../../src/contracts/ports.js";
import { type HealthOptions, healthChecks } from "../../src/runtime/health.js";
import { createPlainProcesses } from "../helpers/plain-processes.js";

const checksWith = (status: SandboxStatus, stored: object = {}): Promise<readonly HealthCheck[]> =>
	healthChecks({
		info: { version: "1", isOffline: true, model: "offline/interpreter" },
		store: { check: () => ({ schema: 1, sqlite: "3", integrity: "ok", sizeBytes: 1, ...stored }) },
		isStoreFull: false,
		models: { client: { list: async () => [] } },
		settings: { reload: async () => ({ problems: [] }), trust: { folder: "/w", isTrusted: true } },
		processes: { ...createPlainProcesses(), sandbox: async () => status },
		home: { folder: "/h", config: "/h/config.json" },
	} as unknown as HealthOptions);

const works: SandboxStatus = {
	...{ works: true, kind: "bubblewrap", reason: "bubblewrap: tried and refused", limits: "by control groups" },
	proof: [
		{ tried: "a write outside the workspace is refused", holds: true },
		{ tried: "a hidden file cannot be read", holds: true },
	],
};
const leaks: SandboxStatus = {
	...{ works: false, kind: "none", reason: "the sandbox does not hold here: a hidden file could be read" },
	proof: [{ tried: "a hidden file cannot be read", holds: false }],
};

it.each([
	[{}, "ok"],
	[{ isInMemory: true }, "fail"],
	[{ integrity: "row 3 missing from index" }, "fail"],
])("a store with %j is %s", async (stored, status) => {
	const checks = await checksWith(works, stored);
	expect(checks.find(({ name }) => name === "store")).toMatchObject({ status });
});

it.each([
	[
		"one that works",
		works,
		"ok",
		[
			["ok", "a write outside the workspace is refused"],
			["ok", "a hidden file cannot be read"],
		],
	],
	["one that leaks", leaks, "warn", [["fail", "a hidden file cannot be read"]]],
	["none", { works: false, kind: "none", reason: "bubblewrap is not installed" }, "warn", []],
] as readonly (readonly [string, SandboxStatus, string, readonly (readonly [string, string])[]])[])(
	"R14 %s: each line of the proof",
	async (_name, given, status, parts) => {
		const checks = await checksWith(given);
		const sandbox = checks.find((check) => check.name === "sandbox");
		expect(sandbox).toMatchObject({ status, detail: given.reason });
		const tried = (sandbox?.parts ?? []).filter((part) => part.status !== undefined);
		expect(tried.map((part) => [part.status, part.detail])).toEqual(parts);
		const details = (sandbox?.parts ?? []).map((part) => part.detail).join("\n");
		if (process.platform !== "darwin")
			expect(details).toContain("seatbelt, the sandbox of macOS: not tried on this system");
		if (given.limits !== undefined) expect(details).toContain("limits: by control groups");
	},
);

it("the doctor shows them below their check, and gives them as JSON", async () => {
	const checks = await checksWith(works);
	const client = { health: { checks: async () => checks } } as unknown as NexusClient;
	const result = await doctorCommand.run({ store: false, disk: false, free: false, yes: false }, {
		client,
		signal: AbortSignal.abort(),
	} as never);
	if (result.type !== "table") throw new Error("no table");
	const at = result.rows.findIndex(([name]) => name === "sandbox");
	expect(result.rows[at + 1]).toEqual(["", "ok", "a write outside the workspace is refused"]);
	expect(JSON.stringify(result.json)).toContain('{"status":"ok","detail":"a hidden file cannot be read"}');
});
