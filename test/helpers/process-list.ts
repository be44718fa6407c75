import { readdirSync, readFileSync } from "node:fs";

/** Ids of the processes of this machine whose command line has these words in it. */
export const processesWith = (words: string): readonly number[] =>
	readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => commandLine(pid).includes(words));

const commandLine = (pid: number): string => {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
	} catch {
		// It has ended meanwhile.
		return "";
	}
};

/** Waits until it is so; false when it is not after so long. */
export const comesTrue = async (isSo: () => boolean, withinMs = 5000): Promise<boolean> => {
	const end = performance.now() + withinMs;
	while (!isSo()) {
		if (performance.now() > end) return false;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return true;
};
