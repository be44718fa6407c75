import { describe, expect, test } from "vitest";
import { systemTimeZone } from "../../src/adapters/system-time-zone.js";

const found = Intl.DateTimeFormat().resolvedOptions().timeZone;

describe("the zone that TZ names", () => {
	test.each([
		["UTC", "UTC"],
		["Etc/UTC", "UTC"],
		// What is no name of a zone is left to Intl.
		["", found],
		[":Europe/Berlin", found],
		["EST5EDT4", found],
		["../../etc/passwd", found],
		["Nowhere/Atall", found],
	])("%s", (set, zone) => {
		expect(systemTimeZone({ TZ: set })).toBe(zone);
	});
});

test("without TZ it is a zone that Intl knows", () => {
	const zone = systemTimeZone({});
	expect(() => new Intl.DateTimeFormat("en", { timeZone: zone })).not.toThrow();
});
