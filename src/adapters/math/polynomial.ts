// Polynomials in several unknowns with exact coefficients, out of parsed expressions.
import type { MathJsInstance, MathNode } from "mathjs";
import { isZero, minus, one, over, plus, type Ratio, ratio, times, zero } from "./ratio.ts";

/** Exponents by unknown, written `x^2*y`, → coefficient; no zeros. */
export type Polynomial = ReadonlyMap<string, Ratio>;
/** What has no exact polynomial form: sines, roots, unknowns in exponents. */
export class NotPolynomial extends Error {}

type Powers = ReadonlyMap<string, number>;
const maxTerms = 2000;
const maxDegree = 200;

const keyOf = (powers: Powers): string =>
	[...powers]
		.filter(([, power]) => power > 0)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, power]) => `${name}^${power}`)
		.join("*");

export const powersOf = (key: string): Powers =>
	new Map(
		key === ""
			? []
			: key.split("*").map((part): [string, number] => {
					const [name = "", power] = part.split("^");
					return [name, Number(power)];
				}),
	);

export const constant = (value: Ratio): Polynomial => new Map(isZero(value) ? [] : [["", value]]);

const combine = (a: Polynomial, b: Polynomial, how: (x: Ratio, y: Ratio) => Ratio): Polynomial => {
	const sum = new Map(a);
	for (const [key, value] of b) sum.set(key, how(sum.get(key) ?? zero, value));
	return new Map([...sum].filter(([, value]) => !isZero(value)));
};

export const addPolynomials = (a: Polynomial, b: Polynomial): Polynomial => combine(a, b, plus);
export const subtractPolynomials = (a: Polynomial, b: Polynomial): Polynomial => combine(a, b, minus);

export function multiplyPolynomials(a: Polynomial, b: Polynomial): Polynomial {
	const product = new Map<string, Ratio>();
	for (const [left, x] of a) {
		for (const [right, y] of b) {
			const powers = new Map(powersOf(left));
			for (const [name, power] of powersOf(right)) powers.set(name, (powers.get(name) ?? 0) + power);
			const key = keyOf(powers);
			product.set(key, plus(product.get(key) ?? zero, times(x, y)));
		}
		if (product.size > maxTerms) throw new NotPolynomial("It has too many terms");
	}
	return new Map([...product].filter(([, value]) => !isZero(value)));
}

export const scalePolynomial = (a: Polynomial, factor: Ratio): Polynomial => multiplyPolynomials(a, constant(factor));

export function powerPolynomial(base: Polynomial, power: number): Polynomial {
	if (power > maxDegree) throw new NotPolynomial("Its degree is too high");
	let result = constant(one);
	for (let step = 0; step < power; step++) result = multiplyPolynomials(result, base);
	return result;
}

/** The value when no unknown is left. */
export const constantOf = (a: Polynomial): Ratio | undefined => {
	if (a.size === 0) return zero;
	return a.size === 1 ? a.get("") : undefined;
};

export const unknownsOf = (a: Polynomial): readonly string[] =>
	[...new Set([...a.keys()].flatMap((key) => [...powersOf(key).keys()]))].sort();

/** Coefficients of an unknown by its power, each a polynomial in the others. */
export function byPower(a: Polynomial, name: string): readonly Polynomial[] {
	const found: Map<string, Ratio>[] = [];
	for (const [key, value] of a) {
		const powers = new Map(powersOf(key));
		const power = powers.get(name) ?? 0;
		powers.delete(name);
		for (let index = found.length; index <= power; index++) found[index] = new Map();
		found[power]?.set(keyOf(powers), value);
	}
	return found;
}

export const substitute = (a: Polynomial, name: string, value: Polynomial): Polynomial =>
	byPower(a, name).reduce<Polynomial>(
		(sum, coefficient, power) => addPolynomials(sum, multiplyPolynomials(coefficient, powerPolynomial(value, power))),
		new Map(),
	);

/** A quotient of two polynomials. */
export interface Quotient {
	readonly top: Polynomial;
	readonly bottom: Polynomial;
}

const plain = (top: Polynomial): Quotient => ({ top, bottom: constant(one) });

interface AnyNode {
	readonly type: string;
	readonly name?: string;
	readonly value?: unknown;
	readonly fn?: unknown;
	readonly op?: string;
	readonly args?: readonly MathNode[];
	readonly content?: MathNode;
}

/** Throws NotPolynomial. `math` works on fractions. */
export function toQuotient(math: MathJsInstance, node: MathNode): Quotient {
	const part = node as unknown as AnyNode;
	if (part.type === "ParenthesisNode" && part.content !== undefined) return toQuotient(math, part.content);
	if (part.type === "ConstantNode") {
		const fraction = math.fraction(part.value as never) as unknown as { s: bigint; n: bigint; d: bigint };
		return plain(constant(ratio(fraction.s * fraction.n, fraction.d)));
	}
	if (part.type === "SymbolNode") {
		if (["pi", "e", "i", "tau", "phi"].includes(part.name ?? "")) throw new NotPolynomial();
		return plain(new Map([[`${part.name}^1`, one]]));
	}
	if (part.type !== "OperatorNode") throw new NotPolynomial();
	const [left, right] = (part.args ?? []).map((argument) => toQuotient(math, argument));
	if (left === undefined) throw new NotPolynomial();
	if (right === undefined) {
		if (part.fn === "unaryPlus") return left;
		if (part.fn === "unaryMinus") return { ...left, top: scalePolynomial(left.top, ratio(-1n)) };
		throw new NotPolynomial();
	}
	return operate(String(part.fn), left, right);
}

function operate(name: string, a: Quotient, b: Quotient): Quotient {
	if (name === "multiply")
		return { top: multiplyPolynomials(a.top, b.top), bottom: multiplyPolynomials(a.bottom, b.bottom) };
	if (name === "divide") {
		const divisor = constantOf(b.top);
		const whole = constantOf(b.bottom);
		if (divisor !== undefined && whole !== undefined)
			return { ...a, top: scalePolynomial(a.top, over(whole, divisor)) };
		return { top: multiplyPolynomials(a.top, b.bottom), bottom: multiplyPolynomials(a.bottom, b.top) };
	}
	if (name === "pow") {
		const exponent = constantOf(b.top);
		if (exponent === undefined || exponent.d !== 1n || constantOf(b.bottom) === undefined) throw new NotPolynomial();
		const power = Number(exponent.n);
		if (power >= 0) return { top: powerPolynomial(a.top, power), bottom: powerPolynomial(a.bottom, power) };
		return { top: powerPolynomial(a.bottom, -power), bottom: powerPolynomial(a.top, -power) };
	}
	if (name !== "add" && name !== "subtract") throw new NotPolynomial();
	const combineTops = name === "add" ? addPolynomials : subtractPolynomials;
	if (a.bottom.size === 1 && constantOf(a.bottom) !== undefined && constantOf(b.bottom) !== undefined)
		return plain(combineTops(a.top, b.top));
	return {
		top: combineTops(multiplyPolynomials(a.top, b.bottom), multiplyPolynomials(b.top, a.bottom)),
		bottom: multiplyPolynomials(a.bottom, b.bottom),
	};
}
