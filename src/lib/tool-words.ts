// The words after `tools run NAME`: fields of its input, some of them read from stdin or from a file.

export interface WordReaders {
	stdin(): Promise<string>;
	file(path: string): Promise<string>;
}

/**
 * `--key value`, `--key=value` and, for a boolean, `--key` become `key=value`, by the fields that the schema has.
 * Everything else stays as it is.
 */
export const flagsToAssignments = (
	words: readonly string[],
	properties: Readonly<Record<string, unknown>>,
): readonly string[] => {
	const assignments: string[] = [];
	for (let index = 0; index < words.length; index++) {
		const word = words[index] ?? "";
		const [, flag, value] = /^--([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
		const key = flag?.replaceAll("-", "_");
		if (key === undefined || !Object.hasOwn(properties, key)) assignments.push(word);
		else if (value !== undefined) assignments.push(`${key}=${value}`);
		else if (isBoolean(properties[key])) assignments.push(`${key}=true`);
		else {
			index++;
			assignments.push(`${key}=${words[index] ?? ""}`);
		}
	}
	return assignments;
};

/** `key=@-` takes stdin, `key=@path` a file, `key=@@text` the text `@text`. One final line break is left out. */
export const readReferences = async (words: readonly string[], readers: WordReaders): Promise<readonly string[]> => {
	const read: string[] = [];
	for (const word of words) {
		const [, key, reference] = /^([A-Za-z_][\w-]*)=@([\s\S]+)$/.exec(word) ?? [];
		if (key === undefined || reference === undefined) read.push(word);
		else if (reference.startsWith("@")) read.push(`${key}=${reference}`);
		else {
			const text = await (reference === "-" ? readers.stdin() : readers.file(reference));
			read.push(`${key}=${text.replace(/\r?\n$/, "")}`);
		}
	}
	return read;
};

const isBoolean = (schema: unknown): boolean =>
	typeof schema === "object" && schema !== null && "type" in schema && schema.type === "boolean";
