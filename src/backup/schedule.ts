/** Whether a backup is due. One with a time to come, of a clock that was wrong, does not count. */
export const isBackupDue = async (
	schedule: string,
	times: readonly Date[],
	now: Date,
	timeZone: string | undefined,
): Promise<boolean> => {
	if (schedule === "off") return false;
	const past = times.map((time) => time.getTime()).filter((timeMs) => timeMs <= now.getTime());
	if (past.length === 0) return true;
	const lastMs = Math.max(...past);
	const days = { daily: 1, weekly: 7 }[schedule];
	if (days !== undefined) return now.getTime() - lastMs >= days * dayMs;
	const { Cron } = await import("croner");
	const next = new Cron(schedule, { ...(timeZone === undefined ? {} : { timezone: timeZone }) }).nextRun(
		new Date(lastMs),
	);
	return next !== null && next.getTime() <= now.getTime();
};

const dayMs = 86_400_000;
