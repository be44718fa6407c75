// A script that asked for JSON gets JSON, also when nothing could start.
import { type ErrorData, toErrorData } from "../src/contracts/errors.js";

/** What to print for a failure before the first answer; empty where no JSON was asked for. */
export const failureOutput = async (words: readonly string[], error: unknown): Promise<string> => {
	const format = formatOf(words);
	if (format === undefined) return "";
	const data = toErrorData(error);
	if (format === "command") return commandFailure(data);
	const { failureText } = await import("../src/frontends/print/printer.js");
	return failureText(data, format);
};

/** The fields that a one-shot run's result has in the same case. */
const commandFailure = (error: ErrorData): string =>
	`${JSON.stringify({ isError: true, exitCode: error.exitCode ?? 1, error })}\n`;

/** Read off the words themselves, since they may be what is wrong. */
const formatOf = (words: readonly string[]): "json" | "stream-json" | "command" | undefined => {
	const end = words.indexOf("--");
	const flags = words.slice(0, end === -1 ? words.length : end);
	const format = /^(?:--output-format[=\n]|-[pcq]*o\n?)(json|stream-json)$/m.exec(flags.join("\n"))?.[1];
	if (format === "json" || format === "stream-json") return format;
	return flags.some((word, index) => word === "--json" && !isObject(flags[index + 1])) ? "command" : undefined;
};

/** `--json '{…}'` is the input of a tool, and asks for nothing. */
const isObject = (word: string | undefined): boolean => word?.trimStart().startsWith("{") === true;
