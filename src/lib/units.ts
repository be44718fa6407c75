// Names of units and exact conversion between them.
import { add, divide, multiply, parseRational, type Rational, toDecimal } from "./rational.js";
import { type Dimension, temperatureOffsets, unitLines } from "./units-table.js";

export interface Unit {
	/** As it is printed, e.g. `km/h`. */
	readonly symbol: string;
	/** The longest name, for sentences: `kilometre`. Symbols where there is no word. */
	readonly name: string;
	readonly dimension: Dimension;
	readonly factor: string;
}

interface Table {
	/** Exactly as written: `MB` is not `Mb`. */
	readonly exact: ReadonlyMap<string, readonly Unit[]>;
	/** In lower case. */
	readonly folded: ReadonlyMap<string, readonly Unit[]>;
}

const fold = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, " ").replace(/\.$/, "");

const plurals = (name: string): readonly string[] => {
	if (name.length < 3 || !/^[a-zé -]+$/i.test(name)) return [name];
	if (/ (per|of|an) /.test(name)) return [name, name.replace(/^(\w+?)s?\b/, "$1s")];
	return [name, `${name}s`, ...(/(?:ch|x)$/.test(name) ? [`${name}es`] : [])];
};

function buildTable(): Table {
	const exact = new Map<string, Unit[]>();
	const folded = new Map<string, Unit[]>();
	const put = (map: Map<string, Unit[]>, key: string, unit: Unit) => {
		const found = map.get(key);
		if (found === undefined) map.set(key, [unit]);
		else if (!found.includes(unit)) found.push(unit);
	};
	for (const [dimension, lines] of Object.entries(unitLines)) {
		for (const line of lines.split("\n")) {
			const [symbol = "", factor = "1", names = ""] = line.trim().split("|");
			const aliases = names.split(",");
			const name = aliases[0] !== undefined && /^[a-z -]{3,}$/.test(aliases[0]) ? aliases[0] : symbol;
			const unit: Unit = { symbol, name, dimension: dimension as Dimension, factor };
			put(exact, symbol, unit);
			for (const spelling of plurals(symbol)) put(folded, fold(spelling), unit);
			for (const alias of aliases) for (const spelling of plurals(alias)) put(folded, fold(spelling), unit);
		}
	}
	return { exact, folded };
}

const createLookup = (): (() => Table) => {
	let table: Table | undefined;
	return () => {
		table ??= buildTable();
		return table;
	};
};
const lookup = createLookup();

/** All units that `text` may mean, likeliest first: `kilo` is a length and a mass, `MB` only megabytes. */
export function findUnits(text: string): readonly Unit[] {
	const { exact, folded } = lookup();
	const trimmed = text.trim();
	const found =
		exact.get(trimmed) ?? folded.get(fold(trimmed)) ?? folded.get(fold(trimmed).replace(/^(?:the|a|an|of) /, ""));
	// "M" or "m" alone may be anything; only `m` is the metre.
	return trimmed === "M" || trimmed === "K" ? (exact.get(trimmed) ?? []) : (found ?? []);
}

/** The pair of meanings that measure the same thing. */
export function findUnitPair(from: string, to: string): readonly [Unit, Unit] | undefined {
	for (const source of findUnits(from)) {
		const target = findUnits(to).find((unit) => unit.dimension === source.dimension);
		if (target !== undefined) return [source, target];
	}
	return undefined;
}

/** Every name of every unit, for finding the nearest one to a typo. */
export const unitNames = (): readonly string[] => [...lookup().folded.keys()];

const inverseOf100 = parseRational("100");

function toBase(value: Rational, unit: Unit): Rational {
	const offset = temperatureOffsets[unit.symbol];
	if (offset !== undefined) return multiply(add(value, parseRational(offset)), parseRational(unit.factor));
	if (unit.symbol === "L/100km") return divide(inverseOf100, value);
	return multiply(value, parseRational(unit.factor));
}

function fromBase(value: Rational, unit: Unit): Rational {
	const offset = temperatureOffsets[unit.symbol];
	if (offset !== undefined) {
		const negative = parseRational(`-${offset}`);
		return add(divide(value, parseRational(unit.factor)), negative);
	}
	if (unit.symbol === "L/100km") return divide(inverseOf100, value);
	return divide(value, parseRational(unit.factor));
}

/** Units whose factor is itself measured or rounded, so that no result with them is exact. */
const isRounded = (unit: Unit): boolean => ["rad", "psi", "mach", "mpg", "slug", "inHg", "pc"].includes(unit.symbol);

/** `value` (a number as text) in the other unit, to `digits` significant digits. Throws RangeError on no number. */
export function convertUnits(
	value: string,
	from: Unit,
	to: Unit,
	digits = 16,
): { readonly text: string; readonly exact: boolean } {
	const result = toDecimal(fromBase(toBase(parseRational(value), from), to), digits);
	return { text: result.text, exact: result.exact && !isRounded(from) && !isRounded(to) };
}
