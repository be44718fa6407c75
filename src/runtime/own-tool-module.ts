// A person's own tool as a `.ts` or `.js` file: what it exports is checked as strictly as a call is.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type AnyTool, effects, type ToolCategory, toolCategories } from "../contracts/tool.js";

/**
 * The tools that a file exports, by whatever names.
 * @throws Error saying what is wrong with it
 */
export const loadToolModule = async (path: string, version: string): Promise<readonly AnyTool[]> => {
	// The version makes another module of a changed file.
	const url = `${pathToFileURL(path).href}?version=${encodeURIComponent(version)}`;
	const module: Record<string, unknown> = await import(/* @vite-ignore */ url);
	const exported = Object.values(module).filter((value) => typeof value === "object" && value !== null);
	const tools = [...new Set(exported)].filter((value) => "run" in value || "input" in value);
	if (tools.length === 0) throw new Error("it exports no tool: export what defineTool gives");
	return tools.map(checkTool);
};

/** From here on `import { defineTool, z } from "nexus"` works in any folder, with nothing installed. */
export const serveOwnPackage = (): void => {
	const url = apiUrl();
	registerHooks({
		resolve: (specifier, context, next) =>
			specifier === "nexus" ? { url: url.href, shortCircuit: true } : next(specifier, context),
	});
};

/** Beside the bundle's entry, where this code may be in a folder of chunks. */
const apiUrl = (): URL => {
	const places = ["./api.js", "../api.js", "../../dist/api.js"].map((name) => new URL(name, import.meta.url));
	const found = places.find((url) => existsSync(fileURLToPath(url)));
	if (found === undefined) throw new Error(`${basename(import.meta.url)} finds no api.js beside it: run npm run build`);
	return found;
};

const checkTool = (value: object): AnyTool => {
	const tool = value as Partial<AnyTool>;
	const name = checkName(tool.name);
	const fail = (what: string): never => {
		throw new Error(`the tool ${name} ${what}`);
	};
	if (typeof tool.description !== "string" || tool.description.trim() === "") fail("has no description");
	if (tool.category !== undefined && !toolCategories.includes(tool.category))
		fail(`has a category that is none of ${toolCategories.join(", ")}`);
	const unknown = (tool.effects ?? []).filter((effect) => !effects.includes(effect));
	if (unknown.length > 0) fail(`has effects that are none of ${effects.join(", ")}: ${unknown.join(", ")}`);
	const { input } = tool;
	if (typeof input?.safeParse !== "function" || typeof input.shape !== "object")
		fail("has an input that is not a z.object");
	if (typeof tool.run !== "function") fail("has no run function");
	const category: ToolCategory = tool.category ?? "tools";
	// Code that does not say what it does may do anything.
	const whole = value as AnyTool;
	return { ...whole, title: whole.title ?? (() => ""), category, effects: tool.effects ?? ["execute"] };
};

/** @throws Error for what could not be called by a model */
export const checkName = (name: unknown): string => {
	if (typeof name === "string" && /^[a-z][a-z0-9_]{0,63}$/.test(name)) return name;
	throw new Error(
		`a tool needs a name of small letters, digits and _; this one is ${JSON.stringify(name) ?? "missing"}`,
	);
};
