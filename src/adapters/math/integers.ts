// Number theory over integers of any size (bigint).

/** Results past this many bits are refused: about 60,000 decimal digits. */
export const maxBits = 200_000;

export class TooLarge extends Error {
	constructor(what: string) {
		super(`${what} is too large to write out (more than 60000 digits)`);
	}
}

/** Upper bound of the bits of `value`. */
export const bitLength = (value: bigint): number => {
	const hex = (value < 0n ? -value : value).toString(16);
	return hex.length * 4;
};

export const gcd = (a: bigint, b: bigint): bigint => {
	let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
	while (y !== 0n) [x, y] = [y, x % y];
	return x;
};

/** Integer part of the `degree`-th root of a non-negative integer, by Newton's method. */
export const integerRoot = (value: bigint, degree: bigint): bigint => {
	if (value < 2n) return value;
	const bits = BigInt(bitLength(value));
	let guess = 1n << (bits / degree + 1n);
	for (;;) {
		const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree;
		if (next >= guess) return guess;
		guess = next;
	}
};

/** The exact root, or undefined when there is none among the integers. */
export const exactRoot = (value: bigint, degree: bigint): bigint | undefined => {
	if (degree < 1n || degree > 10_000n) return undefined;
	if (value < 0n) {
		if (degree % 2n === 0n) return undefined;
		const root = exactRoot(-value, degree);
		return root === undefined ? undefined : -root;
	}
	const root = integerRoot(value, degree);
	return root ** degree === value ? root : undefined;
};

const powerModulo = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
	let [result, factor, left] = [1n, base % modulus, exponent];
	while (left > 0n) {
		if (left & 1n) result = (result * factor) % modulus;
		factor = (factor * factor) % modulus;
		left >>= 1n;
	}
	return result;
};

const smallPrimes = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n];

/**
 * Miller-Rabin with the first 13 primes as bases: proven right below 3.3e24 (Sorenson and Webster, "Strong
 * pseudoprimes to twelve prime bases", 2015), and no composite is known to pass above.
 */
export const isPrime = (value: bigint): boolean => {
	if (value < 2n) return false;
	for (const prime of smallPrimes) if (value % prime === 0n) return value === prime;
	let [odd, twos] = [value - 1n, 0];
	while (odd % 2n === 0n) [odd, twos] = [odd / 2n, twos + 1];
	return smallPrimes.every((base) => {
		let power = powerModulo(base, odd, value);
		if (power === 1n || power === value - 1n) return true;
		for (let round = 1; round < twos; round++) {
			power = (power * power) % value;
			if (power === value - 1n) return true;
		}
		return false;
	});
};

/** A factor of a composite number (Pollard's rho, "A Monte Carlo method for factorization", 1975). */
const findFactor = (value: bigint): bigint => {
	for (let constant = 1n; ; constant++) {
		let [slow, fast, found] = [2n, 2n, 1n];
		while (found === 1n) {
			slow = (slow * slow + constant) % value;
			fast = (fast * fast + constant) % value;
			fast = (fast * fast + constant) % value;
			found = gcd(slow > fast ? slow - fast : fast - slow, value);
		}
		if (found !== value) return found;
	}
};

/** Prime factors with repeats, smallest first. Of an integer above 1. */
export const primeFactors = (value: bigint): readonly bigint[] => {
	const factors: bigint[] = [];
	let rest = value;
	for (let divisor = 2n; divisor < 2000n && divisor * divisor <= rest; divisor++) {
		while (rest % divisor === 0n) {
			factors.push(divisor);
			rest /= divisor;
		}
	}
	const split = (part: bigint): void => {
		if (part === 1n) return;
		if (isPrime(part)) {
			factors.push(part);
			return;
		}
		const factor = findFactor(part);
		split(factor);
		split(part / factor);
	};
	split(rest);
	return factors.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
};

/** All divisors of a positive integer, smallest first. */
export const divisors = (value: bigint): readonly bigint[] => {
	let found: readonly bigint[] = [1n];
	let [last, run] = [0n, [1n]];
	for (const prime of value === 1n ? [] : primeFactors(value)) {
		run = prime === last ? run.map((step) => step * prime) : found.map((divisor) => divisor * prime);
		found = [...found, ...run];
		last = prime;
		if (found.length > 20_000) throw new TooLarge("The list of divisors");
	}
	return [...found].sort((a, b) => (a < b ? -1 : 1));
};

export const factorial = (value: bigint): bigint => {
	if (value < 0n) throw new Error("The factorial of a negative number is not defined");
	if (value > 15_000n) throw new TooLarge(`${value}!`);
	let result = 1n;
	for (let factor = 2n; factor <= value; factor++) result *= factor;
	return result;
};

/** `value` (`value` - 1) … , `count` factors. */
export const fallingProduct = (value: bigint, count: bigint): bigint => {
	if (count < 0n || value < 0n || count > value) return 0n;
	if (count > 15_000n) throw new TooLarge("The number of ways");
	let result = 1n;
	for (let step = 0n; step < count; step++) {
		result *= value - step;
		if ((step & 255n) === 255n && bitLength(result) > maxBits) throw new TooLarge("The number of ways");
	}
	return result;
};

export const fibonacci = (index: bigint): bigint => {
	if (index < 0n) throw new Error("Fibonacci numbers are counted from 0");
	if (index > 250_000n) throw new TooLarge(`Fibonacci number ${index}`);
	let [current, next] = [0n, 1n];
	for (let step = 0n; step < index; step++) [current, next] = [next, current + next];
	return current;
};
