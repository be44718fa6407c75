// Definite integrals by numbers: Gauss-Kronrod with 15 points, halved where it is not exact enough (nodes and weights:
// QUADPACK, routine qk15).
import type { RealFunction } from "./scan-roots.ts";

const nodes = [
	0.991455371120813, 0.949107912342759, 0.864864423359769, 0.741531185599394, 0.586087235467691, 0.405845151377397,
	0.207784955007898, 0,
];
const kronrod = [
	0.022935322010529, 0.063092092629979, 0.10479001032225, 0.140653259715525, 0.169004726639267, 0.190350578064785,
	0.204432940075298, 0.209482141084728,
];
const gauss = [0, 0.12948496616887, 0, 0.279705391489277, 0, 0.381830050505119, 0, 0.417959183673469];
const maxPieces = 20_000;

interface Piece {
	readonly from: number;
	readonly to: number;
	readonly value: number;
	readonly error: number;
}

function measure(f: RealFunction, from: number, to: number): Piece {
	const [middle, half] = [(from + to) / 2, (to - from) / 2];
	let [fine, coarse] = [0, 0];
	for (const [index, node] of nodes.entries()) {
		const sum = node === 0 ? f(middle) : f(middle - half * node) + f(middle + half * node);
		fine += (kronrod[index] ?? 0) * sum;
		coarse += (gauss[index] ?? 0) * sum;
	}
	return { from, to, value: fine * half, error: Math.abs((fine - coarse) * half) };
}

/** Undefined where it does not settle: a pole, or a function that is not real there. Ends may be infinite. */
export function integrateNumerically(
	f: RealFunction,
	from: number,
	to: number,
): { readonly value: number; readonly error: number } | undefined {
	if (from === to) return { value: 0, error: 0 };
	if (from > to) {
		const turned = integrateNumerically(f, to, from);
		return turned === undefined ? undefined : { ...turned, value: -turned.value };
	}
	if (!Number.isFinite(from) || !Number.isFinite(to)) {
		// x = t / (1 - t²) brings all numbers between -1 and 1.
		const place = (x: number): number =>
			x === Number.POSITIVE_INFINITY
				? 1
				: x === Number.NEGATIVE_INFINITY
					? -1
					: x === 0
						? 0
						: (-1 + Math.sqrt(1 + 4 * x * x)) / (2 * x);
		const inside: RealFunction = (t) => {
			const value = f(t / (1 - t * t));
			return value === 0 ? 0 : (value * (1 + t * t)) / (1 - t * t) ** 2;
		};
		return integrateNumerically(inside, place(from), place(to));
	}
	let pieces: readonly Piece[] = Array.from({ length: 10 }, (_, index) =>
		measure(f, from + ((to - from) * index) / 10, from + ((to - from) * (index + 1)) / 10),
	);
	for (let round = 0; round < 60; round++) {
		const total = pieces.reduce((sum, { value }) => sum + value, 0);
		const error = pieces.reduce((sum, piece) => sum + piece.error, 0);
		if (!Number.isFinite(total)) return undefined;
		if (error <= 1e-13 * Math.abs(total) + 1e-15) return { value: total, error };
		const worst = Math.max(...pieces.map((piece) => piece.error));
		if (pieces.length > maxPieces) break;
		pieces = pieces.flatMap((piece) => {
			if (piece.error < worst / 20) return [piece];
			const middle = (piece.from + piece.to) / 2;
			return [measure(f, piece.from, middle), measure(f, middle, piece.to)];
		});
	}
	const value = pieces.reduce((sum, piece) => sum + piece.value, 0);
	const error = pieces.reduce((sum, piece) => sum + piece.error, 0);
	return Number.isFinite(value) && error < 1e-6 * (1 + Math.abs(value)) ? { value, error } : undefined;
}
