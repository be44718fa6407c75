// Entry of the maths thread. Run from source by Node itself, so its imports of our own files end in `.ts`.
import { parentPort } from "node:worker_threads";
import type { SymbolicRequest } from "./math/algebra.ts";
import { solveAll, symbolicMath } from "./math/algebra.ts";
import { calculate } from "./math/calculate.ts";
import { convert } from "./math/convert.ts";

type Request =
	| { readonly kind: "calculate"; readonly expression: string; readonly digits?: number }
	| { readonly kind: "convert"; readonly value: string; readonly from: string; readonly to: string }
	| { readonly kind: "solve"; readonly equations: readonly string[]; readonly unknowns?: readonly string[] }
	| ({ readonly kind: "symbolic" } & SymbolicRequest);

const work = (request: Request) => {
	switch (request.kind) {
		case "calculate":
			return calculate(request);
		case "convert":
			return convert(request);
		case "solve":
			return solveAll(request.equations, request.unknowns);
		case "symbolic":
			return symbolicMath(request);
	}
};

const answer = (request: Request) => {
	try {
		return { value: work(request) };
	} catch (error) {
		if (error instanceof RangeError && /call stack/.test(error.message)) return { error: "It is nested too deeply" };
		return { error: error instanceof Error ? error.message : String(error) };
	}
};

parentPort?.on("message", (request: Request) => parentPort?.postMessage(answer(request)));
// The library builds itself with its first use. That is part of the start: it must not use up the first request's time.
answer({ kind: "calculate", expression: "1+1" });
parentPort?.postMessage("ready");
