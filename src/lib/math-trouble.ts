// What the maths thread says went wrong, as a code and a hint.

export interface MathTrouble {
	readonly code: "math.too-large" | "math.invalid";
	readonly message: string;
	readonly hint: string;
}

/** Undefined for what is no trouble of the maths itself. `example` is how to write it. */
export function mathTrouble(error: unknown, example: string): MathTrouble | undefined {
	const code = error instanceof Error && "code" in error ? error.code : undefined;
	if (code === "worker.timeout" || code === "worker.memory")
		return {
			code: "math.too-large",
			message: "The calculation is too large",
			hint: "Use smaller numbers or split it.",
		};
	if (code !== "worker.failed" || !(error instanceof Error)) return undefined;
	return { code: "math.invalid", message: error.message, hint: example };
}
