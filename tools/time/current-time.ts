import { DateTime } from "luxon";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { placeFor, zonedTime } from "../../src/lib/zoned-time.js";

/** The time now in a place. Throws NexusError `time.unknown-place`, naming the nearest ones. */
export const currentTimeTool = defineTool({
	name: "current_time",
	category: "time",
	description: "The current date and time here, or in a city, country or time zone.",
	keywords: ["now", "clock", "today", "date", "what time is it"],
	effects: [],
	input: z.object({
		place: z.string().max(100).optional().describe("city, country, IANA zone or abbreviation; default here"),
	}),
	output: z.object({
		place: z.string(),
		zone: z.string(),
		iso: z.string(),
		local: z.string(),
		weekday: z.string(),
		offset: z.string(),
		unix: z.int(),
	}),
	title: ({ place }) => place ?? "here",
	async run({ place }, { clock, timeZone }) {
		const found = placeFor(place, timeZone);
		if ("problem" in found) throw new NexusError("time.unknown-place", found.problem, { hint: found.hint });
		const now = DateTime.fromJSDate(clock.now(), { zone: found.zone });
		const time = zonedTime(now, found);
		const details = { ...time, iso: now.toISO() ?? "", unix: Math.floor(now.toSeconds()) };
		const assumed = found.isGuess ? ` (taking "${place}" for ${found.name})` : "";
		return {
			content: `${time.place}: ${time.weekday} ${time.local} (${time.zone}, UTC${time.offset})${assumed}`,
			details,
			summary: `${time.local} in ${time.place}`,
		};
	},
});
