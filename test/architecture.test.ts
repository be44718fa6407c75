// The house rules as checks: who may import whom, which package comes in by which door, no cycles, no module state.
import { describe, expect, test } from "vitest";
import { type SourceFile, sourceFiles } from "./helpers/source-files.js";

const files = sourceFiles();

const base = ["src/contracts", "src/lib"];
const inner = [...base, "src/state"];
const services = ["src/session", "src/config", "src/limits", "src/security", "src/monitor", "src/backup"];
const mayImport: Readonly<Record<string, readonly string[]>> = {
	"src/contracts": [],
	"src/lib": [],
	"src/state": base,
	"src/adapters": base,
	"src/providers": base,
	...Object.fromEntries(services.map((service) => [service, inner])),
	"src/core": base,
	"src/agents": [...base, "src/core"],
	"src/runtime": [...inner, ...services, "src/adapters", "src/providers", "src/core", "src/agents"],
	"src/frontends/print": inner,
	"src/frontends/tui": inner,
	tools: base,
	commands: base,
	bin: [
		...inner,
		...services,
		"src/adapters",
		"src/providers",
		"src/core",
		"src/agents",
		"src/runtime",
		"src/frontends/print",
		"src/frontends/tui",
		"tools",
		"commands",
	],
};

/** Packages that only the named files or folders may import. */
const doors: Readonly<Record<string, readonly string[]>> = {
	ink: ["src/frontends/tui/"],
	react: ["src/frontends/tui/"],
	"ink-text-input": ["src/frontends/tui/"],
	commander: ["bin/cli.ts"],
	conf: ["src/adapters/conf-settings.ts"],
	keyv: ["src/adapters/keyv-store.ts"],
	"@keyv/sqlite": ["src/adapters/keyv-store.ts"],
	execa: ["src/adapters/execa-processes.ts", "src/adapters/child-run.ts"],
	systeminformation: ["src/adapters/system-load.ts", "src/adapters/system-facts.ts"],
	openai: ["src/providers/openai-sdk.ts"],
	"@anthropic-ai/sdk": ["src/providers/anthropic.ts"],
	"@napi-rs/keyring": ["src/adapters/keyring.child.ts"],
	undici: ["src/adapters/"],
	croner: ["src/backup/schedule.ts"],
	mathjs: ["src/adapters/math"],
	"node:sqlite": ["src/adapters/"],
	"node:child_process": ["src/adapters/", "bin/command-output.ts", "src/frontends/tui/"],
};

const layerOf = (path: string): string =>
	Object.keys(mayImport).find((layer) => path.startsWith(`${layer}/`)) ?? "none";

test("the scan found the sources", () => {
	expect(files.length).toBeGreaterThan(100);
	expect(files.map((file) => file.path)).toContain("src/core/loop.ts");
	expect(files.find((file) => file.path === "bin/run.ts")?.own).toContain("src/runtime/create-runtime.ts");
});

test("every file has a layer", () => {
	expect(files.filter((file) => layerOf(file.path) === "none").map((file) => file.path)).toEqual([]);
});

test("imports go only where the table allows", () => {
	const breaks = files.flatMap((file) => {
		const layer = layerOf(file.path);
		const allowed = [layer, ...(mayImport[layer] ?? [])];
		return file.own
			.filter((target) => target !== "package.json" && !allowed.includes(layerOf(target)))
			.map((target) => `${file.path} -> ${target}`);
	});
	expect(breaks).toEqual([]);
});

test("each package comes in by its door", () => {
	const breaks = files.flatMap((file) =>
		file.packages
			.filter((name) => doors[name] !== undefined && !doors[name].some((door) => file.path.startsWith(door)))
			.map((name) => `${file.path} imports ${name}`),
	);
	expect(breaks).toEqual([]);
});

test("the doors are used", () => {
	const used = new Set(files.flatMap((file) => file.packages));
	expect(Object.keys(doors).filter((name) => !used.has(name))).toEqual([]);
});

test("contracts import zod and nothing else of the outside", () => {
	const packages = files.filter((file) => layerOf(file.path) === "src/contracts").flatMap((file) => file.packages);
	expect([...new Set(packages)].filter((name) => name !== "zod" && name !== "node:stream")).toEqual([]);
});

test("no imports in a circle", () => {
	const graph = new Map(files.map((file) => [file.path, file.own]));
	expect(findCycle(graph)).toEqual([]);
});

describe("no state at module level", () => {
	const stateful =
		/^(?:export )?(?:let|var) |^(?:export )?const \w+(?:: [^=]+)? = new (?:Map|Set|WeakMap|AsyncLocalStorage)(?:<[^>]*>)?\(\)/m;
	test.each(files.map((file) => [file.path, file] as const))("%s", (_, file: SourceFile) => {
		expect(stateful.exec(file.text)?.[0]).toBeUndefined();
	});
});

test("no process.exit outside bin", () => {
	const found = files.filter((file) => !file.path.startsWith("bin/") && /process\.exit\(/.test(file.text));
	expect(found.map((file) => file.path)).toEqual([]);
});

const findCycle = (graph: ReadonlyMap<string, readonly string[]>): readonly string[] => {
	const done = new Set<string>();
	const visit = (path: string, trail: readonly string[]): readonly string[] => {
		if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
		if (done.has(path)) return [];
		for (const next of graph.get(path) ?? []) {
			const cycle = visit(next, [...trail, path]);
			if (cycle.length > 0) return cycle;
		}
		done.add(path);
		return [];
	};
	for (const path of graph.keys()) {
		const cycle = visit(path, []);
		if (cycle.length > 0) return cycle;
	}
	return [];
};
