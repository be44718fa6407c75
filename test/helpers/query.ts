import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeTable } from "../../src/adapters/data/describe.js";
import { type QueryInput, runQuery } from "../../src/adapters/data/query.js";
import type { TableInput } from "../../src/adapters/data/table.js";
import { runOverData } from "../../src/adapters/data-thread.js";
import type { JsonValue } from "../../src/contracts/json.js";
import type { DataSource, Workers } from "../../src/contracts/ports.js";
import type { ToolContext } from "../../src/contracts/tool.js";
import { createToolContext, type TestContext } from "./tool-context.js";

async function* bytesOf(source: DataSource, table: number): AsyncGenerator<Uint8Array> {
	// Pieces that end anywhere, as those of large files do.
	const length = 37;
	for (let offset = 0; ; offset += length) {
		const bytes = await source.read(table, offset, length);
		if (bytes.length > 0) yield bytes;
		if (bytes.length < length) return;
	}
}

/** The work of the thread without one: the same answers, sooner. */
const here: Workers["overData"] = async (input, _limits, source) => {
	const request = input as unknown as {
		readonly query?: QueryInput;
		readonly table?: TableInput;
		readonly maxRows?: number;
	};
	const { query, table, maxRows } = request;
	const value =
		query === undefined
			? await describeTable(table!, bytesOf(source, 0), maxRows)
			: await runQuery(query, (which) => bytesOf(source, which));
	return value as unknown as JsonValue;
};

const workersWith = (overData: Workers["overData"]): Workers => ({
	run: () => Promise.reject(new Error("no maths here")),
	overData,
	close: async () => undefined,
});

/** A folder with these files; tables are read in this thread. */
export function contextWithFiles(
	files: Readonly<Record<string, string | Uint8Array>>,
	overrides: Partial<ToolContext> = {},
): TestContext {
	const context = createToolContext({ workers: workersWith(here), ...overrides });
	for (const [name, content] of Object.entries(files)) writeFileSync(join(context.cwd, name), content);
	return context;
}

/** Reads tables in threads, as nexus does. */
export const threads = workersWith(runOverData);
