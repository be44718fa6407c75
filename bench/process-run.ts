// Starts a program of node's and measures it from outside.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { now } from "./now.js";

export const nexusBin = fileURLToPath(new URL("../bin/nexus", import.meta.url));
const hook = fileURLToPath(new URL("./usage-hook.cjs", import.meta.url));

export interface ProcessRun {
	/** On the shared clock, ms. */
	readonly startedMs: number;
	readonly endedMs: number;
	readonly wallMs: number;
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface RunOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** Words of node's own, before the script. */
	readonly nodeArgs?: readonly string[];
	/** A program that takes longer is ended and the run fails. */
	readonly limitMs?: number;
}

/** What a measured program sees of this environment: no keys, no CI, no settings of the person's. */
export const plainEnv = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
	PATH: process.env.PATH ?? "",
	HOME: process.env.HOME ?? "/",
	LANG: "C.UTF-8",
	TZ: "UTC",
	TERM: "xterm-256color",
	...more,
});

/** Runs `node script words` to its end. Throws when it exceeds `limitMs` (30 s). */
export const runNode = (words: readonly string[], options: RunOptions = {}): Promise<ProcessRun> =>
	new Promise((resolve, reject) => {
		const startedMs = now();
		const child = spawn(process.execPath, [...(options.nodeArgs ?? []), ...words], {
			cwd: options.cwd ?? process.cwd(),
			env: plainEnv(options.env),
			stdio: ["ignore", "pipe", "pipe"],
		});
		const ended = { atMs: 0 };
		const written = { stdout: "", stderr: "" };
		child.stdout.setEncoding("utf8").on("data", (text: string) => (written.stdout += text));
		child.stderr.setEncoding("utf8").on("data", (text: string) => (written.stderr += text));
		const timer = setTimeout(() => child.kill("SIGKILL"), options.limitMs ?? 30_000);
		child.on("error", reject);
		child.on("exit", () => {
			ended.atMs = now();
		});
		child.on("close", (code, signal) => {
			clearTimeout(timer);
			if (signal === "SIGKILL") reject(new Error(`${words.join(" ")} did not end in time`));
			else resolve({ startedMs, endedMs: ended.atMs, wallMs: ended.atMs - startedMs, code, ...written });
		});
	});

export interface Usage {
	readonly cpuS: number;
	readonly peakMb: number;
}

/** The same, with what the process used. The hook costs some ms of start, so that times are taken in other runs. */
export const runForUsage = async (words: readonly string[], options: RunOptions = {}): Promise<Usage> => {
	const folder = mkdtempSync(join(tmpdir(), "nexus-bench-"));
	const file = join(folder, "usage.json");
	try {
		await runNode(words, {
			...options,
			nodeArgs: [...(options.nodeArgs ?? []), "--require", hook],
			env: { ...options.env, BENCH_USAGE_FILE: file },
		});
		return JSON.parse(readFileSync(file, "utf8")) as Usage;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};
