// A script that asked for JSON gets JSON, also when nothing could start.
import { toErrorData } from "../src/contracts/errors.js";

/** What to print for a failure before the first answer; empty where no JSON was asked for. */
export const failureOutput = async (words: readonly string[], error: unknown): Promise<string> => {
	const format = formatOf(words);
	if (format === undefined) return "";
	const { failureText } = await import("../src/frontends/print/printer.js");
	return failureText(toErrorData(error), format);
};

/** Read off the words themselves, since they may be what is wrong. */
const formatOf = (words: readonly string[]): "json" | "stream-json" | undefined => {
	const end = words.indexOf("--");
	const text = words.slice(0, end === -1 ? words.length : end).join("\n");
	const format = /^(?:--output-format[=\n]|-[pcq]*o\n?)(json|stream-json)$/m.exec(text)?.[1];
	return format === "json" || format === "stream-json" ? format : undefined;
};
