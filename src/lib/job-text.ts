// A background job in words, for results of tools.
import { formatBytes, plural } from "./plural.js";

interface JobFacts {
	readonly id: string;
	readonly state: "running" | "exited" | "killed" | "lost";
	readonly exitCode?: number | null;
	readonly outputBytes: number;
	readonly stays: boolean;
	readonly startedAt: string;
	readonly endedAt?: string;
	readonly waitsForInput?: boolean;
}

/** `running`, `waits for input`, `exit code 1`, `killed`, `lost`. */
export function jobState({ state, exitCode, waitsForInput }: JobFacts): string {
	if (state === "running") return waitsForInput === true ? "waits for input" : "running";
	return state === "exited" && typeof exitCode === "number" ? `exit code ${exitCode}` : state;
}

/** `42 s`, `3 min`, `2 h 5 min`, `4 d 1 h`. */
export function jobAge({ startedAt, endedAt }: JobFacts, nowMs: number): string {
	const seconds = Math.max(
		0,
		Math.round(((endedAt === undefined ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt)) / 1000),
	);
	if (seconds < 60) return `${seconds} s`;
	const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
	if (hours < 1) return `${minutes} min`;
	return days < 1 ? `${hours} h ${minutes % 60} min` : `${days} d ${hours % 24} h`;
}

/** What to do about a job in this state; undefined where there is nothing to say. */
export function jobHint({ state, waitsForInput }: JobFacts): string | undefined {
	if (waitsForInput === true)
		return `nobody can give it input: if it needs some, end it with kill_job and use an option that asks nothing`;
	return state === "lost" ? "nobody saw how it ended" : undefined;
}

/** `[job-3 running, 1.2 kB of output so far]`. */
export function jobNote(job: JobFacts, extra: readonly string[] = []): string {
	const hint = jobHint(job);
	const parts = [
		`${job.id} ${jobState(job)}`,
		`${job.outputBytes === 0 ? "no" : formatBytes(job.outputBytes)} output`,
		...extra,
	];
	return `[${parts.join(", ")}${hint === undefined ? "" : `; ${hint}`}]`;
}

export const jobCount = (jobs: readonly JobFacts[]): string => {
	const running = jobs.filter(({ state }) => state === "running").length;
	return running === jobs.length
		? `${plural(running, "job")} running`
		: `${plural(jobs.length, "job")}, ${running} running`;
};
