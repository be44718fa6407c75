import { describe, expect, test } from "vitest";
import { findPlace, nearestPlaces, resolvePlace } from "../../src/lib/places.js";

describe("findPlace", () => {
	test.each([
		["Tokyo", "Asia/Tokyo"],
		["tokyo?", "Asia/Tokyo"],
		["new york", "America/New_York"],
		["NYC", "America/New_York"],
		["the UK", "Europe/London"],
		["São Paulo", "America/Sao_Paulo"],
		["sao paulo", "America/Sao_Paulo"],
		["Paris, France", "Europe/Paris"],
		["paris france", "Europe/Paris"],
		["London UK", "Europe/London"],
		["Kyiv", "Europe/Kyiv"],
		["EST", "America/New_York"],
		["pacific time", "America/Los_Angeles"],
		["eastern standard time", "America/New_York"],
		["JST", "Asia/Tokyo"],
		["UTC", "UTC"],
		["utc+5:30", "UTC+5:30"],
		["GMT-3", "UTC-3"],
		["Europe/Berlin", "Europe/Berlin"],
		["America/Argentina/Ushuaia", "America/Argentina/Ushuaia"],
		["india", "Asia/Kolkata"],
		["California", "America/Los_Angeles"],
		["the city of Ghent", "Europe/Brussels"],
		["Mexico City", "America/Mexico_City"],
		["St. Petersburg", "Europe/Moscow"],
		["Ulan Bator", "Asia/Ulaanbaatar"],
		["Easter", "Pacific/Easter"],
	])("%s is in %s", (text, zone) => {
		expect(findPlace(text)?.zone).toBe(zone);
	});

	test.each(["the meaning of life", "", "xyzzy", "x".repeat(500), "America/Nowhere", "utc+99"])(
		"%s is no place",
		(text) => {
			expect(findPlace(text)).toBeUndefined();
		},
	);
});

describe("resolvePlace", () => {
	test.each([
		["Tokio", "Asia/Tokyo"],
		["Lodnon", "Europe/London"],
		["Pariss", "Europe/Paris"],
		["Sydny", "Australia/Sydney"],
		["Bangalor", "Asia/Kolkata"],
		["san fransisco", "America/Los_Angeles"],
		["Berln", "Europe/Berlin"],
		["singapor", "Asia/Singapore"],
		["Reykjavic", "Atlantic/Reykjavik"],
	])("%s is taken for a place in %s, and says so", (text, zone) => {
		expect(resolvePlace(text)).toMatchObject({ zone, isGuess: true });
	});

	test("a name that is right is no guess", () => {
		expect(resolvePlace("Tokyo")).toMatchObject({ name: "Tokyo", isGuess: false });
	});

	test("nothing near is nothing", () => {
		expect(resolvePlace("Xyzzyville")).toBeUndefined();
		expect(nearestPlaces("Otawwa")).toContain("Ottawa");
	});
});
