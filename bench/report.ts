// Figures become rows with a verdict, and rows a table.
import { type Budget, budgets } from "./budgets.js";
import type { Machine } from "./machine.js";
import type { Collected, Figure } from "./suite.js";

export interface Row {
	readonly id: string;
	readonly label: string;
	readonly unit: Budget["unit"];
	readonly must: number | null;
	readonly aim: number | null;
	readonly measured: number | null;
	readonly range: readonly [number, number] | null;
	readonly runs: number;
	readonly floor: number | null;
	/** Measured, must and aim as multiples of their floor: that of this run, and that of the machine they were set on. */
	readonly ratio: number | null;
	readonly mustRatio: number | null;
	readonly aimRatio: number | null;
	readonly verdict: "aim" | "must" | "missed" | "none";
	/** Why there is no figure. */
	readonly reason?: string;
}

export interface Report {
	readonly machine: Machine;
	readonly floors: Readonly<Record<string, Figure>>;
	readonly rows: readonly Row[];
}

export const createReport = (machine: Machine, collected: Collected): Report => ({
	machine,
	floors: Object.fromEntries(collected.floors),
	rows: budgets.map((budget) => row(budget, collected)),
});

const row = (budget: Budget, { measured, floors, reasons }: Collected): Row => {
	const figure = measured.get(budget.id);
	const floor = budget.floor === undefined ? undefined : floors.get(budget.floor.id);
	const ratios = ratiosOf(budget, figure, floor);
	const reason = reasons.get(budget.id);
	return {
		id: budget.id,
		label: budget.label,
		unit: budget.unit,
		must: budget.must ?? null,
		aim: budget.aim ?? null,
		measured: figure?.value ?? null,
		range: figure?.range ?? null,
		runs: figure?.runs ?? 0,
		floor: floor?.value ?? null,
		...ratios,
		verdict: figure === undefined ? "none" : verdict(budget, figure.value, ratios),
		...(figure === undefined ? { reason: reason ?? "not asked for" } : {}),
	};
};

type Ratios = Pick<Row, "ratio" | "mustRatio" | "aimRatio">;

const ratiosOf = (budget: Budget, figure: Figure | undefined, floor: Figure | undefined): Ratios => {
	if (budget.floor === undefined || figure === undefined || floor === undefined)
		return { ratio: null, mustRatio: null, aimRatio: null };
	const { reference } = budget.floor;
	return {
		ratio: figure.value / floor.value,
		mustRatio: budget.must === undefined ? null : budget.must / reference,
		aimRatio: budget.aim === undefined ? null : budget.aim / reference,
	};
};

/** By ratio where there is a floor; a figure that is reached in absolute terms is reached as well. */
const verdict = (budget: Budget, value: number, { ratio, mustRatio, aimRatio }: Ratios): Row["verdict"] => {
	const reaches = (figure: number, wanted: number) =>
		budget.isHigherBetter === true ? figure >= wanted : figure <= wanted;
	const reached = (absolute: number | undefined, relative: number | null) =>
		absolute !== undefined &&
		(reaches(value, absolute) || (ratio !== null && relative !== null && reaches(ratio, relative)));
	if (budget.must === undefined) return "none";
	if (reached(budget.aim, aimRatio)) return "aim";
	return reached(budget.must, mustRatio) ? "must" : "missed";
};

const words = { aim: "✓ aim", must: "✓ must", missed: "✗ missed", none: "" };
const headers = ["", "must", "aim", "measured", "floor", "ratio", "must ×", ""];

const cells = (each: Row): readonly string[] => [
	each.label,
	amount(each.must, each.unit),
	amount(each.aim, each.unit),
	each.measured === null ? `not measured: ${each.reason}` : amount(each.measured, each.unit),
	amount(each.floor, each.unit),
	each.ratio === null ? "" : `${short(each.ratio)}×`,
	each.mustRatio === null ? "" : `${short(each.mustRatio)}×`,
	words[each.verdict],
];

export const amount = (value: number | null, unit: Budget["unit"]): string =>
	value === null
		? ""
		: unit === "×"
			? `${short(value)}×`
			: unit === "count" || unit === "of 1"
				? short(value)
				: `${short(value)} ${unit}`;

const short = (value: number): string => {
	if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
	return String(Number(value.toPrecision(value < 10 ? 2 : 3)));
};

const machineLine = ({ machine }: Report): string =>
	`nexus ${machine.nexus} (${machine.commit}), ${machine.date}, Node ${machine.node}, ${machine.system}, ${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, load ${machine.loadAverage}`;

export const textTable = (report: Report): string => {
	const rows = [headers, ...report.rows.filter((each) => each.reason !== "not asked for").map(cells)];
	const widths = headers.map((_, column) =>
		Math.max(...rows.map((line) => (line[column]!.startsWith("not measured") ? 8 : line[column]!.length))),
	);
	const lines = rows.map((line) =>
		line
			.map((cell, column) =>
				column === 0 || column === 7 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
			)
			.join("  ")
			.trimEnd(),
	);
	return `${machineLine(report)}\n\n${lines.join("\n")}\n`;
};

export const markdownTable = (report: Report): string => {
	const lines = [
		headers,
		headers.map((_, column) => (column === 0 || column === 7 ? "---" : "---:")),
		...report.rows.map(cells),
	];
	const floors = Object.entries(report.floors).map(([id, figure]) => `${id} ${short(figure.value)}`);
	return `# How fast it is

Written by \`npm run bench -- --save\`. Medians on ${machineLine(report)}.

A row with a floor is judged by its ratio to the floor of the same run ("must ×" is what the ratio may be), since absolute
times drift from machine to machine. The unit is \`node -e 0\`; the other floors are the least that a script of node's can do
for the same job: a raw HTTP client, a raw terminal echo, one prepared SQLite insert.

${lines.map((line) => `| ${line.join(" | ")} |`).join("\n")}

Floors: ${floors.join(", ")}.
`;
};
