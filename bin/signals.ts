// INT, TERM and HUP become one abort; a second INT leaves at once.

export interface Signals {
	/** Aborts with the exit code as its reason. */
	readonly signal: AbortSignal;
	/** 130 or 143 once a signal has come. */
	exitCode(): number | undefined;
	dispose(): void;
}

/** The signal reaches a process started by an older Node twice: once from the terminal, once from its parent. */
const echoMs = 100;

export const onSignals = (process: NodeJS.Process): Signals => {
	const abort = new AbortController();
	let code: number | undefined;
	let lastMs = Number.NEGATIVE_INFINITY;
	const handle = (exitCode: number) => () => {
		const isEcho = performance.now() - lastMs < echoMs;
		lastMs = performance.now();
		if (code !== undefined && !isEcho) process.exit(exitCode);
		code ??= exitCode;
		abort.abort(code);
	};
	const handlers = [
		["SIGINT", handle(130)],
		["SIGTERM", handle(143)],
		["SIGHUP", handle(143)],
	] as const;
	for (const [name, handler] of handlers) process.on(name, handler);
	return {
		signal: abort.signal,
		exitCode: () => code,
		dispose: () => {
			for (const [name, handler] of handlers) process.off(name, handler);
		},
	};
};
