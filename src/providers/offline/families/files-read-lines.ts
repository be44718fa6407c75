// Rules for some lines of a file.
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { first, last, ranged, reading, show, shown } from "./read-steps.js";

export const lineRules: Group<Step> = {
	needs: /line|row|entr|record|head|tail|beginning|start|top|bottom|end/,
	rules: () => [
		[
			/^(?:head|tail)(?: -n ?| -)?(\d+)? (\S+)$/i,
			(count, slot) => (slot === undefined ? undefined : reading(slot, first(Number(count ?? 10)), shown)),
		],
		[
			new RegExp(
				`^(?:${show} )?(?:the )?(first|top|initial|last|final|bottom|opening|closing) (\\d+) (?:lines?|rows?|entries|records)(?: of text)? (?:of|from|in|inside|out of)(?: the(?= |$))? (.+)$`,
				"i",
			),
			(which, count, slot) => ranged(which ?? "", Number(count), slot ?? ""),
		],
		[
			new RegExp(
				`^(?:${show} )?(?:the )?(first|top|initial|last|final|bottom|opening|closing) (?:line|row|entry) (?:of|from|in)(?: the(?= |$))? (.+)$`,
				"i",
			),
			(which, slot) => ranged(which ?? "", 1, slot ?? ""),
		],
		[
			new RegExp(
				`^(?:${show} )?(?:the )?(\\d+) (first|top|last|final|bottom) (?:lines?|rows?) (?:of|from|in)(?: the(?= |$))? (.+)$`,
				"i",
			),
			(count, which, slot) => ranged(which ?? "", Number(count), slot ?? ""),
		],
		[
			new RegExp(`^(?:${show} )?(?:the )?(head|tail|beginning|start|top|bottom|end) of (?:the )?(.+)$`, "i"),
			(which, slot) =>
				/^(?:end|bottom|tail)$/i.test(which ?? "")
					? reading(slot ?? "", last(10), shown)
					: reading(slot ?? "", first(10), shown),
		],
		[
			new RegExp(`^${show} (.+?)'s (first|last|top) (\\d+) lines$`, "i"),
			(slot, which, count) => ranged(which ?? "", Number(count), slot ?? ""),
		],
		[
			new RegExp(
				`^(?:${show} )?(?:the )?(?:file )?(.+?)(?:,|:)? (?:(?:but )?only )?(?:the )?(first|last|top|bottom) (\\d+) lines(?: only)?$`,
				"i",
			),
			(slot, which, count) => ranged(which ?? "", Number(count), slot ?? ""),
		],
		[
			new RegExp(
				`^(?:${show} )?(?:the )?lines? (?:number )?(\\d+) ?(?:to|-|–|through|until|and) ?(\\d+) (?:of|from|in)(?: the(?= |$))? (.+)$`,
				"i",
			),
			(from, to, slot) =>
				reading(slot ?? "", { offset: Number(from), limit: Math.max(1, Number(to) - Number(from) + 1) }, shown),
		],
		[
			new RegExp(`^(?:${show} )?(?:the )?(?:file )?(.+?),? (?:from )?lines? (\\d+) ?(?:to|-|–|through) ?(\\d+)$`, "i"),
			(slot, from, to) =>
				reading(slot ?? "", { offset: Number(from), limit: Math.max(1, Number(to) - Number(from) + 1) }, shown),
		],
		[
			new RegExp(
				`^(?:${show} )?(?:the )?(?:line (?:number |no\\.? )?(\\d+)|(\\d+)(?:st|nd|rd|th) line) (?:of|from|in)(?: the(?= |$))? (.+)$`,
				"i",
			),
			(number, ordinal, slot) => reading(slot ?? "", { offset: Number(number ?? ordinal), limit: 1 }, shown),
		],
		[
			/^what (?:does|is|do|are) (?:the )?(first|last|top|final|bottom)(?: (\d+))? (?:lines?|rows?) (?:of|in|from)(?: the(?= |$))? (.+?)(?: say| contain| read| look like)?$/i,
			(which, count, slot) => ranged(which ?? "", Number(count ?? 1), slot ?? ""),
		],
		[
			/^what (?:does|is on|is in) line (\d+) (?:of|in) (.+?)(?: say| contain)?$/i,
			(number, slot) => reading(slot ?? "", { offset: Number(number), limit: 1 }, shown),
		],
	],
};
