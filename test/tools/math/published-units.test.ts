// Factors as they are published. Exact ones: NIST Special Publication 811 (2008 edition), appendix B.8 (bold figures are
// exact there); astronomical: IAU 2012 resolution B2 and 2015 resolution B2; electronvolt: 26th CGPM (2018), SI brochure 9;
// horsepower, foot pound-force and millimetre of mercury
// by their definitions in the same appendix; binary multiples: IEC 80000-13:2008.
import { describe, expect, test } from "vitest";
import { convertUnits, findUnitPair } from "../../../src/lib/units.js";

const convert = (value: string, from: string, to: string) => {
	const pair = findUnitPair(from, to);
	if (pair === undefined) throw new Error(`${from} and ${to} do not fit`);
	return convertUnits(value, pair[0], pair[1], 20);
};

describe("exact by definition", () => {
	test.each([
		["inch", "m", "0.0254"],
		["foot", "m", "0.3048"],
		["yard", "m", "0.9144"],
		["mile", "m", "1609.344"],
		["nautical mile", "m", "1852"],
		["fathom", "m", "1.8288"],
		["furlong", "m", "201.168"],
		["angstrom", "m", "0.0000000001"],
		["au", "m", "149597870700"],
		["light year", "m", "9460730472580800"],
		["pound", "kg", "0.45359237"],
		["ounce", "kg", "0.028349523125"],
		["troy ounce", "kg", "0.0311034768"],
		["grain", "kg", "0.00006479891"],
		["carat", "kg", "0.0002"],
		["stone", "kg", "6.35029318"],
		["short ton", "kg", "907.18474"],
		["long ton", "kg", "1016.0469088"],
		["tonne", "kg", "1000"],
		["acre", "m2", "4046.8564224"],
		["hectare", "m2", "10000"],
		["square mile", "m2", "2589988.110336"],
		["square foot", "m2", "0.09290304"],
		["gallon", "L", "3.785411784"],
		["imperial gallon", "L", "4.54609"],
		["quart", "L", "0.946352946"],
		["pint", "L", "0.473176473"],
		["cup", "L", "0.2365882365"],
		["fluid ounce", "mL", "29.5735295625"],
		["tablespoon", "mL", "14.78676478125"],
		["teaspoon", "mL", "4.92892159375"],
		["barrel", "L", "158.987294928"],
		["cubic foot", "L", "28.316846592"],
		["cubic inch", "mL", "16.387064"],
		["mph", "m/s", "0.44704"],
		["foot per second", "m/s", "0.3048"],
		["calorie", "J", "4.184"],
		["kWh", "J", "3600000"],
		["erg", "J", "0.0000001"],
		["metric horsepower", "W", "735.49875"],
		["horsepower", "W", "745.69987158227022"],
		["BTU", "J", "1055.05585262"],
		["foot pound", "J", "1.3558179483314004"],
		["mmHg", "Pa", "133.322387415"],
		["eV", "J", "0.0000000000000000001602176634"],
		["atm", "Pa", "101325"],
		["bar", "Pa", "100000"],
		["kgf", "N", "9.80665"],
		["lbf", "N", "4.4482216152605"],
		["dyne", "N", "0.00001"],
		["KiB", "B", "1024"],
		["TiB", "B", "1099511627776"],
		["byte", "bit", "8"],
		["day", "s", "86400"],
		["turn", "deg", "360"],
		["gradian", "deg", "0.9"],
	])("1 %s is %s %s", (from, to, factor) => {
		const { text, exact } = convert("1", from, to);
		expect([text, exact]).toEqual([factor, true]);
	});

	test.each([
		["0", "°C", "°F", "32"],
		["100", "°C", "K", "373.15"],
		["-40", "°F", "°C", "-40"],
		["0", "K", "°F", "-459.67"],
		["491.67", "°R", "°C", "0"],
	])("%s %s in %s is %s", (value, from, to, result) => {
		expect(convert(value, from, to)).toEqual({ text: result, exact: true });
	});
});

describe("published rounded, and so never called exact", () => {
	test.each([
		["psi", "Pa", 6894.757293168361],
		["slug", "kg", 14.59390293720636],
		["rad", "deg", 57.29577951308232],
		["inHg", "Pa", 3386.389],
		["parsec", "m", 3.085677581491367e16],
	])("1 %s is about %s %s", (from, to, factor) => {
		const { text, exact } = convert("1", from, to);
		expect(Math.abs(Number(text) / factor - 1)).toBeLessThan(1e-9);
		expect(exact).toBe(false);
	});
});
