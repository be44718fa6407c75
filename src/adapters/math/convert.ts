// Units that only mathjs knows: compound ones such as kg*m/s^2 to N.
import { checkExpression } from "./allowed.ts";
import { createDecimalEngine } from "./engine.ts";
import { lazy } from "./lazy.ts";

const engine = lazy(createDecimalEngine);

/** The number of `to` in `value` `from`. Throws an Error when a unit is unknown or the two measure different things. */
export function convert(request: { readonly value: string; readonly from: string; readonly to: string }): {
	readonly result: string;
} {
	const { math } = engine();
	const unit = (text: string) => checkExpression(math, math.parse(text)).compile().evaluate({});
	const [from, to] = [unit(request.from), unit(request.to)];
	for (const [text, parsed] of [
		[request.from, from],
		[request.to, to],
	] as const) {
		if (math.typeOf(parsed) !== "Unit") throw new Error(`"${text}" is no unit`);
	}
	const amount = math.multiply(math.bignumber(request.value), from);
	const result = math.bignumber(math.divide(amount as never, to) as never);
	return { result: result.toSignificantDigits(16).toFixed() };
}
