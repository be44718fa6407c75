import { expect, test } from "vitest";
import { pageList, parsePages } from "../../src/lib/page-ranges.js";

test.each([
	["3", [[3, 3]]],
	[
		"1-3,7",
		[
			[1, 3],
			[7, 7],
		],
	],
	[
		" 2 - 4 , 9 ",
		[
			[2, 4],
			[9, 9],
		],
	],
	["8-", [[8, 17]]],
	[
		"1-4,8-",
		[
			[1, 4],
			[8, 13],
		],
	],
	["", undefined],
	["0", undefined],
	["3-1", undefined],
	["1-11", undefined],
	["a", undefined],
	["1,,2", undefined],
	["-3", undefined],
	["99999999", undefined],
])("%j of at most 10 pages", (text, ranges) => {
	expect(parsePages(text, 10)).toEqual(ranges);
});

test.each([
	[[], ""],
	[[4], "4"],
	[[1, 2, 3, 7, 9, 10], "1-3, 7, 9-10"],
])("%j is written as %j", (pages, text) => {
	expect(pageList(pages)).toBe(text);
});
