// A chart in characters: bars where each label has its row, one line of small columns where there are too many.
import { padText, textWidth, truncateText } from "./text-width.js";

export interface ChartData {
	readonly unit?: string | undefined;
	readonly labels: readonly string[];
	readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** Most labels that get a row of their own. */
const maxBars = 40;
const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const columns = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const leastBar = 8;

/** Lines of at most `width` columns, without the title. Values that are no finite numbers have no bar. */
export const chartText = (chart: ChartData, width: number): readonly string[] =>
	chart.labels.length > maxBars || chart.series.length > 4 ? sparkRows(chart, width) : barRows(chart, width);

const barRows = ({ labels, series, unit }: ChartData, width: number): readonly string[] => {
	const figures = series.map(({ values }) => values.map((value) => figure(value, unit)));
	const figureWidth = Math.max(0, ...figures.flat().map(textWidth));
	const names = series.length > 1 ? series.map(({ name }) => name) : [""];
	const nameWidth = Math.min(16, Math.max(...names.map(textWidth)));
	const labelWidth = Math.min(
		Math.max(4, Math.floor(width / 3)),
		labels.reduce((most, label) => Math.max(most, textWidth(label)), 0),
	);
	const taken = labelWidth + (nameWidth === 0 ? 0 : nameWidth + 1) + figureWidth + 2;
	const room = Math.max(leastBar, width - taken);
	const most = Math.max(0, ...series.flatMap(({ values }) => values.filter(Number.isFinite).map(Math.abs)));
	return labels.flatMap((label, row) =>
		series.map(({ values }, index) => {
			const name = nameWidth === 0 ? "" : `${padText(names[index] ?? "", nameWidth)} `;
			const value = values[row] ?? Number.NaN;
			const bar = bar8(most === 0 || !Number.isFinite(value) ? 0 : Math.abs(value) / most, room);
			const line = `${padText(index === 0 ? label : "", labelWidth)} ${name}${bar} ${figures[index]?.[row] ?? ""}`;
			return truncateText(line.trimEnd(), width);
		}),
	);
};

const sparkRows = ({ labels, series, unit }: ChartData, width: number): readonly string[] => {
	const nameWidth = Math.min(20, Math.max(0, ...series.map(({ name }) => textWidth(name))));
	return [
		...series.map(({ name, values }) => {
			const known = values.filter(Number.isFinite);
			const [low, high] = [Math.min(...known), Math.max(...known)];
			const range = known.length === 0 ? "" : `${figure(low, unit)} to ${figure(high, unit)}`;
			const room = Math.max(leastBar, width - nameWidth - textWidth(range) - 2);
			const line = squeeze(values, room)
				.map((value) => (Number.isFinite(value) ? column(high === low ? 0.5 : (value - low) / (high - low)) : " "))
				.join("");
			return truncateText(`${padText(name, nameWidth)} ${line} ${range}`.trimEnd(), width);
		}),
		truncateText(`${labels[0] ?? ""} … ${labels.at(-1) ?? ""}`, width),
	];
};

/** At most `count` values, each the mean of its share. */
const squeeze = (values: readonly number[], count: number): readonly number[] => {
	if (values.length <= count) return values;
	return Array.from({ length: count }, (_, index) => {
		const from = Math.floor((index * values.length) / count);
		const part = values.slice(from, Math.floor(((index + 1) * values.length) / count)).filter(Number.isFinite);
		return part.reduce((sum, value) => sum + value, 0) / part.length;
	});
};

const column = (share: number): string => columns[Math.min(7, Math.floor(share * 8))] ?? "";

const bar8 = (share: number, cells: number): string => {
	const parts = Math.round(share * cells * 8);
	return "█".repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? "");
};

const figure = (value: number, unit: string | undefined): string => {
	if (!Number.isFinite(value)) return "n/a";
	const text = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
	return unit === undefined ? text : `${text} ${unit}`;
};
