// What comes in through stdin or is named by a flag.
import { fstatSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { NexusError } from "../src/contracts/errors.js";
import type { JsonSchema } from "../src/contracts/json.js";

/** 100 MB: more cannot be a prompt, and would only fill the memory. */
const maxBytes = 100_000_000;
/** A program that started nexus may hold a socket open as its stdin and never write: then the prompt is the input. */
const silentSocketMs = 200;

/**
 * All of a piped stdin as text; empty for a terminal, a closed stdin, or a socket on which nothing comes though there
 * is a prompt. A pipe is read to its end, however long that takes.
 * @throws NexusError `input.binary`, `input.too-large` (exit 2), `input.cancelled` (exit 130) when the signal aborts
 */
export const readPipedInput = async (
	process: { readonly stdin: NodeJS.ReadStream },
	hasPrompt: boolean,
	signal: AbortSignal,
): Promise<string> => {
	if (isNothing()) return "";
	const stdin = process.stdin;
	if (stdin.isTTY === true || stdin.destroyed) return "";
	const chunks: Buffer[] = [];
	let size = 0;
	const silence = hasPrompt && isSocket() ? setTimeout(() => stdin.destroy(), silentSocketMs) : undefined;
	const onAbort = () => void stdin.destroy();
	signal.addEventListener("abort", onAbort, { once: true });
	try {
		for await (const chunk of stdin) {
			clearTimeout(silence);
			const bytes = Buffer.from(chunk);
			size += bytes.length;
			if (size > maxBytes)
				throw new NexusError("input.too-large", "more than 100 MB were piped in", {
					hint: "write it to a file and name the file",
					exitCode: 2,
				});
			chunks.push(bytes);
		}
	} catch (error) {
		if (error instanceof NexusError) throw error;
		// A stdin that is closed or cannot be read has nothing to say.
		if (!signal.aborted) return "";
	} finally {
		clearTimeout(silence);
		signal.removeEventListener("abort", onAbort);
	}
	if (signal.aborted)
		throw new NexusError("input.cancelled", "stopped while reading stdin", {
			exitCode: signal.reason === 143 ? 143 : 130,
		});
	const input = Buffer.concat(chunks);
	if (input.subarray(0, 8192).includes(0)) {
		throw new NexusError("input.binary", "binary data was piped in", {
			hint: "pipe text, or name the file in the prompt",
			exitCode: 2,
		});
	}
	return input.toString("utf8");
};

/** `< /dev/null`: known without opening the stream, which takes some time. */
const isNothing = (): boolean => {
	try {
		const input = fstatSync(0);
		return input.isCharacterDevice() && input.rdev === statSync("/dev/null").rdev;
	} catch {
		return false;
	}
};

const isSocket = (): boolean => {
	try {
		return fstatSync(0).isSocket();
	} catch {
		return true;
	}
};

/** @throws NexusError `usage.schema` (exit 2) */
export const readJsonSchema = async (path: string): Promise<JsonSchema> => {
	try {
		// A pipe that nobody writes to would be waited for without end.
		if (!statSync(path).isFile()) throw new Error("it is not a file");
		const schema: unknown = JSON.parse(await readFile(path, "utf8"));
		if (typeof schema === "object" && schema !== null && !Array.isArray(schema)) return schema as JsonSchema;
	} catch (cause) {
		throw new NexusError("usage.schema", `${path} is not a JSON Schema that can be read`, {
			hint: "name a file with one JSON object",
			exitCode: 2,
			cause,
		});
	}
	throw new NexusError("usage.schema", `${path} is not a JSON Schema`, {
		hint: "name a file with one JSON object",
		exitCode: 2,
	});
};
