// What `nexus doctor` checks.
import type { HealthCheck, NexusClient } from "../contracts/client.js";
import { toErrorData } from "../contracts/errors.js";
import type { Processes } from "../contracts/ports.js";
import type { SessionStore } from "../contracts/store.js";
import { plural } from "../lib/plural.js";
import type { Home } from "./home.js";
import type { ModelStack } from "./model-stack.js";
import type { Settings } from "./settings.js";

export interface HealthOptions {
	readonly info: NexusClient["info"];
	readonly store: SessionStore;
	readonly isStoreFull: boolean;
	readonly models: ModelStack;
	readonly settings: Settings;
	readonly processes: Processes;
	readonly home: Home;
}

export const healthChecks = async (options: HealthOptions): Promise<readonly HealthCheck[]> => [
	{
		name: "version",
		status: "ok",
		detail: `nexus ${options.info.version} on Node ${process.versions.node}, ${process.platform} ${process.arch}`,
	},
	{ name: "home", status: "ok", detail: options.home.folder },
	storeCheck(options),
	await configCheck(options),
	...(await modelChecks(options)),
	await sandboxCheck(options.processes),
	await programCheck(
		options.processes,
		"rg",
		"search_files uses it",
		"search_files uses its own search, which is slower (install ripgrep)",
	),
	await programCheck(options.processes, "git", "found", "not found; nothing of nexus needs it"),
	await programCheck(options.processes, "python3", "run_code can run Python", "run_code cannot run Python"),
	trustCheck(options),
];

const storeCheck = ({ store, isStoreFull }: HealthOptions): HealthCheck => {
	try {
		const {
			schema,
			sqlite,
			sqliteProblem,
			isInMemory,
			integrity,
			sizeBytes,
			damagedEvents = 0,
			audit,
		} = store.check({
			isFull: isStoreFull,
		});
		if (isInMemory === true) {
			const detail = "in memory: nothing is kept after this process";
			return { name: "store", status: "fail", detail, hint: "set NEXUS_HOME to a folder that you can write to" };
		}
		const size = `${(sizeBytes / 1e6).toFixed(1)} MB`;
		const read = isStoreFull
			? `, all of it read${damagedEvents === 0 ? "" : `: ${plural(damagedEvents, "damaged event")}`}`
			: "";
		const bad = audit?.firstBad;
		const changed = bad === undefined ? "" : `, audit log: entry ${bad.number} is ${bad.reason}`;
		const detail = `SQLite ${sqlite}, schema ${schema}, ${size}, integrity ${integrity}${read}${changed}`;
		if (integrity !== "ok" || damagedEvents > 0 || bad !== undefined) return { name: "store", status: "fail", detail };
		if (sqliteProblem === undefined) return { name: "store", status: "ok", detail };
		return { name: "store", status: "warn", detail: `${detail}; ${sqliteProblem}`, hint: "update Node" };
	} catch (error) {
		const { message, hint } = toErrorData(error);
		return { name: "store", status: "fail", detail: message, ...(hint === undefined ? {} : { hint }) };
	}
};

const configCheck = async ({ settings, home }: HealthOptions): Promise<HealthCheck> => {
	const { problems } = await settings.reload();
	if (problems.length === 0) return { name: "config", status: "ok", detail: home.config };
	return { name: "config", status: "warn", detail: problems.map((problem) => problem.message).join("; ") };
};

const modelChecks = async ({ models, info }: HealthOptions): Promise<readonly HealthCheck[]> => {
	const usable = await models.client.list();
	return [
		{
			name: "model",
			status: info.isOffline ? "warn" : "ok",
			detail: info.isOffline ? `${info.model}: plain requests and tools work, a model answers the rest` : info.model,
			...(info.isOffline
				? { hint: "set ANTHROPIC_API_KEY or OPENAI_API_KEY, or start a local server such as ollama" }
				: {}),
		},
		{ name: "found", status: "ok", detail: usable.map((model) => `${model.id} (${model.via})`).join(", ") },
	];
};

const sandboxCheck = async (processes: Processes): Promise<HealthCheck> => {
	const { works, reason, proof = [], limits } = await processes.sandbox();
	const parts = [
		...proof.map(({ tried, holds }) => ({ status: holds ? ("ok" as const) : ("fail" as const), detail: tried })),
		...(limits === undefined ? [] : [{ detail: `limits: ${limits}` }]),
		...(process.platform === "darwin" ? [] : [{ detail: "seatbelt, the sandbox of macOS: not tried on this system" }]),
	];
	if (works) return { name: "sandbox", status: "ok", detail: reason, parts };
	return {
		name: "sandbox",
		status: "warn",
		detail: reason,
		hint: `commands run without one, after asking${process.platform === "linux" ? "; install bubblewrap" : ""}`,
		parts,
	};
};

const programCheck = async (
	processes: Processes,
	program: string,
	found: string,
	missing: string,
): Promise<HealthCheck> => {
	const path = await processes.which(program);
	return path === undefined
		? { name: program, status: "warn", detail: missing }
		: { name: program, status: "ok", detail: `${path}; ${found}` };
};

const trustCheck = ({ settings }: HealthOptions): HealthCheck => ({
	name: "folder",
	status: "ok",
	detail: settings.trust.isTrusted
		? `${settings.trust.folder} is trusted`
		: `${settings.trust.folder} is not trusted: nothing in it configures nexus`,
});
