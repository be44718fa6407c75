// Curves fitted to points by least squares.

export const regressionModels = ["linear", "polynomial", "exponential", "power", "logarithmic"] as const;
export type RegressionModel = (typeof regressionModels)[number];

export interface Fit {
	/** From the constant one up; of exponential and power [factor, exponent]. */
	readonly coefficients: readonly number[];
	readonly equation: string;
	/** Share of the variance of y that the curve explains, 1 is all. */
	readonly rSquared: number;
	/** Square root of the mean squared distance of y from the curve. */
	readonly rootMeanSquareError: number;
	at(x: number): number;
}

const tidy = (value: number): number => Number(value.toPrecision(12));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A polynomial of the degree, over x moved to its middle and scaled to about 1, by Householder's QR: normal equations
 * would lose half of the digits (Golub and Van Loan, "Matrix Computations", section 5.3). Throws RangeError when the
 * points do not decide the curve.
 */
function polynomialFit(x: readonly number[], y: readonly number[], degree: number): readonly number[] {
	const middle = mean(x);
	const scale = Math.max(...x.map((value) => Math.abs(value - middle))) || 1;
	const rows = x.map((value) => Array.from({ length: degree + 1 }, (_, power) => ((value - middle) / scale) ** power));
	const scaled = solveLeastSquares(rows, [...y]);
	// (x - middle) / scale written out in powers of x.
	let result: number[] = [];
	for (const coefficient of [...scaled].reverse()) {
		const moved = [0, ...result.map((value) => value / scale)];
		for (const [index, value] of result.entries()) moved[index] = (moved[index] ?? 0) - (value * middle) / scale;
		moved[0] = (moved[0] ?? 0) + coefficient;
		result = moved;
	}
	return result.slice(0, degree + 1);
}

function solveLeastSquares(rows: number[][], y: number[]): readonly number[] {
	const columns = rows[0]?.length ?? 0;
	const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0;
	for (let column = 0; column < columns; column++) {
		const norm = Math.hypot(...rows.slice(column).map((row) => row[column] ?? 0));
		if (norm < 1e-12) throw new RangeError("The points do not decide the curve: there are too few different x");
		const alpha = cell(column, column) > 0 ? -norm : norm;
		const reflector = rows.map((row, index) =>
			index < column ? 0 : (row[column] ?? 0) - (index === column ? alpha : 0),
		);
		const length = reflector.reduce((sum, value) => sum + value * value, 0);
		if (length === 0) continue;
		for (let target = column; target < columns; target++) {
			const dot = reflector.reduce((sum, value, index) => sum + value * cell(index, target), 0);
			for (const [index, value] of reflector.entries()) {
				const row = rows[index];
				if (row !== undefined) row[target] = (row[target] ?? 0) - (2 * dot * value) / length;
			}
		}
		const dot = reflector.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
		for (const [index, value] of reflector.entries()) y[index] = (y[index] ?? 0) - (2 * dot * value) / length;
	}
	const result = Array.from({ length: columns }, () => 0);
	for (let row = columns - 1; row >= 0; row--) {
		const known = result.reduce((sum, value, column) => (column > row ? sum + value * cell(row, column) : sum), 0);
		result[row] = ((y[row] ?? 0) - known) / cell(row, row);
	}
	return result;
}

const signed = (value: number): string => (value < 0 ? `- ${Math.abs(value)}` : `+ ${value}`);

const polynomialEquation = (coefficients: readonly number[]): string => {
	const terms = coefficients.map((value, power) => ({
		value: tidy(value),
		unknown: power === 0 ? "" : power === 1 ? " x" : ` x^${power}`,
	}));
	const [first, ...rest] = terms.filter(({ value }) => value !== 0).reverse();
	if (first === undefined) return "y = 0";
	return `y = ${first.value}${first.unknown}${rest.map(({ value, unknown }) => ` ${signed(value)}${unknown}`).join("")}`;
};

const needPositive = (values: readonly number[], name: string, model: string): void => {
	if (values.some((value) => value <= 0)) throw new RangeError(`A ${model} curve needs ${name} above 0`);
};

function curve(
	model: RegressionModel,
	x: readonly number[],
	y: readonly number[],
	degree: number,
): Pick<Fit, "coefficients" | "equation" | "at"> {
	const logs = (values: readonly number[]): readonly number[] => values.map(Math.log);
	if (model === "linear" || model === "polynomial") {
		const coefficients = polynomialFit(x, y, model === "linear" ? 1 : degree);
		return {
			coefficients,
			equation: polynomialEquation(coefficients),
			at: (at) => coefficients.reduceRight((sum, value) => sum * at + value, 0),
		};
	}
	if (model === "logarithmic") {
		needPositive(x, "x", model);
		const [constant = 0, factor = 0] = polynomialFit(logs(x), y, 1);
		return {
			coefficients: [constant, factor],
			equation: `y = ${tidy(constant)} ${signed(tidy(factor))} ln(x)`,
			at: (at) => constant + factor * Math.log(at),
		};
	}
	needPositive(y, "y", model);
	if (model === "power") needPositive(x, "x", model);
	// A straight line through the logarithms.
	const [constant = 0, exponent = 0] = polynomialFit(model === "power" ? logs(x) : x, logs(y), 1);
	const factor = Math.exp(constant);
	if (model === "power")
		return {
			coefficients: [factor, exponent],
			equation: `y = ${tidy(factor)} x^${tidy(exponent)}`,
			at: (at) => factor * at ** exponent,
		};
	return {
		coefficients: [factor, exponent],
		equation: `y = ${tidy(factor)} e^(${tidy(exponent)} x)`,
		at: (at) => factor * Math.exp(exponent * at),
	};
}

/** Exponential and power curves are fitted to the logarithms. Throws RangeError with what the points lack. */
export function fitCurve(model: RegressionModel, x: readonly number[], y: readonly number[], degree = 2): Fit {
	const needed = model === "polynomial" ? degree + 1 : 2;
	if (x.length < needed) throw new RangeError(`This curve needs at least ${needed} points`);
	if (new Set(x).size < needed) throw new RangeError(`This curve needs at least ${needed} different x`);
	const found = curve(model, x, y, degree);
	const middle = mean(y);
	const left = x.reduce((sum, value, index) => sum + ((y[index] ?? 0) - found.at(value)) ** 2, 0);
	const all = y.reduce((sum, value) => sum + (value - middle) ** 2, 0);
	return {
		...found,
		coefficients: found.coefficients.map(tidy),
		rSquared: all === 0 ? 1 : Number((1 - left / all).toPrecision(10)),
		rootMeanSquareError: tidy(Math.sqrt(left / x.length)),
	};
}

/** Pearson's; NaN when one of the two does not vary. */
export function correlation(x: readonly number[], y: readonly number[]): number {
	const [middleX, middleY] = [mean(x), mean(y)];
	let [both, ofX, ofY] = [0, 0, 0];
	for (const [index, value] of x.entries()) {
		const [a, b] = [value - middleX, (y[index] ?? 0) - middleY];
		both += a * b;
		ofX += a * a;
		ofY += b * b;
	}
	return both / Math.sqrt(ofX * ofY);
}
