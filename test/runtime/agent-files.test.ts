import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agentTypes } from "../../src/contracts/agent.js";
import { parseAgent } from "../../src/runtime/agent-files.js";
import { createAgentCatalogue } from "../../src/runtime/agents.js";
import { root } from "../helpers/source-files.js";
import { tempDir } from "../helpers/temp-dir.js";

const file = { source: "user", path: "/x/a.md" } as const;
const agent = (head: string, body = "You are it.") => `---\n${head}\n---\n${body}\n`;

test.each([
	["words", "name: a\ndescription: Does it; well, (mostly).", { name: "a", description: "Does it; well, (mostly)." }],
	[
		"a list in one line",
		"name: a\ndescription: x\ntools: [read_file, find_files]",
		{ tools: ["read_file", "find_files"] },
	],
	["a list over lines", "name: a\ndescription: x\ntools:\n  - read_file", { tools: ["read_file"] }],
	["a map", "name: a\ndescription: x\nlimits: {turns: 3, minutes: 1.5}", { limits: { turns: 3, minutes: 1.5 } }],
	[
		"YAML that needs a parser",
		'name: a\ndescription: "a: b"\nbudget:\n  usd: 0.5',
		{ description: "a: b", budget: { usd: 0.5 } },
	],
])("front matter: %s", async (_, head, fields) => {
	expect(await parseAgent(agent(head), file)).toMatchObject({ ...fields, prompt: "You are it.", source: "user" });
});

test.each([
	["no front matter", "You are it.", /^line 1: it has no front matter/],
	[
		"a field that is none",
		agent("name: a\ndescription: x\ncolour: red"),
		/^line 4: there is no colour; there are name, type/,
	],
	["a wrong value", agent("name: a\ndescription: x\nlimits: {turns: 0}"), /^line 4: limits.turns: /],
	["a wrong name", agent("name: A B\ndescription: x"), /^line 2: name: lower-case/],
	["nothing said", agent("name: a"), /^line 2: description: /],
	["no YAML", agent("name: a\ndescription: [x"), /^line \d: /],
	["no prompt", agent("name: a\ndescription: x", "  "), /^line 5: there is no prompt/],
])("a wrong one says where: %s", async (_, text, message) => {
	await expect(parseAgent(text, file)).rejects.toThrow(message);
});

test("nexus brings one of each type, each with a description, capabilities and a prompt", async () => {
	const catalogue = createAgentCatalogue([{ path: join(root, "agents"), source: "built-in" }]);
	const agents = await catalogue.all();
	expect(catalogue.problems()).toEqual([]);
	expect([...new Set(agents.map((each) => each.type))].toSorted()).toEqual([...agentTypes].toSorted());
	for (const each of agents.filter(({ name }) => name !== "nexus")) {
		expect([each.name, each.capabilities.length > 3, each.prompt.length > 500]).toEqual([each.name, true, true]);
	}
});

test("a changed file is read again, a later folder wins, a broken file is named and the others work", async () => {
	const folder = tempDir();
	const [own, project] = [join(folder, "own"), join(folder, "project")];
	for (const path of [own, project]) mkdirSync(path);
	const write = (path: string, text: string, at: number) => {
		writeFileSync(path, text);
		utimesSync(path, at, at);
	};
	const catalogue = createAgentCatalogue([
		{ path: own, source: "user" },
		{ path: project, source: "project" },
		{ path: join(folder, "none"), source: "project" },
	]);
	expect(await catalogue.all()).toEqual([]);
	write(join(own, "a.md"), agent("name: a\ndescription: first"), 1000);
	write(join(own, "bad.md"), "nothing", 1000);
	expect((await catalogue.all()).map((each) => each.description)).toEqual(["first"]);
	expect(catalogue.problems()).toEqual([expect.stringContaining("bad.md: line 1: ")]);
	write(join(own, "a.md"), agent("name: a\ndescription: second"), 2000);
	expect((await catalogue.all()).map((each) => each.description)).toEqual(["second"]);
	write(join(project, "a.md"), agent("name: a\ndescription: theirs"), 1000);
	expect(await catalogue.all()).toMatchObject([{ description: "theirs", source: "project" }]);
	rmSync(join(project, "a.md"));
	rmSync(join(own, "bad.md"));
	expect(await catalogue.all()).toMatchObject([{ description: "second", source: "user" }]);
	expect(catalogue.problems()).toEqual([]);
});
