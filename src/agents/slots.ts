// How many agents may work at once on this machine (SPEC 18.3): a function of what is measured, and of nothing else.

export interface Headroom {
	readonly cpus: number;
	/** 0 to 1, of all of them. */
	readonly cpuBusy: number;
	readonly memoryFreeBytes: number;
	readonly memoryTotalBytes: number;
	/** What is left of the tightest rate limit, 0 to 1; undefined: the service tells none. */
	readonly rateLimitLeft: number | undefined;
	/** Agents that work now. */
	readonly working: number;
}

export interface Slots {
	/** At least 1: somebody must be able to go on. */
	readonly slots: number;
	/** What limits them, in words: follows "waits: ". */
	readonly reason: string;
}

/** An agent mostly waits for its model; its tools are what loads a processor. */
const agentsPerCpu = 4;
/** What an agent and a tool of its may take, and what the rest of the machine keeps. */
const agentBytes = 96 * 1024 * 1024;
const reserveShare = 0.1;
const busyCpu = 0.9;

export const slotsFor = (room: Headroom): Slots => {
	const percent = (share: number) => `${Math.round(share * 100)} %`;
	const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
	const most = Math.max(4, room.cpus * agentsPerCpu);
	const free = room.memoryFreeBytes - room.memoryTotalBytes * reserveShare;
	const byMemory = room.working + Math.max(0, Math.floor(free / agentBytes));
	const candidates: Slots[] = [
		{ slots: most, reason: `${room.working} agents work already, and ${room.cpus} processors are there` },
		{ slots: byMemory, reason: `${megabytes(room.memoryFreeBytes)} of memory are free` },
	];
	if (room.cpuBusy >= busyCpu)
		candidates.push({ slots: room.working, reason: `the processors are ${percent(room.cpuBusy)} busy` });
	if (room.rateLimitLeft !== undefined && room.rateLimitLeft < 0.5) {
		// All of it for a half that is left, none further at a twentieth.
		const share = Math.max(0, (room.rateLimitLeft - 0.05) / 0.45);
		const reason = `${percent(room.rateLimitLeft)} of the model's rate limit are left`;
		candidates.push({ slots: Math.floor(most * share), reason });
	}
	const tightest = candidates.reduce((least, each) => (each.slots < least.slots ? each : least));
	return { slots: Math.max(1, tightest.slots), reason: tightest.reason };
};
