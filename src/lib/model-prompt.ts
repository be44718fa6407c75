// A question to another model, with the files that it is about.

export interface PromptFiles {
	readText(path: string, options: { maxBytes: number }): Promise<string>;
}

const maxFileBytes = 2_000_000;

/** The files first, each in a field that its text cannot close, then the question. Rejects with what reading says. */
export async function promptWithFiles(question: string, paths: readonly string[], fs: PromptFiles): Promise<string> {
	const parts: string[] = [];
	for (const path of paths) {
		const text = await fs.readText(path, { maxBytes: maxFileBytes });
		if (text.includes("\0")) throw new TypeError(`${path} is no text`);
		const name = path.replace(/["\n<>]/g, "_");
		parts.push(`<file path="${name}">\n${text.replace(/<(\/?file)\b/g, "&lt;$1").trimEnd()}\n</file>`);
	}
	return [...parts, question].join("\n\n");
}
