// Queries of a table in a file, and the sentences about what they give.
import { pathFrom } from "../language/paths.js";
import { call, detailsOf, listOf, type Outcome, plural, type Step, step, textOf } from "../plan.js";

const functions: Readonly<Record<string, string>> = {
	average: "mean",
	mean: "mean",
	avg: "mean",
	median: "median",
	total: "sum",
	sum: "sum",
	maximum: "max",
	highest: "max",
	largest: "max",
	biggest: "max",
	max: "max",
	minimum: "min",
	lowest: "min",
	smallest: "min",
	min: "min",
};
export const columnOf = (text: string): string => (/^\w+$/.test(text) ? text : `\`${text}\``);

const maxRows = 15;

export const rowsOf = (outcome: Outcome | undefined): readonly (readonly string[])[] => {
	const rows = detailsOf(outcome).rows;
	return Array.isArray(rows)
		? rows.map((row) => (Array.isArray(row) ? row.map((cell) => textOf(cell)) : [textOf(row)]))
		: [];
};

const columnsOf = (outcome: Outcome | undefined): readonly string[] =>
	[detailsOf(outcome).columns ?? []].flat().map((name) => textOf(name as string));

const rounded = (text: string): string =>
	/^-?\d+\.\d{5,}$/.test(text) ? String(Number(Number(text).toFixed(4))) : text;

export const grouped =
	(what: string) =>
	([outcome]: readonly Outcome[]): string => {
		const rows = rowsOf(outcome);
		const told = rows.slice(0, maxRows).map((row) => `${row.slice(0, -1).join(", ")}: ${rounded(row.at(-1) ?? "")}`);
		return rows.length === 0
			? "There are no rows."
			: `${what}: ${told.join("; ")}${rows.length > maxRows ? "; …" : ""}.`;
	};

export const listed = ([outcome]: readonly Outcome[]): string => {
	const [rows, columns] = [rowsOf(outcome), columnsOf(outcome)];
	const total = Number(detailsOf(outcome).total);
	if (rows.length === 0) return "No row fits.";
	const shown = rows.slice(0, maxRows).map((row) => row.map(rounded).join(", "));
	const more = total > shown.length ? [`… ${total - shown.length} more`] : [];
	return [`${plural(total, "row")} (${columns.join(", ")}):`, ...shown, ...more].join("\n");
};

export const query = (
	slot: string,
	input: Readonly<Record<string, string | number | boolean>>,
	answer: (outcomes: readonly Outcome[]) => string,
): Step | undefined => {
	const path = pathFrom(slot);
	return path === undefined ? undefined : step(call("query_data", { path, ...input }), answer);
};

export const measureOf = (slot: string, name: string, value: string, where?: string): Step | undefined => {
	const aggregate = `${functions[name.toLowerCase()] ?? name}(${columnOf(value)})`;
	return query(slot, { aggregate, ...(where === undefined ? {} : { where }) }, ([outcome]) => {
		const cell = rowsOf(outcome)[0]?.at(-1);
		return cell === undefined ? "There are no rows." : `The ${name.toLowerCase()} ${value} is ${rounded(cell)}.`;
	});
};

export const measureBy = (slot: string, name: string, value: string, group: string): Step | undefined =>
	query(
		slot,
		{ group_by: columnOf(group), aggregate: `${functions[name.toLowerCase()] ?? name}(${columnOf(value)})` },
		grouped(`${name.charAt(0).toUpperCase()}${name.slice(1).toLowerCase()} ${value} by ${group}`),
	);

const comparison =
	"(not|greater than|more than|larger than|bigger than|higher than|over|above|at least|less than|smaller than|lower than|under|below|at most|>=|<=|!=|==|=|>|<|contains?|containing|starts? with|starting with|ends? with|ending with)";
const conditionForm = new RegExp(
	`^(?:the |an? )?[\`"']?(\\w+(?: \\w+)??)[\`"']?(?: (?:is|are|was|has|equals?)(?: ${comparison})?| ?${comparison}) ?(?:the value )?["'\`]?([^"'\`]+?)["'\`]?$`,
	"i",
);

/** "country is France", "price over 10" as an expression of query_data. */
export function condition(text: string): string | undefined {
	const found = conditionForm.exec(text.trim());
	if (found === null) return undefined;
	const [, name = "", second, first, raw = ""] = found;
	const how = second ?? first ?? "=";
	const lower = how.toLowerCase();
	const value = /^-?\d+(?:\.\d+)?$/.test(raw) ? raw : `'${raw.replaceAll("'", "''")}'`;
	const sign = /greater|more|larger|bigger|higher|over|above/.test(lower)
		? ">"
		: /at least/.test(lower)
			? ">="
			: /less|smaller|lower|under|below/.test(lower)
				? "<"
				: /at most/.test(lower)
					? "<="
					: /contain/.test(lower)
						? "contains"
						: /start/.test(lower)
							? "starts with"
							: /end/.test(lower)
								? "ends with"
								: lower === "not"
									? "!="
									: lower === "=="
										? "="
										: lower;
	return `${columnOf(name)} ${sign} ${value}`;
}

export const rowsWhere = (slot: string, text: string): Step | undefined => {
	const filter = condition(text);
	return filter === undefined ? undefined : query(slot, { where: filter }, listed);
};

export const describe = (slot: string, isNames: boolean): Step | undefined => {
	const path = pathFrom(slot);
	if (path === undefined) return undefined;
	return step(call("describe_data", { path }), ([outcome]) => {
		const details = detailsOf(outcome);
		const columns = listOf(details.columns);
		const head = `${path} has ${plural(columns.length, "column")}`;
		if (isNames)
			return `${head}: ${columns.map((entry) => `${textOf(entry.name)} (${textOf(entry.type)})`).join(", ")}.`;
		const rows = columns.map((entry) => {
			const range = textOf(entry.min) === "" ? "" : `, ${textOf(entry.min)} to ${textOf(entry.max)}`;
			const mean = typeof entry.mean === "number" ? `, mean ${rounded(String(entry.mean))}` : "";
			const gaps = Number(entry.missing) > 0 ? `, ${textOf(entry.missing)} missing` : "";
			return `${textOf(entry.name)}: ${textOf(entry.type)}${range}${mean}, ${textOf(entry.distinct)} different${gaps}`;
		});
		return [`${head} and ${plural(Number(details.rows), "row")}:`, ...rows].join("\n");
	});
};
