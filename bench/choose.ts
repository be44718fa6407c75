// Which parts of the benchmark to run: all, or those that --only asks for, with the floors of their rows.
import { budgets } from "./budgets.js";
import type { Part, Suite } from "./suite.js";

/**
 * @param wanted names of suites, ids of rows, or beginnings of ids up to a dot; undefined for everything
 * @throws Error for a name that is none of these
 */
export const chooseParts = (suites: readonly Suite[], wanted: readonly string[] | undefined): readonly Part[] => {
	const all = suites.flatMap((suite) => suite.parts);
	if (wanted === undefined) return all;
	const rows = wanted.flatMap((name) => rowsOf(name, suites));
	const floors = budgets.flatMap((budget) =>
		rows.includes(budget.id) && budget.floor !== undefined ? [budget.floor.id] : [],
	);
	return all.filter(
		(part) =>
			part.rows.some((row) => rows.includes(row)) || (part.floors ?? []).some((floor) => floors.includes(floor)),
	);
};

const rowsOf = (name: string, suites: readonly Suite[]): readonly string[] => {
	const suite = suites.find((each) => each.name === name);
	if (suite !== undefined) return suite.parts.flatMap((part) => part.rows);
	const all = suites.flatMap((each) => each.parts.flatMap((part) => part.rows));
	const found = all.filter((row) => row === name || row.startsWith(`${name}.`));
	if (found.length > 0) return found;
	const suiteNames = suites.map((each) => each.name);
	throw new Error(`there is no ${name}; there are ${suiteNames.join(", ")}, and the rows ${all.join(", ")}`);
};
