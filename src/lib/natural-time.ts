// Times of day as people write them: 3pm, 15:30, half past three, noon.

import { lazy } from "./lazy.js";

export interface TimeOfDay {
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
}

const named: Readonly<Record<string, TimeOfDay>> = {
	noon: { hour: 12, minute: 0, second: 0 },
	midday: { hour: 12, minute: 0, second: 0 },
	midnight: { hour: 0, minute: 0, second: 0 },
	morning: { hour: 9, minute: 0, second: 0 },
	afternoon: { hour: 15, minute: 0, second: 0 },
	evening: { hour: 19, minute: 0, second: 0 },
};

const time = (hour: number, minute = 0, second = 0): TimeOfDay | undefined =>
	hour >= 0 && hour <= 24 && minute < 60 && second < 60 ? { hour: hour % 24, minute, second } : undefined;

/** Half of the day from "pm", "in the evening" …; undefined when nothing says. */
const halfOf = (text: string): "am" | "pm" | undefined => {
	if (/^(?:p|p\.?m\.?|in the afternoon|in the evening|at night|this afternoon|this evening|tonight)$/.test(text))
		return "pm";
	if (/^(?:a|a\.?m\.?|in the morning|this morning)$/.test(text)) return "am";
	return undefined;
};

const onClock = (hour: number, half: "am" | "pm" | undefined): number => {
	if (half === undefined || hour > 12) return hour;
	return (hour % 12) + (half === "pm" ? 12 : 0);
};

const half =
	"(a\\.?m\\.?|p\\.?m\\.?|a|p|in the morning|in the afternoon|in the evening|at night|this morning|this afternoon|this evening|tonight)?";
const clockPattern = lazy(
	() => new RegExp(`^(\\d{1,2})(?:[:.h](\\d{2})(?::(\\d{2}))?)?\\s*(o'clock)?\\s*${half}\\s*(?:hrs|hours|h)?$`),
);
const spokenPattern = lazy(
	() =>
		new RegExp(
			`^(half|quarter|a quarter|\\d{1,2}(?: minutes?)?) (past|after|to|before|till) (\\d{1,2}|noon|midnight)\\s*(?:o'clock)?\\s*${half}$`,
		),
);

/** Lower-case text that is a time and nothing else. A bare number is a time only with `allowBare`. */
export function parseTimeOfDay(text: string, allowBare = false): TimeOfDay | undefined {
	const trimmed = text
		.trim()
		.replace(/^(?:at|@)\s+/, "")
		.replace(/\s*o'?\s?clock\b/, " o'clock");
	const byName = named[trimmed.replace(/^(?:12 |the )/, "")];
	if (byName !== undefined) return byName;
	const clock = clockPattern().exec(trimmed);
	if (clock !== null) {
		const [, hour = "", minute, second = "0", clockWord, halfWord] = clock;
		if (minute === undefined && clockWord === undefined && halfWord === undefined && !allowBare) return undefined;
		return time(onClock(Number(hour), halfOf(halfWord ?? "")), Number(minute ?? 0), Number(second));
	}
	const military = /^(\d{2})(\d{2})\s*(?:hrs|hours|h)$/.exec(trimmed);
	if (military !== null) return time(Number(military[1]), Number(military[2]));
	const spoken = spokenPattern().exec(trimmed);
	if (spoken === null) return undefined;
	const [, part = "", direction = "", hourText = "", halfWord] = spoken;
	const hour = named[hourText]?.hour ?? onClock(Number(hourText), halfOf(halfWord ?? ""));
	const minutes = part === "half" ? 30 : part.endsWith("quarter") ? 15 : Number.parseInt(part, 10);
	const total = hour * 60 + (/past|after/.test(direction) ? minutes : -minutes);
	const wrapped = ((total % 1440) + 1440) % 1440;
	return time(Math.floor(wrapped / 60), wrapped % 60);
}
