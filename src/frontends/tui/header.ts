// The first lines: who is there, and what can be done at once.
import type { NexusClient } from "../../contracts/client.js";
import type { Glyphs } from "./glyphs.js";
import { oneLine } from "./text/clean.js";
import { type Line, span } from "./text/span.js";
import { wrapLine } from "./text/wrap.js";
import type { Theme } from "./theme.js";

interface HeaderContext {
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly width: number;
}
type Found = readonly { readonly provider: string; readonly baseUrl: string }[];

export const headerLines = (
	info: NexusClient["info"],
	found: Found,
	{ theme, glyphs, width }: HeaderContext,
): readonly Line[] => {
	const options = { width: Math.max(1, width), rest: [span("  ")] };
	const servers = found.map((each) => `${oneLine(each.provider)} at ${hostOf(each.baseUrl)}`).join(", ");
	const offer = servers === "" ? "" : ` (found: ${servers})`;
	const what = info.isOffline
		? `offline: plain requests and tools work now; /model adds a model${offer}`
		: [oneLine(info.model), oneLine(info.cwd)].join(` ${glyphs.dot} `);
	const head = wrapLine([span("nexus", theme.bold), span(`  ${what}`, theme.dim)], { ...options, first: [span("  ")] });
	const warnings = info.warnings.flatMap((text) =>
		wrapLine([span(`! ${oneLine(text)}`, theme.warn)], { ...options, first: [span("  ")] }),
	);
	return [...head, ...warnings];
};

const hostOf = (url: string): string => oneLine(url.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/s, ""));

/** Each of these works with no model. */
const suggestions = [
	"what is 15% of 240?",
	"what time is it in Tokyo?",
	"how many lines has README.md?",
	"convert 5 miles to km",
	"which processes use the most memory?",
	"how many days until 31 December?",
	"list the files here",
	"what is 2^64?",
	"find all .ts files",
	"what is 100 F in C?",
] as const;

/** `random` is from 0 up to, not including, 1. */
export const suggestPlaceholder = (random: number): string =>
	suggestions[Math.floor(random * suggestions.length)] ?? suggestions[0];
