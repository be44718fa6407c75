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
}

/** Rows that are measured together. */
export interface Part {
	/** Ids of the table's rows, each given when `measure` resolves. */
	readonly rows: readonly string[];
	/** Ids of the floors that it gives, if any. */
	readonly floors?: readonly string[];
	measure(context: SuiteContext): Promise<void> | void;
}

export interface Suite {
	/** For --only: all of its rows. */
	readonly name: string;
	readonly parts: readonly Part[];
}

export interface Collected {
	readonly measured: Map<string, Figure>;
	readonly floors: Map<string, Figure>;
	/** Why rows have no figure, by id. */
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
