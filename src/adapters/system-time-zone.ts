// The time zone of this machine, without loading the data of Intl where a look at the system tells it as well (25 ms).
import { existsSync, readlinkSync } from "node:fs";

const folder = "/usr/share/zoneinfo/";
const zoneName = /^(?:UTC|[A-Z][A-Za-z]+(?:\/[A-Za-z][\w+-]*)+)$/;

/** An IANA name: from TZ, from the link /etc/localtime (see localtime(5)), or as Intl finds it. */
export const systemTimeZone = (env: Readonly<Record<string, string | undefined>>): string =>
	fromSystem(env.TZ) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

const fromSystem = (set: string | undefined): string | undefined => {
	const name = set ?? localtime();
	if (name === undefined || !zoneName.test(name)) return undefined;
	if (name === "UTC" || name === "Etc/UTC") return "UTC";
	return existsSync(folder + name) ? name : undefined;
};

const localtime = (): string | undefined => {
	try {
		return /zoneinfo\/(?:posix\/)?(.*)$/.exec(readlinkSync("/etc/localtime"))?.[1];
	} catch {
		return undefined;
	}
};
