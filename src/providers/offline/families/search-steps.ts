// The search for a text, and the sentence about what was found.
import { unquote } from "../language/clean.js";
import { folderFrom, pathFrom } from "../language/paths.js";
import { call, detailsOf, listOf, plural, type Step, step, textOf } from "../plan.js";

type Wants = "matches" | "files" | "count" | "yes";

export const search = (pattern: string, where: string | undefined, wants: Wants = "matches"): Step | undefined => {
	const slot = where?.trim();
	const kind = slot === undefined ? undefined : /^(?:all )?(?:the )?\*?\.?(\w+) files$/i.exec(slot)?.[1];
	const names: Readonly<Record<string, string>> = {
		typescript: "ts",
		javascript: "js",
		python: "py",
		markdown: "md",
		text: "txt",
	};
	const isEverywhere =
		slot === undefined ||
		/^(?:all|any|these|my|every|the|all the|all my|all of the)? ?(?:files?|code|source(?: code)?|codebase|project|repo(?:sitory)?)(?: here)?$/i.test(
			slot,
		);
	const glob =
		slot?.includes("*") === true
			? unquote(slot)
			: kind !== undefined && !isEverywhere
				? `*.${names[kind.toLowerCase()] ?? kind}`
				: undefined;
	const inFolder =
		/^(?:all|any|every|each)?(?: of)?(?: the| my)? ?files? (?:of|in|inside|under|within)(?: the(?= |$))? (.+)$/i.exec(
			slot ?? "",
		)?.[1];
	const path =
		inFolder !== undefined
			? (folderFrom(inFolder) ?? ".")
			: isEverywhere || glob !== undefined
				? "."
				: (pathFrom(slot ?? "") ?? folderFrom(slot ?? ""));
	// What stands in quotes is what is looked for, whatever is said about it.
	const inner = /^[^"'`]*\s(["'`])([^"'`]+)\1[^"'`]*$|^(["'`])([^"'`]+)\3\s[^"'`]*$/.exec(pattern.trim());
	const text = inner?.[2] ?? inner?.[4] ?? unquote(pattern.trim());
	const folder = path?.replace(/(?<=.)\/$/, "");
	if (
		path === undefined ||
		text === "" ||
		text.length > 200 ||
		/^(?:count|counts|number)$/i.test(text) ||
		/^\d+ ?(?:to|-|–|and|through) ?\d+$/.test(text)
	)
		return undefined;
	const isRegex = /^\/.+\/$/.test(text);
	const input = {
		pattern: isRegex ? text.slice(1, -1) : text,
		...(folder === "." || folder === undefined ? {} : { path: folder }),
		...(glob === undefined ? {} : { glob }),
		...(isRegex || /^[\w\s-]+$/.test(text) ? {} : { literal: true }),
	};
	return step(
		call("search_files", input),
		([outcome]) => {
			const details = detailsOf(outcome);
			const matches = listOf(details.matches);
			const total = Number(details.total ?? matches.length);
			const files = [...new Set(matches.map((found) => textOf(found.path)))];
			const inside = path === "." ? "" : ` in ${path}`;
			if (total === 0)
				return wants === "yes"
					? `No, "${text}" is not${inside || " here"}.`
					: wants === "count"
						? `"${text}" occurs 0 times${inside}.`
						: `"${text}" was not found${inside}.`;
			if (wants === "count")
				return `"${text}" occurs on ${plural(total, "line")}${inside} (${total} ${total === 1 ? "time" : "times"}).`;
			if (wants === "files")
				return `${plural(files.length, "file")} ${files.length === 1 ? "contains" : "contain"} "${text}": ${files.slice(0, 20).join(", ")}.`;
			const shown = matches
				.slice(0, 10)
				.map((found) => `${textOf(found.path)}:${textOf(found.line)}: ${textOf(found.text).trim()}`);
			const rest = total - shown.length;
			return `${wants === "yes" ? "Yes: " : ""}"${text}" was found ${total === 1 ? "once" : `${total} times`} in ${plural(Number(details.files ?? files.length), "file")}:\n${shown.join("\n")}${rest > 0 ? `\n… ${rest} more` : ""}`;
		},
		{ isLoose: true },
	);
};

/** The word searched for: quoted, or a short run of words. */
export const T = `((?!(?:in|inside|within|of|from|under) )(?:"[^"]+"|'[^']+'|\`[^\`]+\`|/[^/ ]+/|\\S+(?: \\S+){0,5}?))`;

export const noun =
	"(?:the )?(?:word|string|text|phrase|term|pattern|expression|name|function|variable|regex|keyword|symbol|comment|line|lines|error|class)s?";

export const where = "(?: (?:in|inside|within|across|under|through|throughout|from|of)(?: the(?= |$))? (.+))?";

export const whereNeeded =
	" (?:in|inside|within|across|under|through|throughout|from|of|anywhere in)(?: the(?= |$))? (.+)";
