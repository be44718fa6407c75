import { describe, expect, test } from "vitest";
import type { ToolEntry } from "../../src/contracts/tool.js";
import { toolEntry } from "../../src/core/tool-entry.js";
import { createToolbox } from "../../src/core/toolbox.js";
import { builtinTools } from "../../tools/index.js";
import { echoTool, writeTool } from "../helpers/tool-environment.js";

const all = new Map(builtinTools.map((entry) => [entry.name, entry]));
const names = (specs: readonly { readonly name: string }[]): readonly string[] => specs.map((spec) => spec.name);

describe("what the next request carries", () => {
	test("a small catalogue goes whole, with nothing to find", () => {
		const few = new Map([echoTool, writeTool].map((tool) => [tool.name, toolEntry(tool)]));
		expect(names(createToolbox(() => few).specs())).toEqual(["echo", "change"]);
	});

	test("found tools come behind the first ones, in the order of finding, once", async () => {
		const toolbox = createToolbox(() => all);
		const first = names(toolbox.specs());
		await toolbox.find("convert units", 1);
		await toolbox.find("list processes", 1);
		await toolbox.find("convert units", 1);
		expect(names(toolbox.specs())).toEqual([...first, "convert_units", "list_processes"]);
	});

	test("what the session has used before is there from the start; what is gone is not", () => {
		const toolbox = createToolbox(() => all, ["recall", "read_file", "no_such_tool"]);
		expect(names(toolbox.specs()).slice(-1)).toEqual(["recall"]);
	});

	test("a tool that appears later can be found", async () => {
		let entries: ReadonlyMap<string, ToolEntry> = new Map();
		const toolbox = createToolbox(() => entries);
		expect(await toolbox.find("echo", 5)).toEqual([]);
		entries = new Map([["echo", toolEntry(echoTool, "user")]]);
		expect(names(await toolbox.find("echo", 5))).toEqual(["echo"]);
	});
});

describe("finding", () => {
	test.each([
		["convert miles to kilometers", "convert_units"],
		["what time is it somewhere", "current_time"],
		["how many days between two dates", "date_math"],
		["running processes", "list_processes"],
		["turn csv into json", "convert_data"],
		["copying a file", "copy_file"],
		["create a folder", "make_directory"],
		["mean and standard deviation", "statistics"],
		["run a python snippet", "run_code"],
		["cpu and memory usage", "system_load"],
		["save a note for later", "remember"],
		["serach for notes", "recall"],
	])("%s → %s", async (query, name) => {
		const found = await createToolbox(() => all).find(query, 3);
		expect(names(found)).toContain(name);
	});

	test("nothing in common finds nothing", async () => {
		expect(await createToolbox(() => all).find("zzzz qqqq", 5)).toEqual([]);
	});
});
