// A time of one place told in another, and how far apart two places are.

import type { JsonObject } from "../../../contracts/json.js";
import { parseMoment } from "../../../lib/natural-date.js";
import { parseTimeOfDay } from "../../../lib/natural-time.js";
import { findPlace, resolvePlace } from "../../../lib/places.js";
import { someDay } from "../language/moments.js";
import { call, detailsOf, type Step, step, textOf } from "../plan.js";
import { isHere, parts, trimPlace, utc } from "./clock-steps.js";

const isTime = (text: string): boolean => {
	const plain = text.trim().toLowerCase();
	return parseTimeOfDay(plain, true) !== undefined || parseMoment(plain, someDay())?.hasTime === true;
};

const isPlace = (text: string): boolean => resolvePlace(trimPlace(text)) !== undefined || isHere(text.trim());

const told = (time: string, from: string, to: string): Step =>
	step(
		call("convert_time", {
			time: time.trim(),
			from: isHere(from) ? "here" : trimPlace(from),
			to: isHere(to) ? "here" : trimPlace(to),
		}),
		([outcome]) => {
			const details = detailsOf(outcome);
			const [start, end] = [details.from as JsonObject, details.to as JsonObject];
			const [left, right] = [parts(start), parts(end)];
			const shift = Number(details.dayDifference);
			const day = shift === 0 ? "" : shift > 0 ? " the next day" : " the day before";
			return `${left.time} in ${textOf(start.place)} is ${right.time}${day} in ${textOf(end.place)} (${textOf(end.weekday)}, ${right.date}, ${utc(textOf(end.offset))}).`;
		},
	);

/** "3pm EST", "noon in Paris", "9 am London time" as a time and a place. */
function timeAndPlace(text: string): readonly [string, string] | undefined {
	const apart = /^(.+?) (?:in|at|from) (.+)$/i.exec(text);
	if (apart !== null && isTime(apart[1] ?? "") && isPlace(apart[2] ?? "")) return [apart[1] ?? "", apart[2] ?? ""];
	const words = text.split(/\s+/);
	for (let cut = words.length - 1; cut > 0; cut--) {
		const [time, place] = [words.slice(0, cut).join(" "), words.slice(cut).join(" ")];
		if (isTime(time) && isPlace(place)) return [time, place];
		if (isPlace(time) && isTime(place) && findPlace(trimPlace(time)) !== undefined) return [place, time];
	}
	const day = /^(.+?) (tomorrow|today|tonight|on \w+)$/i.exec(text);
	const inner = day === null ? undefined : timeAndPlace(day[1] ?? "");
	return inner === undefined ? undefined : [`${inner[0]} ${day?.[2]}`, inner[1]];
}

const convertLead =
	/^(?:convert|change|translate|turn|express|what is|what time is|what time will it be at|what would|what will|if it is|when it is|if (?:it|the time) is|when (?:the clock|the time) is|at|show|give me|tell me|if (?:my|the|our|a) \w+ (?:is|starts|begins|happens)(?: at)?|a meeting at|(?:my|the|our) (?:meeting|call|flight) is at|meeting at|call at)\s+/i;

export function matchConversion(written: string): Step | undefined {
	const text = written.replace(/ for (?:someone|somebody|people|me|them|us|my \w+|our \w+|a \w+)(?= in )/i, "");
	const forms: readonly RegExp[] = [
		/^(.+?),? (?:to|in|into|as)(?: the)? (.+?)(?: time)?$/i,
		/^(.+?),? (?:is )?(?:what time|what is the time|how late|what is it|which time)(?: is it| will it be| would it be| would that be| is that)? (?:in|at|for) (.+)$/i,
		/^(.+?),? (?:then )?what (?:time )?(?:is|will|would) (?:it|that|the time)(?: be)? (?:in|at|for) (.+)$/i,
	];
	const opposite =
		/^(?:when|if) (?:in|at) (.+?) (?:it is|is it|is|the time is|we have) (.+?),? (?:then )?(?:which|what)(?: is(?: the)?)? (?:time|hour|o'?clock)(?: is it| it is| is)?(?: then)? (?:in|at) (.+)$/i.exec(
			text,
		);
	if (opposite !== null && isPlace(opposite[1] ?? "") && isTime(opposite[2] ?? "") && isPlace(opposite[3] ?? ""))
		return told(opposite[2] ?? "", opposite[1] ?? "", opposite[3] ?? "");
	const would =
		/^(?:what|which) time (?:would|will|is|does) (.+) (?:be|correspond to|mean|translate to) (?:in|for|at) (.+)$/i.exec(
			text,
		) ??
		/^(?:what|which) time (?:would|will|is|does) (.+) (?:in|for|at) (.+)$/i.exec(text) ??
		/^(.+?),? (?:and |so )?(?:when|what|how late) (?:is|would|will) (?:that|it)(?: be)? (?:in|for|at) (.+)$/i.exec(
			text,
		) ??
		/^(.+?),? (?:that is|is|so that is|makes) (?:what|which) (?:time|hour|o'?clock)(?: is it)? (?:in|for|at) (.+)$/i.exec(
			text,
		);
	if (would !== null && isPlace(would[2] ?? "")) {
		const words = (would[1] ?? "").split(" ");
		// "the game starts 8pm in Madrid": the time starts at one of the words.
		for (let start = 0; start < Math.min(words.length - 1, 6); start++) {
			const source = timeAndPlace(words.slice(start).join(" "));
			if (source !== undefined && /\d|noon|midnight/i.test(source[0]))
				return told(source[0], source[1], would[2] ?? "");
		}
	}
	const body = text
		.replace(/\s*(?:=|->|→)\s*\??\s*(?:in )?/, " to ")
		.replace(/^(?:my|the|our) (?:meeting|call|flight|appointment) is at .*/i, (all) =>
			/\b(?:what|when|which|convert|how)\b|\?|=/.test(all) ? all : "",
		)
		.replace(convertLead, "")
		.replace(/^(?:the time |time )(?:of |is )?/i, "")
		.replace(/ (?:to|into|in) (?:the )?(?:corresponding|equivalent|matching|same|local) time (?:in|of|for) /i, " to ");
	const between = /^(.+?) (?:from )(.+?) (?:to|into|in) (.+)$/i.exec(body);
	if (between !== null && isTime(between[1] ?? "") && isPlace(between[2] ?? "") && isPlace(between[3] ?? ""))
		return told(between[1] ?? "", between[2] ?? "", between[3] ?? "");
	const turned =
		/^(?:what time is it|what is the time|what time will it be|what time) in (.+?) (?:when|if|at) (?:it is |the time is |its )?(.+)$/i.exec(
			text,
		);
	if (turned !== null && isPlace(turned[1] ?? "")) {
		const source = timeAndPlace(turned[2] ?? "");
		if (source !== undefined) return told(source[0], source[1], turned[1] ?? "");
		if (isTime(turned[2] ?? "")) return told(turned[2] ?? "", "here", turned[1] ?? "");
	}
	// Every place at which the target may start: "18:00 in Berlin to San Francisco time".
	for (const joint of body.matchAll(/,? (?:to|into|in|as|->|=>|→) (?:the )?/gi)) {
		const [left, right] = [body.slice(0, joint.index), body.slice(joint.index + joint[0].length)];
		const source =
			!/\b(?:what|which|when|is|thats?)\b/i.test(left + right) && isPlace(right) ? timeAndPlace(left) : undefined;
		if (source !== undefined) return told(source[0], source[1], right);
	}
	for (const form of [...forms].reverse()) {
		const match = form.exec(body);
		if (match === null || !isPlace(match[2] ?? "")) continue;
		const left = (match[1] ?? "").replace(/ (?:is|be|to|mean|translate to)$/i, "");
		const source = timeAndPlace(left);
		if (source !== undefined) return told(source[0], source[1], match[2] ?? "");
		// "what is 3pm in Tokyo": here to there, when the words say that a time is turned.
		if (
			isTime(left) &&
			parseTimeOfDay(left.toLowerCase().trim()) !== undefined &&
			!/\b(?:what|which|thats?|when)\b/i.test(match[2] ?? "")
		)
			return told(left, "here", match[2] ?? "");
	}
	return undefined;
}

export function matchDifference(text: string): Step | undefined {
	const patterns: readonly RegExp[] = [
		/^(?:what is |how (?:much|big|large) is |tell me )?(?:the )?(?:time|hour|hours|time ?zone) (?:difference|gap|offset) (?:between|of|from) (.+?) (?:and|to|vs) (.+)$/i,
		/^how many hours (?:are (?:there )?|is (?:it )?)?(?:between|ahead|behind|of difference between|difference between|apart are) (.+?) (?:and|of|to) (.+)$/i,
		/^how (?:many hours|far|much) (?:ahead|behind)(?: of)? (?:is )?(.+?) (?:is|of|from|than|compared to) (.+)$/i,
		/^how (?:many hours|far|much) (?:ahead|behind) is (.+?) (?:of|from|than|compared to) (.+)$/i,
		/^how many hours is (.+?) (?:ahead|behind|ahead of|behind from|away)(?: of| from)? (.+)$/i,
		/^(?:is )?(.+?) (?:ahead of|behind|earlier than|later than) (.+?)(?: by how (?:much|many hours))?$/i,
	];
	const pair = patterns
		.map((pattern) => pattern.exec(text))
		.find((found) => found !== null && isPlace(found[1] ?? "") && isPlace(found[2] ?? ""));
	if (pair === null || pair === undefined) return undefined;
	const [from, to] = [trimPlace(pair[1] ?? ""), trimPlace(pair[2] ?? "")];
	return step(call("convert_time", { time: "now", from, to }), ([outcome]) => {
		const details = detailsOf(outcome);
		const [start, end] = [details.from as JsonObject, details.to as JsonObject];
		const minutes = (text: string): number => {
			const match = /^([+-])(\d+):(\d+)$/.exec(text);
			return match === null ? 0 : (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
		};
		const hours = (minutes(textOf(end.offset)) - minutes(textOf(start.offset))) / 60;
		if (hours === 0)
			return `${textOf(start.place)} and ${textOf(end.place)} have the same time (${parts(start).time}), a difference of 0 hours.`;
		return `${textOf(end.place)} is ${Math.abs(hours)} hours ${hours > 0 ? "ahead of" : "behind"} ${textOf(start.place)}: ${parts(start).time} in ${textOf(start.place)} is ${parts(end).time} in ${textOf(end.place)}.`;
	});
}
