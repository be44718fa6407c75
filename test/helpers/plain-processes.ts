import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { Processes, ProcessRequest, ProcessResult } from "../../src/contracts/ports.js";

/** Real child processes without a sandbox, for tests of what uses them. */
export interface PlainProcesses extends Processes {
	/** All requests so far. */
	readonly requests: readonly ProcessRequest[];
}

export function createPlainProcesses(hidden: readonly string[] = []): PlainProcesses {
	const requests: ProcessRequest[] = [];
	return {
		requests,
		run: (request) => {
			requests.push(request);
			return run(request);
		},
		which: async (program) => {
			if (hidden.includes(program)) return undefined;
			for (const folder of (process.env.PATH ?? "").split(delimiter)) {
				const path = join(folder, program);
				const found = await access(path, constants.X_OK).then(
					() => true,
					() => false,
				);
				if (found) return path;
			}
			return undefined;
		},
		sandbox: async () => ({ works: false, kind: "none", reason: "none in tests" }),
	};
}

function run(request: ProcessRequest): Promise<ProcessResult> {
	const started = performance.now();
	return new Promise((resolve, reject) => {
		const child = spawn(request.file, [...request.args], {
			cwd: request.cwd,
			env: { PATH: process.env.PATH, HOME: process.env.HOME, ...request.env },
			detached: true,
		});
		const texts = { stdout: "", stderr: "", output: "" };
		let timedOut = false;
		let cancelled = false;
		const end = () => {
			if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
		};
		const timer = setTimeout(() => {
			timedOut = true;
			end();
		}, request.timeoutMs ?? 60_000);
		const abort = () => {
			cancelled = true;
			end();
		};
		request.signal?.addEventListener("abort", abort, { once: true });
		for (const stream of ["stdout", "stderr"] as const) {
			const decoder = new StringDecoder("utf8");
			child[stream].on("data", (bytes: Buffer) => {
				const text = decoder.write(bytes);
				texts[stream] += text;
				texts.output += text;
				request.onOutput?.(text, stream);
			});
		}
		child.stdin.on("error", () => undefined);
		child.stdin.end(request.input ?? "");
		child.on("error", reject);
		child.on("close", (exitCode, signal) => {
			clearTimeout(timer);
			request.signal?.removeEventListener("abort", abort);
			resolve({
				exitCode,
				signal,
				...texts,
				droppedBytes: 0,
				timedOut,
				cancelled,
				durationMs: performance.now() - started,
				sandboxed: false,
			});
		});
	});
}
