// What a group of rows gets to work with.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./figures.js";
import type { BenchServer } from "./model-server.js";

export interface Figure {
	readonly value: number;
	/** How many measurements stand behind it. */
	readonly runs: number;
	/** Smallest and largest of them. */
	readonly range: readonly [number, number];
}

export interface SuiteContext {
	readonly server: BenchServer;
	readonly isQuick: boolean;
	/** A number of repetitions: a third of it, at least one, when quick. */
	times(count: number): number;
	/** A scenario of the server that nobody else uses. */
	scenario(prefix: string): string;
	/** A new folder with a home for nexus in it; removed at the end of the run. */
	folder(): string;
	/** Notes the median of measurements as a row of the table (`measured`) or as a floor. */
	measured(id: string, values: readonly number[]): void;
	floor(id: string, values: readonly number[]): void;
	/** Measures rows whose ids begin so; when that fails they say why, and the others go on. */
	attempt(ids: readonly string[], measure: () => Promise<void>): Promise<void>;
}

export interface Suite {
	/** The word for --only. */
	readonly name: string;
	run(context: SuiteContext): Promise<void>;
}

export interface Collected {
	readonly measured: Map<string, Figure>;
	readonly floors: Map<string, Figure>;
	/** Why rows have no figure, by the beginning of their ids. */
	readonly reasons: Map<string, string>;
	/** Removes the folders. */
	dispose(): void;
}

export const createContext = (
	server: BenchServer,
	isQuick: boolean,
): { readonly context: SuiteContext; readonly collected: Collected } => {
	const measured = new Map<string, Figure>();
	const floors = new Map<string, Figure>();
	const reasons = new Map<string, string>();
	const folders: string[] = [];
	const count = { scenarios: 0 };
	const folder = (): string => {
		const path = mkdtempSync(join(tmpdir(), "nexus-bench-"));
		folders.push(path);
		return path;
	};
	return {
		context: {
			server,
			isQuick,
			times: (full) => (isQuick ? Math.max(1, Math.round(full / 3)) : full),
			scenario: (prefix) => `${prefix}-${++count.scenarios}`,
			folder,
			measured: (id, values) => void measured.set(id, figure(values)),
			floor: (id, values) => void floors.set(id, figure(values)),
			attempt: async (ids, measure) => {
				try {
					await measure();
				} catch (error) {
					const message = error instanceof Error ? error.message : String(error);
					process.stderr.write(`${message} … `);
					for (const id of ids) reasons.set(id, message.split("\n")[0] ?? "");
				}
			},
		},
		collected: {
			measured,
			floors,
			reasons,
			dispose: () => {
				for (const path of folders) rmSync(path, { recursive: true, force: true });
			},
		},
	};
};

const figure = (values: readonly number[]): Figure => ({
	value: median(values),
	runs: values.length,
	range: [Math.min(...values), Math.max(...values)],
});

/** The environment in which nexus talks to a scenario of the server. */
export const nexusEnv = (folder: string, url: string): Readonly<Record<string, string>> => ({
	NEXUS_HOME: join(folder, "home"),
	OPENAI_API_KEY: "bench",
	OPENAI_BASE_URL: url,
	NO_PROXY: "*",
});
