// Real roots of anything by looking for changes of sign.
import type { MathJsInstance } from "mathjs";

/** Looked through from minus this to this. */
export const searchedRange = 100;
const steps = 20_000;

export type RealFunction = (x: number) => number;

/** The expression as a function of one unknown; NaN where it is not a real number. `math` is that of plain numbers. */
export function realFunction(math: MathJsInstance, text: string, unknown: string): RealFunction {
	const compiled = math.parse(text).compile();
	return (x) => {
		try {
			const value: unknown = compiled.evaluate({ [unknown]: x });
			return typeof value === "number" ? value : Number.NaN;
		} catch {
			return Number.NaN;
		}
	};
}

/** The zero between two points of opposite sign (bisection); undefined when it is a pole. */
function zeroBetween(f: RealFunction, from: number, to: number): number | undefined {
	let [low, high] = [from, to];
	const rising = f(low) < 0;
	for (let round = 0; round < 200 && high - low > 1e-16 * Math.max(1, Math.abs(low)); round++) {
		const middle = (low + high) / 2;
		if (middle === low || middle === high) break;
		const value = f(middle);
		if (value === 0) return middle;
		if (Number.isNaN(value)) return undefined;
		if (value < 0 === rising) low = middle;
		else high = middle;
	}
	const best = Math.abs(f(low)) < Math.abs(f(high)) ? low : high;
	return Math.abs(f(best)) < 1e-6 * (1 + Math.max(Math.abs(f(from)), Math.abs(f(to)))) ? best : undefined;
}

/** Where the size of `f` is smallest between two points (golden section): a root that only touches. */
function touchBetween(f: RealFunction, from: number, to: number): number | undefined {
	const ratio = (Math.sqrt(5) - 1) / 2;
	let [low, high] = [from, to];
	for (let round = 0; round < 100; round++) {
		const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
		if (Math.abs(f(left)) < Math.abs(f(right))) high = right;
		else low = left;
	}
	const middle = (low + high) / 2;
	return Math.abs(f(middle)) < 1e-13 ? middle : undefined;
}

const tidy = (root: number): number => (Math.abs(root - Math.round(root)) < 1e-9 ? Math.round(root) : root);

/** Each root once, in order. */
export function findRoots(f: RealFunction, range = searchedRange): readonly number[] {
	const found: number[] = [];
	const note = (root: number | undefined): void => {
		if (root === undefined) return;
		const exact = f(tidy(root)) === 0 || Math.abs(f(tidy(root))) <= Math.abs(f(root)) ? tidy(root) : root;
		if (!found.some((known) => Math.abs(known - exact) < 1e-7 * (1 + Math.abs(exact)))) found.push(exact);
	};
	const at = (index: number): number => -range + (2 * range * index) / steps;
	let [before, last] = [f(at(-1)), f(at(0))];
	for (let index = 0; index < steps; index++) {
		const next = f(at(index + 1));
		if (last === 0) note(at(index));
		else if (last * next < 0) note(zeroBetween(f, at(index), at(index + 1)));
		else if (Math.abs(last) < Math.abs(before) && Math.abs(last) <= Math.abs(next) && Math.abs(last) < 1e-3)
			note(touchBetween(f, at(index - 1), at(index + 1)));
		[before, last] = [last, next];
	}
	if (last === 0) note(at(steps));
	return found.sort((a, b) => a - b);
}
