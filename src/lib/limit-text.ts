// A limit that a command ran into, in words.

type What = "memory" | "processes" | "output" | "file";

const wordsFor: Readonly<Record<What, (most: number, by: string) => string>> = {
	memory: (most, by) => `it hit the limit of memory: ${most} MB for all its processes together (${by})`,
	processes: (most, by) => `it hit the limit of processes: ${most} at a time (${by})`,
	output: (most, by) => `it printed too much: the limit is ${most} MB (${by})`,
	file: (most, by) => `it hit the limit of a file's size: ${most} MB (${by})`,
};

const settings: Readonly<Record<What, string>> = {
	memory: "setting sandbox.memoryMb",
	processes: "setting sandbox.processes",
	output: "setting sandbox.outputMb",
	file: "setting sandbox.fileMb",
};

/** Half a line, without a full stop. `by`: what raises the limit, where it is not the setting. */
export const limitText = (
	{ what, most }: { readonly what: What; readonly most: number },
	by: Partial<Record<What, string>> = {},
): string => wordsFor[what](most, by[what] ?? settings[what]);
