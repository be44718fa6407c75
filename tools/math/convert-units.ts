import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { nearest } from "../../src/lib/nearest.js";
import { convertUnits, findUnitPair, findUnits, unitNames } from "../../src/lib/units.js";

const decimal = z.object({ result: z.string() });

/** What to say about a unit that nobody knows, with the nearest names. */
const unknownUnit = (text: string, cause?: unknown): NexusError => {
	const close = nearest(text.toLowerCase(), unitNames(), 3);
	return new NexusError("units.unknown", `"${text}" is no unit that is known here`, {
		hint: close.length > 0 ? `Nearest: ${close.join(", ")}.` : "Use names such as km, miles, kg, celsius, GiB.",
		cause,
	});
};

/**
 * From one unit to another of the same kind. `exact` tells whether `result` has all its digits. Throws NexusError
 * `units.unknown`, `units.mismatch` or `units.invalid`.
 */
export const convertUnitsTool = defineTool({
	name: "convert_units",
	category: "math",
	description:
		"Convert between units of length, mass, temperature, data, time, speed, volume, area, energy, power, pressure, angle, fuel economy, or compound units such as kg*m/s^2.",
	keywords: ["celsius", "fahrenheit", "miles", "kilometres", "pounds", "litres", "bytes", "measure"],
	effects: [],
	isPure: true,
	input: z.object({
		value: z.union([z.number(), z.string()]).describe("how much, e.g. 12.5"),
		from: z.string().min(1).max(100).describe("unit, e.g. km, fahrenheit, MiB"),
		to: z.string().min(1).max(100).describe("unit"),
	}),
	output: z.object({
		value: z.string(),
		from: z.string(),
		to: z.string(),
		result: z.string(),
		exact: z.boolean(),
	}),
	title: ({ value, from, to }) => `${value} ${from} in ${to}`,
	async run({ value, from, to }, { workers, signal }) {
		const text = String(value).trim();
		if (!/^[+-]?[\d,]*\.?\d*(?:e[+-]?\d+)?(?:\/\d+)?$/i.test(text) || !/\d/.test(text) || text.length > 100) {
			throw new NexusError("units.invalid", `"${text.slice(0, 40)}" is no number`, {
				hint: "Give the amount as a number.",
			});
		}
		const pair = findUnitPair(from, to);
		if (pair !== undefined) {
			const [source, target] = pair;
			const { text: result, exact } = convertUnits(text, source, target);
			const details = { value: text, from: source.symbol, to: target.symbol, result, exact };
			return {
				content: `${text} ${source.symbol} = ${result} ${target.symbol}`,
				details,
				summary: `${result} ${target.symbol}`,
			};
		}
		const [source, target] = [findUnits(from)[0], findUnits(to)[0]];
		if (source !== undefined && target !== undefined) {
			throw new NexusError(
				"units.mismatch",
				`${source.name} is a unit of ${source.dimension}, ${target.name} of ${target.dimension}`,
				{
					hint: "Choose two units of the same kind.",
				},
			);
		}
		const { result } = await workers
			.run(
				"math",
				{ kind: "convert", value: text.replaceAll(",", ""), from, to },
				{ timeoutMs: 1500, memoryMb: 192, signal },
			)
			.then((found) => decimal.parse(found))
			.catch((error: unknown) => {
				if (!(error instanceof NexusError) || error.code !== "worker.failed") throw error;
				if (source === undefined && target !== undefined) throw unknownUnit(from, error);
				if (source !== undefined && target === undefined) throw unknownUnit(to, error);
				if (/do not match|units/i.test(error.message) && !/no unit/.test(error.message)) {
					throw new NexusError("units.mismatch", `${from} and ${to} measure different things`, { cause: error });
				}
				throw unknownUnit(from, error);
			});
		const details = { value: text, from, to, result, exact: false };
		return { content: `${text} ${from} = ${result} ${to}`, details, summary: `${result} ${to}` };
	},
});
