// What the figures were taken on.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";

export interface Machine {
	readonly date: string;
	readonly nexus: string;
	readonly commit: string;
	readonly node: string;
	readonly system: string;
	readonly cpu: string;
	readonly cores: number;
	readonly memoryGb: number;
	/** Runnable processes when the run began: well above 0, other work shared the machine. */
	readonly loadAverage: number;
}

export const describeMachine = (): Machine => ({
	date: new Date().toISOString().slice(0, 10),
	nexus: JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version as string,
	commit: commit(),
	node: process.versions.node,
	system: `${platform()} ${release()}`,
	cpu: cpus()[0]?.model ?? "unknown",
	cores: cpus().length,
	memoryGb: Math.round(totalmem() / 1e9),
	loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10,
});

const commit = (): string => {
	try {
		return execFileSync("git", ["rev-parse", "--short", "HEAD"], {
			cwd: new URL("..", import.meta.url),
			encoding: "utf8",
			stdio: ["ignore", "pipe", "ignore"],
		}).trim();
	} catch {
		return "unknown";
	}
};
