import { DateTime } from "luxon";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { parseTimeOfDay } from "../../src/lib/natural-time.js";
import { placeFor, readMoment, zonedTime } from "../../src/lib/zoned-time.js";

const zoned = z.object({
	place: z.string(),
	zone: z.string(),
	local: z.string(),
	weekday: z.string(),
	offset: z.string(),
});

/** A time in one place told in another. Throws NexusError `time.unknown-place` or `time.not-understood`. */
export const convertTimeTool = defineTool({
	name: "convert_time",
	category: "time",
	description: "Convert a time from one place or time zone to another.",
	keywords: ["zone", "meeting", "utc", "gmt"],
	effects: [],
	input: z.object({
		time: z.string().min(1).max(200).describe('e.g. "3pm", "2026-05-01 14:00", "noon tomorrow", "now"'),
		from: z.string().max(100).describe("place or zone in which the time is meant"),
		to: z.string().max(100).describe("place or zone to tell it in"),
	}),
	output: z.object({ from: zoned, to: zoned, dayDifference: z.int() }),
	title: ({ time, from, to }) => `${time} ${from} in ${to}`,
	async run({ time, from, to }, { clock, timeZone }) {
		const [source, target] = [placeFor(from, timeZone), placeFor(to, timeZone)];
		for (const place of [source, target]) {
			if ("problem" in place) throw new NexusError("time.unknown-place", place.problem, { hint: place.hint });
		}
		if ("problem" in source || "problem" in target) throw new NexusError("time.unknown-place", "No such place");
		const now = DateTime.fromJSDate(clock.now(), { zone: source.zone });
		const bare = parseTimeOfDay(time.trim().toLowerCase(), true);
		const moment =
			bare === undefined ? await readMoment(time, now) : { date: now.startOf("day").set(bare), hasTime: true };
		if (moment === undefined) {
			throw new NexusError("time.not-understood", `"${time}" is not understood as a time`, {
				hint: 'Write it as "15:00", "3pm" or "2026-05-01 14:00".',
			});
		}
		const [start, end] = [zonedTime(moment.date, source), zonedTime(moment.date, target)];
		const dayOf = (local: string) => DateTime.fromISO(local.slice(0, 10), { zone: "utc" });
		const dayDifference = Math.round(dayOf(end.local).diff(dayOf(start.local), "days").days);
		const details = { from: { ...start }, to: { ...end }, dayDifference };
		return {
			content: `${start.weekday} ${start.local} in ${start.place} is ${end.weekday} ${end.local} in ${end.place} (UTC${end.offset})`,
			details,
			summary: `${end.local} in ${end.place}`,
		};
	},
});
