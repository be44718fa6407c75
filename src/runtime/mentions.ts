// `@path` in a prompt: the files that the person points at are read and attached.
import type { FileSystem } from "../contracts/ports.js";
import { truncateMiddle } from "../lib/truncate.js";

export interface Attachment {
	readonly title: string;
	readonly text: string;
}

const maxFiles = 20;
const maxCharacters = 60_000;

/** The mentioned paths: `@src/a.ts`, `@"with space.md"`; not addresses such as `a@b.c`. */
export const mentionedPaths = (text: string): readonly string[] => {
	const found = [...text.matchAll(/(?:^|[\s(])@(?:"([^"\n]+)"|([^\s"'`<>()]+))/g)].map(
		(match) => match[1] ?? (match[2] ?? "").replace(/[.,;:!?]+$/, ""),
	);
	return [...new Set(found.filter((path) => path !== ""))].slice(0, maxFiles);
};

/** Reads what is there; a mention that is no file stays what it was, a word. */
export const readMentions = async (text: string, fs: FileSystem): Promise<readonly Attachment[]> => {
	const attachments = await Promise.all(mentionedPaths(text).map((path) => readMention(path, fs)));
	return attachments.filter((attachment) => attachment !== undefined);
};

const readMention = async (path: string, fs: FileSystem): Promise<Attachment | undefined> => {
	try {
		const stat = await fs.stat(path);
		if (stat.kind === "directory") {
			const entries = await fs.list(path);
			return {
				title: `folder ${path}`,
				text: entries.map((entry) => entry.name + (entry.kind === "directory" ? "/" : "")).join("\n"),
			};
		}
		const content = await fs.readText(path, { maxBytes: 2_000_000 });
		return { title: `file ${path}`, text: truncateMiddle(content, maxCharacters) };
	} catch {
		return undefined;
	}
};
