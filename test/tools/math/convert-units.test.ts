import { afterAll, describe, expect, test } from "vitest";
import { createNodeWorkers } from "../../../src/adapters/node-workers.js";
import { convertUnitsTool } from "../../../tools/math/convert-units.js";
import { pureToolContext, runTool } from "../../helpers/pure-tool-context.js";

const workers = createNodeWorkers();
afterAll(() => workers.close());
const convert = async (value: number | string, from: string, to: string) =>
	(await runTool(convertUnitsTool, { value, from, to }, pureToolContext({ workers }))).details;

describe("convert_units", () => {
	test.each([
		[5, "km", "miles", "3.106855961186670", false],
		[1, "mile", "km", "1.609344", true],
		[26.2, "miles", "kilometers", "42.1648128", true],
		[6, "feet", "cm", "182.88", true],
		[1, "inch", "mm", "25.4", true],
		[10, "kg", "pounds", "22.04622621848776", false],
		[150, "lbs", "kg", "68.0388555", true],
		[1, "stone", "kg", "6.35029318", true],
		[8, "ounces", "grams", "226.796185", true],
		[100, "celsius", "fahrenheit", "212", true],
		[-40, "F", "C", "-40", true],
		[72, "degrees fahrenheit", "celsius", "22.22222222222222", false],
		[0, "celsius", "kelvin", "273.15", true],
		[1, "GB", "MB", "1000", true],
		[1, "GiB", "MiB", "1024", true],
		[1, "byte", "bits", "8", true],
		[100, "Mbps", "MB/s", "12.5", true],
		[2, "hours", "seconds", "7200", true],
		[3, "weeks", "days", "21", true],
		[60, "mph", "km/h", "96.56064", true],
		[100, "kph", "mph", "62.13711922373340", false],
		[10, "knots", "km/h", "18.52", true],
		[2, "cups", "ml", "473.176473", true],
		[1, "gallon", "liters", "3.785411784", true],
		[3, "teaspoons", "tablespoon", "1", true],
		[1, "acre", "square meters", "4046.8564224", true],
		[30, "mpg", "l/100km", "7.840486111111111", false],
		[1, "kWh", "joules", "3600000", true],
		[1, "bar", "psi", "14.50377377302092", false],
		[180, "degrees", "radians", "3.141592653589793", false],
		["1,000", "m", "km", "1", true],
		["1/2", "inch", "cm", "1.27", true],
		[5, "kg*m/s^2", "N", "5", false],
	])("%s %s in %s is %s", async (value, from, to, result, exact) => {
		const details = (await convert(value, from, to)) as { result: string; exact: boolean };
		expect(Number(details.result)).toBeCloseTo(Number(result), 10);
		expect(details.exact).toBe(exact);
	});

	test("units that measure different things are refused, and both are named", async () => {
		await expect(convert(1, "km", "kg")).rejects.toMatchObject({
			code: "units.mismatch",
			message: expect.stringContaining("length"),
		});
	});

	test("an unknown unit gets the nearest names", async () => {
		await expect(convert(1, "kilometrs", "mile")).rejects.toMatchObject({
			code: "units.unknown",
			hint: expect.stringContaining("kilometr"),
		});
		await expect(convert(1, "xyzzy", "mile")).rejects.toMatchObject({ code: "units.unknown" });
	});

	test("what is no number is refused", async () => {
		await expect(convert("abc", "km", "mile")).rejects.toMatchObject({ code: "units.invalid" });
	});
});
