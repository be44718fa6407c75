// A linear model of rewards that is sure of some directions and curious in others: LinUCB (Li, Chu, Langford, Schapire:
// "A contextual-bandit approach to personalized news article recommendation", 2010, algorithm 1), with one model for all
// arms, a prior that it starts from, and slow forgetting.

export interface LinUcbOptions {
	/** number[d]: the weights before anything is known. */
	readonly prior: readonly number[];
	/** How many outcomes the prior counts for, in each direction. */
	readonly priorStrength: number;
	/** What is kept of the past with each outcome, 0 to 1. */
	readonly memory: number;
}

export interface LinUcb {
	/** number[d] */
	weights(): readonly number[];
	/** The standard width of what is not known about `x` (number[d]), at least 0. */
	uncertainty(x: readonly number[]): number;
	/** `reward`: 0 to 1. */
	learn(x: readonly number[], reward: number): void;
}

export const createLinUcb = ({ prior, priorStrength, memory }: LinUcbOptions): LinUcb => {
	const d = prior.length;
	const identity = (): number[][] =>
		prior.map((_, row) => prior.map((_, column) => (row === column ? priorStrength : 0)));
	/** What was learned, without the prior: number[d][d], number[d]. */
	const seen = prior.map(() => prior.map(() => 0));
	const rewarded = prior.map(() => 0);
	let inverse = inverted(identity());
	let weights = [...prior];
	return {
		weights: () => weights,
		uncertainty: (x) => Math.sqrt(Math.max(0, dot(x, times(inverse, x)))),
		learn: (x, reward) => {
			for (let row = 0; row < d; row++) {
				rewarded[row] = memory * (rewarded[row] ?? 0) + reward * (x[row] ?? 0);
				const line = seen[row] ?? [];
				for (let column = 0; column < d; column++)
					line[column] = memory * (line[column] ?? 0) + (x[row] ?? 0) * (x[column] ?? 0);
			}
			inverse = inverted(
				identity().map((line, row) => line.map((value, column) => value + (seen[row]?.[column] ?? 0))),
			);
			weights = times(
				inverse,
				rewarded.map((value, row) => value + priorStrength * (prior[row] ?? 0)),
			);
		},
	};
};

const dot = (a: readonly number[], b: readonly number[]): number =>
	a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

const times = (matrix: readonly (readonly number[])[], x: readonly number[]): number[] =>
	matrix.map((row) => dot(row, x));

/** Gauss-Jordan; the matrix is positive definite, so that no pivot is 0. */
const inverted = (matrix: readonly (readonly number[])[]): number[][] => {
	const size = matrix.length;
	const rows = matrix.map((line, row) => [...line, ...line.map((_, column) => (row === column ? 1 : 0))]);
	for (let pivot = 0; pivot < size; pivot++) {
		const top = rows[pivot] ?? [];
		const scale = top[pivot] ?? 1;
		for (let column = 0; column < 2 * size; column++) top[column] = (top[column] ?? 0) / scale;
		for (let row = 0; row < size; row++) {
			const line = rows[row] ?? [];
			const factor = line[pivot] ?? 0;
			if (row === pivot || factor === 0) continue;
			for (let column = 0; column < 2 * size; column++)
				line[column] = (line[column] ?? 0) - factor * (top[column] ?? 0);
		}
	}
	return rows.map((line) => line.slice(size));
};
