import { describe, expect, test } from "vitest";
import { gistsOf, sureGistsOf, withDate, withPlace, withRange } from "../../../src/providers/offline/gist/index.js";
import { sceneOf } from "../../../src/providers/offline/gist/scene.js";
import {
	datesIn,
	durationsIn,
	placesIn,
	timesIn,
	withFullDates,
} from "../../../src/providers/offline/language/moments.js";

describe("requests read by what stands in them", () => {
	test.each([
		["The recipe says 350 degrees Fahrenheit but my oven only has Celsius.", "convert 350 Fahrenheit to Celsius"],
		["how much is 3 and a half pounds of apples in kilos", "convert 3.5 pounds to kilos"],
		["Client in Sydney wants 9am their time. What is that in Berlin?", "convert 9am in Sydney to Berlin"],
		["standup is 9:30am in Austin - when is that for the folks in Bangalore?", "convert 9:30am in Austin to Bangalore"],
		["Kickoff is on March 3 2027, which weekday would that be?", "what day of the week is March 3 2027"],
		["an invoice dated 2026-10-15 with 60 day terms falls due when?", "what date is 60 day after 2026-10-15"],
		["We ship 45 working days after 2026-12-01. Which date?", "45 business days after 2026-12-01"],
		[
			"We went from 4,200 to 5,100 signups, what's that as a percentage increase?",
			"percentage change from 4200 to 5100",
		],
		["our scores were 42, 47 and 51; what's the average?", "average of 42, 47, 51"],
		["Split 9,876.54 equally among seven partners", "9876.54 / 7"],
		["I had 500 dollars, spent 120 on food and 75 on gas; what remains?", "what is 500 - 120 - 75"],
		["there were 120 guests, 35 left early and 10 more came; how many remain?", "what is 120 - 35 + 10"],
		["what remains of 300 after spending 45 and 80", "what is 300 - 45 - 80"],
		["She had 50 stamps, got 20 more and gave away 15. How many are left?", "what is 50 + 20 - 15"],
		["Tea 2.50, cake 4.20 and a juice for 3: how much altogether?", "what is 2.50 + 4.20 + 3"],
		["a train travels 240 km in 3 hours, what is its average speed", "what is 240 / 3"],
		["how far do I get at 80 km/h in 90 minutes", "what is 80 * (90 / 60)"],
		["what will 1000 be worth after 5 years at 3% interest", "what is 1000 * (1 + 3/100)^5"],
		["simple interest on 1000 at 5% for 4 years", "what is 1000 * 5/100 * 4"],
		["if 5 books cost 60, how much do 8 cost?", "what is 60 / 5 * 8"],
		["the bill is 84.50, add 20% tip and split it between 3", "what is 84.50 * (1 + 20/100) / 3"],
		["how many ways can 5 people sit in a row", "what is 5!"],
		["how many teams of 3 can I pick from 12 players", "what is 12 choose 3"],
		["copy me the file liste.csv in the folder Archiv", "copy liste.csv to Archiv/"],
		["trial.json must become trial.csv", "convert trial.json to trial.csv"],
		['I want the lines with "ERROR" from etl.log', 'search for "ERROR" in etl.log'],
		["verify a process named redis is running", "is redis running"],
		["check that `[3,1,2].sort()` evaluates properly in JavaScript", "run this javascript code: [3,1,2].sort()"],
		["There was something I told you about the boiler man. What was it?", "recall boiler man"],
		["matrix [[1,1],[0,1]] times vector [3,4]", "multiply [[1,1],[0,1]] by [3,4]"],
	])("%s → %s", (request, plain) => {
		expect(gistsOf(request, false)).toContain(plain);
	});

	test.each([
		"my phone died at like 3 percent, so annoying",
		"I ran 5 miles in my new shoes",
		"I had 500 dollars and spent 120, feels bad",
		"we met in Paris at 3pm in 2010",
		"don't delete notes.txt",
		"write a story about notes.txt",
		"why is 17 a prime number?",
		"how do I convert a Word file to PDF?",
		"a\nb",
		"x ".repeat(300),
	])("nothing is read into %j", (text) => {
		expect(gistsOf(text, false)).toEqual([]);
	});

	test("what stands before a request is filled in", () => {
		expect(withPlace("My cousin lives in Melbourne, what's the time there?")).toBe(
			"My cousin lives in Melbourne, what's the time in Melbourne?",
		);
		expect(withPlace("is there a file?")).toBe("is there a file?");
		expect(withDate("which weekday is 2027-04-09, and what week is that date in?")).toContain(
			"what week is 2027-04-09 in",
		);
		expect(withDate("what is that date")).toBeUndefined();
		expect(withRange("what's in notes.md? just the top 20 lines")).toBe("show the top 20 lines of notes.md");
		expect(sureGistsOf("We go live on 2027-02-01; which date is 14 days earlier?")).toEqual([
			"what date is 14 days before 2027-02-01",
		]);
	});
});

test("literal parts are taken out of a request", () => {
	const scene = sceneOf('copy "my letter.txt" to docs/, fetch https://example.com/a, run `ls -l` and say "hi"', false);
	expect(scene.files).toEqual(["my letter.txt", "docs/"]);
	expect(scene.urls).toEqual(["https://example.com/a"]);
	expect(scene.codes).toEqual(["`ls -l`"]);
	expect(scene.quotes).toEqual(["hi"]);
	expect(scene.words).toBe("copy <f0> to <f1>, fetch <u0>, run <c0> and say <q0>");
	expect(sceneOf("which kernel/OS and 2/3 of .docx files mention console.log", false).files).toEqual([]);
});

describe("moments in a text", () => {
	const texts = (found: readonly { readonly text: string }[]) => found.map(({ text }) => text);

	test.each([
		["due 2027-01-02 or March 3rd, 2027 or 4. May 2027", ["2027-01-02", "March 3rd, 2027", "4 May 2027"]],
		["from christmas 2027 to tomorrow", ["christmas 2027", "tomorrow"]],
		["split 3870/6/9 in may be 45", []],
	])("dates of %j", (text, dates) => {
		expect(texts(datesIn(text))).toEqual(dates);
	});

	test("durations, times and places", () => {
		expect(texts(durationsIn("3 weeks and 2 days or a 60-day term"))).toEqual(["3 weeks and 2 days", "60 day"]);
		expect(texts(timesIn("3pm, 14:05, 12:00 noon and half past 9"))).toEqual(["3pm", "14:05", "noon", "half past 9"]);
		expect(texts(placesIn("from New York to Tokio, then Nice work in Buenos Aires"))).toEqual([
			"New York",
			"Tokio",
			"Buenos Aires",
		]);
		expect(withFullDates("between 9 and 23 August 2027")).toBe("between 9 August 2027 and 23 August 2027");
		expect(withFullDates("August 9 to 23")).toBe("August 9 to August 23");
	});
});
