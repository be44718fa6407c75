// Names this process so that another one can tell whether it still lives: its id alone may have been reused.
import { readFileSync } from "node:fs";

/** `pid:start`, where start is the kernel's start time where /proc tells it. */
export const processOwner = (pid = process.pid): string => `${pid}:${startTime(pid) ?? ""}`;

/** Whether the process that named itself so is still there; one that has ended but that nobody collects is not. */
export const isOwnerAlive = (owner: string): boolean => {
	const [pidText, start] = owner.split(":");
	const pid = Number(pidText);
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
	const [state = ""] = statOf(pid);
	return !/[ZX]/.test(state) && (startTime(pid) ?? "") === start;
};

const startTime = (pid: number): string | undefined => statOf(pid)[19];

/** /proc/<pid>/stat from its third field, the state, on (man 5 proc); the name before it may hold spaces and brackets. */
const statOf = (pid: number): readonly string[] => {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	} catch {
		return [];
	}
};
