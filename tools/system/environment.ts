import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";
import { plural } from "../../src/lib/plural.js";
import { isSecretVariable } from "../../src/lib/secret-names.js";

const hiddenValue = "[hidden]";
const maxShown = 100;

/** The variables that nexus was started with. Commands get fewer: those on a list without secrets. */
export const environmentTool = defineTool({
	name: "environment",
	category: "system",
	description: "Environment variables; values that look secret are hidden.",
	effects: ["read"],
	keywords: ["env", "variable", "printenv", "PATH", "set", "export"],
	input: z.object({ filter: z.string().optional().describe("Part of the name") }),
	output: z.object({ variables: z.record(z.string(), z.string()), hidden: z.array(z.string()) }),
	title: ({ filter }) => filter ?? "all",
	async run({ filter }, { system }) {
		const wanted = filter?.toLowerCase() ?? "";
		const found = Object.entries(system.environment())
			.filter(([name]) => name.toLowerCase().includes(wanted))
			.toSorted(([a], [b]) => (a < b ? -1 : 1));
		const shown = found.map(([name, value]) => [name, isSecretVariable(name, value) ? hiddenValue : value] as const);
		const hidden = shown.flatMap(([name, value]) => (value === hiddenValue ? [name] : []));
		return {
			content:
				found.length === 0
					? `No variable${filter === undefined ? " is set" : ` has "${filter}" in its name`}.`
					: shown.map(([name, value]) => `${name}=${value}`).join("\n"),
			details: { variables: Object.fromEntries(shown), hidden },
			summary: `${plural(found.length, "variable")}${hidden.length === 0 ? "" : `, ${hidden.length} hidden`}`,
			view: {
				kind: "table",
				columns: ["Name", "Value"],
				rows: shown.map(([name, value]) => [name, value.length > maxShown ? `${value.slice(0, maxShown)}…` : value]),
			},
		};
	},
});
