// One reading of tables: a thread of its own that asks for the bytes it needs next.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { NexusError } from "../contracts/errors.js";
import type { JsonValue } from "../contracts/json.js";
import type { DataSource, Workers } from "../contracts/ports.js";
import { abortError } from "../lib/abort.js";
import { nearest } from "../lib/nearest.js";

type Limits = Parameters<Workers["overData"]>[1];

interface Need {
	readonly source: number;
	readonly offset: number;
	readonly length: number;
}

interface Failure {
	readonly code: string;
	readonly message: string;
	/** What was asked for and is not there, and what is. */
	readonly name?: string;
	readonly known?: readonly string[];
}

type Message = { readonly need: Need } | { readonly value: JsonValue } | { readonly error: Failure };

/** Beside this file or one folder up in the bundle; the source itself when run from source. */
const workerUrl = (): URL => {
	const places = ["./data.worker.js", "../data.worker.js", "./data.worker.ts"].map(
		(name) => new URL(name, import.meta.url),
	);
	const found = places.find((url) => existsSync(fileURLToPath(url)));
	if (found !== undefined) return found;
	throw new NexusError("worker.failed", "The data worker is not installed", { hint: "Run npm run build." });
};

const named = ({ code, message, name, known }: Failure): NexusError => {
	if (known === undefined || name === undefined) return new NexusError(code, message, { hint: hintFor(code) });
	const near = nearest(name.toLowerCase(), known, 3);
	const all = known.length <= 40 ? `There are: ${known.join(", ")}.` : `There are ${known.length} of them.`;
	return new NexusError(code, message, {
		hint: near.length > 0 && known.length > 12 ? `Nearest: ${near.join(", ")}.` : all,
	});
};

const hintFor = (code: string): string => {
	if (code === "data.expression")
		return "Write it as in: amount > 100 and (country = 'DE' or name contains 'x'). Odd column names go in `backticks`.";
	if (code === "data.too-large") return "Narrow it with where, select or limit.";
	if (code === "data.encoding") return "Encodings are named as on the web: utf-8, utf-16le, windows-1252, shift_jis …";
	return "Say format, separator or encoding where they were guessed wrong.";
};

const broken = (error: Error): NexusError =>
	"code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
		? new NexusError("worker.memory", "It needs more memory than it is given", {
				cause: error,
				hint: "Ask for fewer rows or columns.",
			})
		: new NexusError("worker.failed", error.message, { cause: error });

/**
 * Runs one request in a new thread, which ends with it. Throws what `source.read` throws, AbortError, `worker.timeout`,
 * `worker.memory`, and `data.*` for what is wrong with the request or the data.
 */
export async function runOverData(input: JsonValue, limits: Limits, source: DataSource): Promise<JsonValue> {
	limits.signal?.throwIfAborted();
	const worker = new Worker(workerUrl(), {
		env: {},
		execArgv: [],
		stdout: true,
		stderr: true,
		resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
	});
	let onAbort: (() => void) | undefined;
	let timer: NodeJS.Timeout | undefined;
	try {
		return await new Promise<JsonValue>((resolve, reject) => {
			onAbort = () => reject(abortError());
			limits.signal?.addEventListener("abort", onAbort, { once: true });
			timer = setTimeout(
				() => reject(new NexusError("worker.timeout", `It took longer than ${limits.timeoutMs / 1000} s`)),
				limits.timeoutMs,
			);
			worker.on("error", (error: Error) => reject(broken(error)));
			worker.on("exit", () => reject(new NexusError("worker.failed", "The data worker ended")));
			worker.on("message", (message: Message) => {
				if ("value" in message) resolve(message.value);
				else if ("error" in message) reject(named(message.error));
				else give(message.need).catch(reject);
			});
			worker.postMessage(input);
		});
	} finally {
		clearTimeout(timer);
		if (onAbort !== undefined) limits.signal?.removeEventListener("abort", onAbort);
		// Not awaited: a pattern that never ends takes its time to be stopped.
		worker.terminate().catch(() => {});
	}

	async function give({ source: from, offset, length }: Need): Promise<void> {
		const bytes = await source.read(from, offset, length);
		// The thread gets the memory itself where it is the whole of it, else a copy.
		const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength && bytes.byteLength > 0;
		const own = isWhole && bytes.buffer instanceof ArrayBuffer ? bytes : Uint8Array.from(bytes);
		worker.postMessage({ source: from, bytes: own }, [own.buffer as ArrayBuffer]);
	}
}
