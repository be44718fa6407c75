/** Longer than the slowest thing that is waited for when nexus closes: a job that is asked, then made, to end. */
const longestMs = 10_000;

/**
 * Waits for `close` also where nothing else keeps the process: what it waits for may be a timer or a child that does not.
 * Else Node would leave in the middle of it, with 0 for a code whatever the run came to.
 */
export const closeFully = async (close: () => Promise<void>): Promise<void> => {
	const hold = setTimeout(() => {
		process.exitCode ??= 1;
	}, longestMs);
	try {
		await close();
	} finally {
		clearTimeout(hold);
	}
};
