// Names of files and folders in a request.
import { type Context, detailsOf, listOf, textOf } from "../plan.js";
import { unquote } from "./clean.js";

/** Files that people name without their ending. */
const wellKnown: Readonly<Record<string, string>> = {
	readme: "README.md",
	changelog: "CHANGELOG.md",
	license: "LICENSE",
	licence: "LICENSE",
	makefile: "Makefile",
	dockerfile: "Dockerfile",
	gitignore: ".gitignore",
};

const extension = /^[^\s"'`]*[\w)\]-]\.[A-Za-z][A-Za-z0-9]{0,9}$|^\.[\w-][\w.-]*$/;
const hosts = /^(?:https?:\/\/|www\.)|^[\w-]+\.(?:com|org|net|io|dev|edu|gov)(?:\/|$)/i;

export const isUrl = (text: string): boolean => hosts.test(text);

/** `console.log` is no file but something to look for in one. */
const isCode =
	/^(?:console|process|Math|JSON|Object|Array|Promise|document|window|module|os|sys|np|pd|self|this)\.\w+$/;

/** Surely a file: an ending, a slash or quotes. */
export function isFileLike(text: string): boolean {
	const plain = unquote(text.trim());
	if (plain === "" || plain.length > 300 || /\n/.test(plain) || isUrl(plain) || isCode.test(plain)) return false;
	if (/^\d+(?:\.\d+)*$/.test(plain)) return false;
	// A quoted name may hold blanks.
	if (plain !== text.trim() && /\s/.test(plain)) return /^[^?!,;:"]*[\w)]\.[a-z]\w{1,4}$/i.test(plain);
	return (
		extension.test(plain) ||
		(/^[~.\w-]*\/[^\s]*$/.test(plain) && !/^\d+\/\d+$/.test(plain)) ||
		/^(?:readme|(?:make|docker|jenkins|vagrant|gem|proc|rake|brew|pod|caddy|just|pip|guard|berks)file|codeowners|license|licence|changelog)$/i.test(
			plain,
		)
	);
}

const words =
	"(?:the |my |this |our |a |an )?(?:(?:text|json|csv|yaml|toml|markdown|config(?:uration)?|log|data|source|code|script|existing|new|empty|whole|entire|current) )*";
const fileWords = new RegExp(
	`^${words}(?:file|document|script|folder|directory|dir|path|subfolder|subdirectory)s?(?: (?:called|named|at|with the name|with name|titled|in|of))?[: ]+`,
	"i",
);
const trailing = /(?:'s)? (?:file|folder|directory|dir|document|subfolder|subdirectory)$/i;

/** The path meant by a slot: "the file notes.txt", "src folder", "`a b.txt`". Undefined when it is no path. */
export function pathFrom(slot: string, options: { readonly bare?: boolean } = {}): string | undefined {
	let text = slot.trim().replace(/[,;:]$/, "");
	const hadWord = fileWords.test(text) || trailing.test(text);
	text = text
		.replace(fileWords, "")
		.replace(trailing, "")
		.replace(/^(?:the|my|our) (?=\S)/i, "")
		.trim();
	const plain = unquote(text);
	const known = wellKnown[plain.toLowerCase()];
	if (known !== undefined && plain === plain.toLowerCase()) return known;
	if (plain !== text && plain !== "") return plain;
	if (isFileLike(plain)) return plain;
	if (
		/^[\w.@~/+-]+$/.test(plain) &&
		(hadWord || options.bare === true) &&
		!/^(?:it|that|this|them|there|here|files?|folders?|a|the|in|of|all|every|any|me|my|you|one)$/i.test(plain)
	)
		return plain;
	return undefined;
}

export const currentFolder =
	/^(?:(?:the |this |my |our )?(?:current |present |working |this |root |project |whole |entire )*(?:folder|directory|dir|workspace|working directory|project|repo|repository|codebase|tree|place|cwd|path)|here|it|there|\.|\.\/|this|this (?:very )?(?:folder|directory))$/i;

/** A folder slot; the working directory is `.`. */
export function folderFrom(slot: string): string | undefined {
	const text = slot.trim();
	if (currentFolder.test(text)) return ".";
	if (/^(?:the |my )?home (?:folder|directory)$/i.test(text)) return "~";
	if (/^(?:the )?parent (?:folder|directory)$/i.test(text)) return "..";
	const path = pathFrom(text, { bare: true });
	return path === undefined ? undefined : path.replace(/(?<=.)\/$/, "");
}

export const backReference =
	/^(?:it|that|this|them|the file|that file|this file|the same file|the (?:new|created|resulting|converted|copied|copy|output) file|(?:the )?(?:first|second|third|last|largest|biggest|smallest|newest|oldest|latest) (?:one|file|of them|match|result)|its contents?|the contents?|the same(?: (?:one|file|document|folder))?|(?:the )?copy|(?:the |that |this )?(?:new |created )?(?:folder|directory)|there)$/i;

/** The file that "it" or "the first one" means. */
export function earlierPath(context: Context, words: string): string | undefined {
	const which = words.toLowerCase();
	for (const outcome of [...context.earlier].reverse()) {
		if (outcome.isError) continue;
		const { tool, input } = outcome;
		const details = detailsOf(outcome);
		if (tool === "list_directory" || tool === "find_files" || tool === "search_files") {
			const entries = listOf(details.entries).filter((entry) => entry.kind === "file");
			const names =
				tool === "find_files"
					? ((details.files ?? []) as readonly string[])
					: tool === "search_files"
						? [...new Set(listOf(details.matches).map((found) => textOf(found.path)))]
						: entries.map((entry) => textOf(entry.path));
			if (/largest|biggest|smallest/.test(which) && entries.length > 0) {
				const sorted = [...entries].sort((a, b) => Number(b.sizeBytes) - Number(a.sizeBytes));
				return textOf((/smallest/.test(which) ? sorted.at(-1) : sorted[0])?.path);
			}
			if (/newest|latest|oldest/.test(which) && entries.length > 0) {
				const sorted = [...entries].sort((a, b) => (textOf(a.modified) < textOf(b.modified) ? 1 : -1));
				return textOf((/oldest/.test(which) ? sorted.at(-1) : sorted[0])?.path);
			}
			const index = /second/.test(which) ? 1 : /third/.test(which) ? 2 : /last/.test(which) ? names.length - 1 : 0;
			if (names[index] !== undefined) return names[index];
			continue;
		}
		if (tool === "make_directory" && input.path !== undefined) {
			if (/file|cop(?:y|ied)|content|one$/.test(which)) continue;
			return textOf(input.path);
		}
		if (tool === "copy_file" || tool === "move_file") return textOf(input.to);
		if (tool === "convert_data" && details.output !== undefined) return textOf(details.output);
		if (["read_file", "write_file", "edit_file", "convert_data"].includes(tool) && input.path !== undefined)
			return textOf(input.path);
	}
	return undefined;
}
