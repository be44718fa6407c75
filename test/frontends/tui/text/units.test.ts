import { expect, test } from "vitest";
import {
	formatBytes,
	formatCost,
	formatCount,
	formatDuration,
	formatElapsed,
	formatShare,
} from "../../../../src/frontends/tui/text/units.js";

test.each([
	[formatCount(950), "950"],
	[formatCount(3140), "3.1k"],
	[formatCount(9960), "10k"],
	[formatCount(45_400), "45k"],
	[formatCount(1_240_000), "1.2M"],
	[formatBytes(512), "512"],
	[formatBytes(12_288), "12k"],
	[formatBytes(2.4 * 1024 ** 3), "2.4G"],
	[formatElapsed(12_900), "0:12"],
	[formatElapsed(725_000), "12:05"],
	[formatElapsed(3_723_000), "1:02:03"],
	[formatElapsed(-5), "0:00"],
	[formatDuration(80), "0.1 s"],
	[formatDuration(12_300), "12 s"],
	[formatDuration(125_000), "2:05"],
	[formatCost(0), "$0.00"],
	[formatCost(400), "$0.0004"],
	[formatCost(21_000), "$0.02"],
	[formatCost(null), "unknown"],
	[formatShare(0.612), "61%"],
])("%s is %s", (formatted, expected) => {
	expect(formatted).toBe(expected);
});
