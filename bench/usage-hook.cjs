// Loaded into a measured process: at its end it writes what it used. CPU in seconds, memory in MB (10^6 bytes).
const { writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

const path = process.env.BENCH_USAGE_FILE;
if (isMainThread && path !== undefined) {
	process.on("exit", () => {
		const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
		writeFileSync(path, JSON.stringify({ cpuS: (userCPUTime + systemCPUTime) / 1e6, peakMb: (maxRSS * 1024) / 1e6 }));
	});
}
