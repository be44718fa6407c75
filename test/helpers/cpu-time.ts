/** Milliseconds of processor that this thread has used: the same on a busy machine, unlike the time on the wall. */
export const cpuMs = (): number => {
	const { user, system } = process.threadCpuUsage();
	return (user + system) / 1000;
};
