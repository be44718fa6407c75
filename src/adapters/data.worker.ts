// Entry of the thread that reads tables. Run from source by Node itself, so its imports of our own files end in `.ts`.
// It asks for bytes and gets them; it opens no file but SQLite's own temporary one.
import { parentPort } from "node:worker_threads";
import { QueryProblem } from "./data/cell.ts";
import { describeTable } from "./data/describe.ts";
import { type QueryInput, runQuery } from "./data/query.ts";
import type { TableInput } from "./data/table.ts";

type Request =
	| { readonly kind: "query"; readonly query: QueryInput }
	| { readonly kind: "describe"; readonly table: TableInput; readonly maxRows?: number };

const pieceBytes = 1 << 20;

const port = parentPort;

/** Pieces of a source, one asked for ahead of the one that is worked on. */
async function* bytesOf(source: number, waiting: Map<number, (bytes: Uint8Array) => void>): AsyncGenerator<Uint8Array> {
	const ask = (offset: number): Promise<Uint8Array> => {
		const reply = new Promise<Uint8Array>((resolve) => void waiting.set(source, resolve));
		port?.postMessage({ need: { source, offset, length: pieceBytes } });
		return reply;
	};
	let next = ask(0);
	for (let offset = pieceBytes; ; offset += pieceBytes) {
		const bytes = await next;
		if (bytes.length === 0) return;
		next = bytes.length < pieceBytes ? Promise.resolve(new Uint8Array()) : ask(offset);
		yield bytes;
	}
}

const failure = (error: unknown) => {
	if (error instanceof QueryProblem) {
		const { code, message, name_: name, known } = error;
		return {
			code,
			message,
			...(name === undefined ? {} : { name }),
			...(known === undefined ? {} : { known: known.slice(0, 500) }),
		};
	}
	return { code: "data.failed", message: error instanceof Error ? error.message : String(error) };
};

const answer = async (request: Request, waiting: Map<number, (bytes: Uint8Array) => void>): Promise<void> => {
	try {
		const value =
			request.kind === "query"
				? await runQuery(request.query, (table) => bytesOf(table, waiting))
				: await describeTable(request.table, bytesOf(0, waiting), request.maxRows);
		port?.postMessage({ value });
	} catch (error) {
		port?.postMessage({ error: failure(error) });
	}
};

const serve = (): void => {
	const waiting = new Map<number, (bytes: Uint8Array) => void>();
	port?.on("message", (message: Request | { readonly source: number; readonly bytes: Uint8Array }) => {
		if ("kind" in message) void answer(message, waiting);
		else waiting.get(message.source)?.(message.bytes);
	});
};

serve();
