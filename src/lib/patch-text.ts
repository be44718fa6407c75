// Patches as text: unified diffs of one or more files (POSIX.1-2024, diff, "Diff -u or -U Output Format"; git-diff(1),
// "Generating patch text with -p"), as diff, git and models write them, wrong counts in hunk headers included.

export interface HunkLine {
	readonly kind: " " | "-" | "+";
	readonly text: string;
	/** "\ No newline at end of file" follows. */
	readonly isUnended: boolean;
}

export interface Hunk {
	/**
	 * Line of the old file at which it begins, from 1, or before which it puts lines in where it has none of the old;
	 * undefined when the header does not say.
	 */
	readonly oldStart: number | undefined;
	readonly lines: readonly HunkLine[];
}

export interface FilePatch {
	/** Undefined: the file is created. */
	readonly oldPath: string | undefined;
	/** Undefined: the file is deleted. */
	readonly newPath: string | undefined;
	readonly hunks: readonly Hunk[];
	/** A new file that git says can be run. */
	readonly isExecutable: boolean;
}

export class PatchSyntaxError extends Error {
	override readonly name = "PatchSyntaxError";
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** A name in quotes with C escapes, as git writes those with unusual characters (git-config(1), core.quotePath). */
function unquote(text: string): string {
	const bytes: number[] = [];
	for (let at = 0; at < text.length; at++) {
		const character = text[at] ?? "";
		if (character !== "\\") {
			const code = text.codePointAt(at) ?? 0;
			bytes.push(...Buffer.from(String.fromCodePoint(code)));
			if (code > 0xffff) at++;
			continue;
		}
		const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1))?.[0];
		if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
		else bytes.push(escapes[text[at + 1] ?? ""] ?? text.charCodeAt(at + 1));
		at += octal?.length ?? 1;
	}
	return Buffer.from(bytes).toString("utf8");
}

/** What follows `--- ` or `+++ `, without the time after a tab. Undefined for /dev/null. */
function nameOf(rest: string): string | undefined {
	const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
	const name = quoted === null ? (rest.split("\t")[0] ?? "").trimEnd() : unquote(quoted[1] ?? "");
	return name === "/dev/null" ? undefined : name;
}

/** Without the `a/` and `b/` of git, where both names have theirs. */
function plainNames(oldName: string | undefined, newName: string | undefined) {
	const isPrefixed =
		(oldName === undefined || /^[a-z]\//.test(oldName)) &&
		(newName === undefined || /^[a-z]\//.test(newName)) &&
		(oldName === undefined || newName === undefined || oldName[0] !== newName[0]) &&
		(oldName ?? "a/").startsWith("a/") &&
		(newName ?? "b/").startsWith("b/");
	const plain = (name: string | undefined) => (name === undefined || !isPrefixed ? name : name.slice(2));
	return { oldPath: plain(oldName), newPath: plain(newName) };
}

const isFileStart = (lines: readonly string[], at: number): boolean =>
	/^diff --git /.test(lines[at] ?? "") ||
	(/^--- \S/.test(lines[at] ?? "") && /^\+\+\+ \S/.test(lines[at + 1] ?? "") && /^@@/.test(lines[at + 2] ?? "@@"));

function readHunk(lines: readonly string[], start: number): { readonly hunk: Hunk; readonly end: number } {
	const header = lines[start] ?? "";
	const [, from, oldCount = "1", newCount = "1"] = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(header) ?? [];
	let oldLeft = from === undefined ? 0 : Number(oldCount);
	let newLeft = from === undefined ? 0 : Number(newCount);
	const found: { kind: " " | "-" | "+"; text: string; isUnended: boolean }[] = [];
	let at = start + 1;
	for (; at < lines.length; at++) {
		const line = lines[at] ?? "";
		const isOwed = oldLeft > 0 || newLeft > 0;
		// A removed line `-- x` looks like the next file's header; the counts, where they are right, tell.
		if (/^@@/.test(line) || (isFileStart(lines, at) && !(isOwed && line.startsWith("--- ")))) break;
		if (line.startsWith("\\")) {
			const last = found.at(-1);
			if (last !== undefined) last.isUnended = true;
			continue;
		}
		const mark = line[0];
		// The blank of an empty line is often lost on the way.
		if (line === "" && (isOwed || lines.slice(at + 1).some((next) => /^[-+ ]/.test(next)))) {
			if (!isOwed && /^(?:@@|diff |--- )/.test(lines.slice(at + 1).find((next) => next !== "") ?? "")) break;
			found.push({ kind: " ", text: "", isUnended: false });
		} else if (mark === " " || mark === "-" || mark === "+") {
			found.push({ kind: mark, text: line.slice(1), isUnended: false });
		} else break;
		const { kind } = found.at(-1) ?? { kind: " " };
		if (kind !== "+") oldLeft--;
		if (kind !== "-") newLeft--;
	}
	// Without lines of the old file the number is that of the line before: "-0,0" is before the first.
	const isInsertion = found.every(({ kind }) => kind === "+");
	const oldStart = from === undefined ? undefined : Math.max(1, Number(from) + (isInsertion ? 1 : 0));
	return { hunk: { oldStart, lines: found }, end: at };
}

interface Header {
	oldName?: string | undefined;
	newName?: string | undefined;
	isNew?: boolean;
	isDeleted?: boolean;
	isExecutable?: boolean;
}

/** Everything between two files' hunks: the names, and what git says of renames. */
function readHeader(lines: readonly string[], start: number): { readonly header: Header; readonly end: number } {
	const header: Header = {};
	const first = /^diff --git "?a\/(.+?)"? "?b\/(.+?)"?$/.exec(lines[start] ?? "");
	if (first !== null) Object.assign(header, { oldName: `a/${first[1]}`, newName: `b/${first[2]}` });
	let at = start + (lines[start]?.startsWith("diff --git ") ? 1 : 0);
	for (; at < lines.length && !/^@@/.test(lines[at] ?? ""); at++) {
		const line = lines[at] ?? "";
		if (at > start && line.startsWith("diff --git ")) break;
		if (/^(?:GIT binary patch|Binary files .* differ)/.test(line)) {
			throw new PatchSyntaxError(`line ${at + 1}: changes of binary files cannot be applied`);
		}
		if (/^copy (?:from|to) /.test(line)) throw new PatchSyntaxError(`line ${at + 1}: copies cannot be applied`);
		const [, side, name] = /^rename (from|to) (.+)$/.exec(line) ?? [];
		if (name !== undefined) {
			const plain = name.startsWith('"') ? unquote(name.slice(1, -1)) : name;
			if (side === "from") header.oldName = `a/${plain}`;
			else header.newName = `b/${plain}`;
		}
		if (line.startsWith("new file mode")) header.isNew = true;
		if (/^new (?:file )?mode 100755/.test(line)) header.isExecutable = true;
		if (line.startsWith("deleted file mode")) header.isDeleted = true;
		if (line.startsWith("--- ") && lines[at + 1]?.startsWith("+++ ")) {
			header.oldName = nameOf(line.slice(4));
			header.newName = nameOf((lines[at + 1] ?? "").slice(4));
			at += 2;
			break;
		}
	}
	return { header, end: at };
}

/** Text around the patch (a message, a code fence) is passed over. Throws PatchSyntaxError. */
export function parsePatch(text: string): readonly FilePatch[] {
	const lines = text.split(/\r?\n/);
	if (lines.at(-1) === "") lines.pop();
	const files: FilePatch[] = [];
	for (let at = 0; at < lines.length; ) {
		if (!isFileStart(lines, at)) {
			if (/^@@ -\d/.test(lines[at] ?? "")) {
				throw new PatchSyntaxError(`line ${at + 1}: a hunk without the names of its file (--- and +++) before it`);
			}
			at++;
			continue;
		}
		const { header, end } = readHeader(lines, at);
		const oldName = header.isNew === true ? undefined : header.oldName;
		const newName = header.isDeleted === true ? undefined : header.newName;
		if (oldName === undefined && newName === undefined) throw new PatchSyntaxError(`line ${at + 1}: no file is named`);
		const hunks: Hunk[] = [];
		at = end;
		while (/^@@/.test(lines[at] ?? "")) {
			const read = readHunk(lines, at);
			if (!read.hunk.lines.some(({ kind }) => kind !== " ")) {
				throw new PatchSyntaxError(`line ${at + 1}: a hunk that changes nothing`);
			}
			hunks.push(read.hunk);
			at = read.end;
		}
		const names = plainNames(oldName, newName);
		if (hunks.length === 0 && names.oldPath !== undefined && names.oldPath === names.newPath) {
			throw new PatchSyntaxError(`${names.oldPath}: no hunk (a line that begins with @@) follows its name`);
		}
		files.push({ ...names, hunks, isExecutable: header.isExecutable === true });
	}
	if (files.length === 0)
		throw new PatchSyntaxError("there is no file in it: each begins with a line --- and a line +++");
	return files;
}
