// mathjs twice: over exact fractions, and over decimals of high precision. Functions that could produce something
// huge are replaced by bounded ones, and only names listed in `allowed.ts` are ever looked up (SECURITY D16).
import { all, type BigNumber, create, type Fraction, type MathJsInstance } from "mathjs";
import {
	bitLength,
	divisors,
	exactRoot,
	factorial,
	fallingProduct,
	fibonacci,
	isPrime,
	maxBits,
	primeFactors,
	TooLarge,
} from "./integers.ts";

/** The exact pass meets something that has no exact value. The decimal pass takes over. */
export class NotExact extends Error {}

export interface Engine {
	readonly math: MathJsInstance;
	/** The value as an integer, or undefined when it is none. */
	toInteger(value: unknown): bigint | undefined;
}

type Callable = (...values: never[]) => unknown;

const maxElements = 10_000;

const replace = (math: MathJsInstance, functions: Readonly<Record<string, Callable>>) =>
	math.import(functions as never, { override: true });

/** The function `name` of mathjs with some of its signatures replaced. */
const withSignatures = (
	math: MathJsInstance,
	name: string,
	signatures: Readonly<Record<string, Callable>>,
): Callable => {
	const existing = (math as unknown as Record<string, { signatures: Record<string, Callable> }>)[name];
	return math.typed(name, { ...existing?.signatures, ...signatures } as never) as Callable;
};

/** Functions over integers of any size; `make` turns a bigint into the engine's number. */
const integerFunctions = (engine: Engine, make: (value: bigint) => unknown): Readonly<Record<string, Callable>> => {
	const integer = (value: unknown, what: string): bigint => {
		const found = engine.toInteger(value);
		if (found === undefined) throw new Error(`${what} needs whole numbers`);
		return found;
	};
	const positive = (value: unknown, what: string): bigint => {
		const found = integer(value, what);
		if (found < 1n) throw new Error(`${what} needs a positive whole number`);
		return found;
	};
	const inBase = (base: number, prefix: string) => (value: unknown) => {
		const number = integer(value, "A change of base");
		return `${number < 0n ? "-" : ""}${prefix}${(number < 0n ? -number : number).toString(base)}`;
	};
	const checkBase = (base: unknown): number => {
		const number = Number(integer(base, "A base"));
		if (number < 2 || number > 36) throw new Error("A base is a whole number from 2 to 36");
		return number;
	};
	const size = (values: readonly unknown[]): readonly number[] => {
		const sizes = values.flat().map((value) => Number(positive(value, "A size")));
		if (sizes.reduce((product, next) => product * next, 1) > maxElements) {
			throw new Error(`A matrix may have at most ${maxElements} elements here`);
		}
		return sizes;
	};
	const filled = (
		sizes: readonly number[],
		element: (path: readonly number[]) => unknown,
		path: readonly number[] = [],
	): unknown => {
		const [first, ...rest] = sizes;
		if (first === undefined) return element(path);
		return Array.from({ length: first }, (_, index) => filled(rest, element, [...path, index]));
	};
	const filledWith =
		(value: bigint) =>
		(...sizes: unknown[]) =>
			filled(size(sizes), () => make(value));
	const factorPowers = (value: bigint): string => {
		const counts = new Map<bigint, number>();
		for (const prime of primeFactors(value)) counts.set(prime, (counts.get(prime) ?? 0) + 1);
		return [...counts].map(([prime, count]) => (count === 1 ? `${prime}` : `${prime}^${count}`)).join(" * ");
	};
	return {
		factorial: (value: unknown) => make(factorial(integer(value, "A factorial"))),
		combinations: (n: unknown, k: unknown) => {
			const [all, taken] = [integer(n, "Combinations"), integer(k, "Combinations")];
			const fewer = taken * 2n > all ? all - taken : taken;
			const ways = fallingProduct(all, fewer);
			return make(ways === 0n ? 0n : ways / factorial(fewer));
		},
		permutations: (n: unknown, k: unknown = n) =>
			make(fallingProduct(integer(n, "Permutations"), integer(k, "Permutations"))),
		fibonacci: (n: unknown) => make(fibonacci(integer(n, "Fibonacci"))),
		isPrime: (value: unknown) => isPrime(integer(value, "A test for primes")),
		primeFactors: (value: unknown) => {
			const number = integer(value, "Prime factors");
			if (number < 2n) throw new Error("Prime factors need a whole number above 1");
			return factorPowers(number);
		},
		divisors: (value: unknown) => divisors(positive(value, "Divisors")).map(make),
		nextPrime: (value: unknown) => {
			let candidate = integer(value, "The next prime") + 1n;
			while (!isPrime(candidate)) candidate++;
			return make(candidate);
		},
		previousPrime: (value: unknown) => {
			let candidate = integer(value, "The previous prime") - 1n;
			while (candidate > 1n && !isPrime(candidate)) candidate--;
			if (candidate < 2n) throw new Error("There is no prime below 2");
			return make(candidate);
		},
		nthPrime: (value: unknown) => {
			const index = positive(value, "The nth prime");
			if (index > 20_000n) throw new Error("Primes are counted here up to the 20000th");
			let candidate = 1n;
			for (let found = 0n; found < index; ) if (isPrime(++candidate)) found++;
			return make(candidate);
		},
		primes: (...limits: unknown[]) => {
			const [low, high] = limits.length > 1 ? [limits[0], limits[1]] : [undefined, limits[0]];
			const last = integer(high, "A list of primes");
			const found: bigint[] = [];
			const first = low === undefined ? 2n : integer(low, "A list of primes");
			if (last - first > 100_000n) throw new Error("A list of primes may span at most 100000 here");
			for (let candidate = first; candidate <= last; candidate++) if (isPrime(candidate)) found.push(candidate);
			return found.map(make);
		},
		digitSum: (value: unknown) =>
			make(
				[...integer(value, "A sum of digits").toString().replace("-", "")].reduce(
					(sum, digit) => sum + BigInt(digit),
					0n,
				),
			),
		hex: inBase(16, "0x"),
		bin: inBase(2, "0b"),
		oct: inBase(8, "0o"),
		toBase: (value: unknown, base: unknown) => inBase(checkBase(base), "")(value),
		fromBase: (text: unknown, base: unknown) => {
			const radix = checkBase(base);
			let result = 0n;
			for (const digit of String(text)
				.toLowerCase()
				.replace(/^0[xbo]/, "")) {
				const value = Number.parseInt(digit, radix);
				if (Number.isNaN(value)) throw new Error(`"${digit}" is no digit in base ${radix}`);
				result = result * BigInt(radix) + BigInt(value);
			}
			return make(result);
		},
		ones: filledWith(1n),
		zeros: filledWith(0n),
		identity: (n: unknown) => filled(size([n, n]), ([row, column]) => make(row === column ? 1n : 0n)),
	} as Readonly<Record<string, Callable>>;
};

const powerBits = (base: Fraction, exponent: bigint): number =>
	Math.max(bitLength(base.n), bitLength(base.d)) * Number(exponent < 0n ? -exponent : exponent);

/** Over exact fractions of integers of any size. Throws NotExact (or a mathjs TypeError) where there is no exact value. */
export function createExactEngine(): Engine {
	const math = create(all ?? {}, { number: "Fraction", matrix: "Array" });
	const fraction = (value: bigint, divisor = 1n): Fraction =>
		math.fraction(value as never, divisor as never) as Fraction;
	const isFraction = (value: unknown): value is Fraction => math.typeOf(value) === "Fraction";
	const signed = (value: Fraction): bigint => value.s * value.n;
	const root = (value: Fraction, degree: bigint): Fraction => {
		const [top, bottom] = [exactRoot(signed(value), degree), exactRoot(value.d, degree)];
		if (top === undefined || bottom === undefined) throw new NotExact();
		return fraction(top, bottom);
	};
	const power = (base: Fraction, exponent: Fraction): Fraction => {
		if (exponent.d !== 1n) return power(root(base, exponent.d), fraction(signed(exponent)));
		const times = signed(exponent);
		if (base.n === 0n && times < 0n) throw new Error("It divides by zero");
		if (base.d === 1n && base.n === 1n) return fraction(times % 2n === 0n ? 1n : base.s);
		if (powerBits(base, times) > maxBits * 2) throw new TooLarge(times < 0n ? "The fraction" : "The power");
		const [top, bottom] = times < 0n ? [base.d * base.s, base.n] : [signed(base), base.d];
		const count = times < 0n ? -times : times;
		return fraction(top ** count, bottom ** count);
	};
	const engine: Engine = {
		math,
		toInteger: (value) => (isFraction(value) && value.d === 1n ? signed(value) : undefined),
	};
	const round = (value: Fraction, places: Fraction = fraction(0n)): Fraction => {
		const scale = 10n ** BigInt(Math.min(1000, Math.abs(Number(places.valueOf()))));
		const [top, bottom] = Number(places.valueOf()) < 0 ? [value.n, value.d * scale] : [value.n * scale, value.d];
		// Halves away from zero, as taught in school.
		const rounded = value.s * ((2n * top + bottom) / (2n * bottom));
		return Number(places.valueOf()) < 0 ? fraction(rounded * scale) : fraction(rounded, scale);
	};
	replace(math, {
		...integerFunctions(engine, fraction),
		sqrt: withSignatures(math, "sqrt", { Fraction: (value: Fraction) => root(value, 2n) }),
		cbrt: withSignatures(math, "cbrt", { Fraction: (value: Fraction) => root(value, 3n) }),
		nthRoot: withSignatures(math, "nthRoot", {
			Fraction: (value: Fraction) => root(value, 2n),
			"Fraction,Fraction": (value: Fraction, degree: Fraction) => root(value, engine.toInteger(degree) ?? 0n),
		}),
		pow: withSignatures(math, "pow", { "Fraction,Fraction": power }),
		round: withSignatures(math, "round", { Fraction: round, "Fraction,Fraction": round }),
	});
	return engine;
}

/** Over decimals of 64 digits, or as many as are asked for. */
export function createDecimalEngine(): Engine {
	const math = create(all ?? {}, { number: "BigNumber", precision: 64, matrix: "Array" });
	const isBig = (value: unknown): value is BigNumber => math.typeOf(value) === "BigNumber";
	const engine: Engine = {
		math,
		toInteger: (value) => {
			if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
			if (!isBig(value) || !value.isFinite()) return undefined;
			const tidy = value.toSignificantDigits(50);
			return tidy.isInteger() && tidy.abs().lt("1e60000") ? BigInt(tidy.toFixed()) : undefined;
		},
	};
	replace(math, {
		...integerFunctions(engine, (value) => math.bignumber(value.toString())),
		eigenvalues: (matrix: unknown) => math.eigs(math.number(matrix as never) as never).values,
	} as Readonly<Record<string, Callable>>);
	return engine;
}
