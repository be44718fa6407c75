// Which sandbox there is on this system, and how a command is put into it.
import { closeSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxStatus } from "../contracts/ports.js";
import { bubblewrapArguments, type SandboxPlan, writableRealRoots } from "./bubblewrap.js";
import { isProgram, real } from "./look-at.js";
import { seatbeltProfile } from "./seatbelt.js";
import { openSocketFilter } from "./socket-filter.js";

export interface Wrapped {
	readonly line: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** Passed on as descriptor 3. */
	readonly descriptor: number | undefined;
	/** Gives back what was opened and made for it. */
	dispose(): void;
}

export interface SandboxLane {
	readonly kind: Exclude<SandboxStatus["kind"], "none">;
	/** Nothing inside outlives its first process. */
	readonly isContained: boolean;
	wrap(plan: SandboxPlan, command: readonly string[]): Wrapped;
}

/** Only the private folder takes what programs keep beside their work. */
const privately = (folder: string) => ({
	TMPDIR: folder,
	XDG_CACHE_HOME: join(folder, ".cache"),
	npm_config_cache: join(folder, ".npm"),
	npm_config_update_notifier: "false",
});

/** @param hasSizes from bubblewrap 0.7 on its private folders can be kept small */
const bubblewrap = (program: string, hasSizes: boolean): SandboxLane => ({
	kind: "bubblewrap",
	isContained: true,
	wrap: (plan, command) => {
		const descriptor = openSocketFilter();
		const filter = descriptor === undefined ? {} : { filter: 3 };
		const scratchMb = hasSizes ? plan.scratchMb : undefined;
		return {
			line: [program, ...bubblewrapArguments({ ...plan, ...filter, scratchMb }), ...command],
			env: privately("/tmp"),
			descriptor,
			dispose: () => {
				if (descriptor !== undefined) closeSync(descriptor);
			},
		};
	},
});

const seatbelt = (program: string): SandboxLane => ({
	kind: "seatbelt",
	isContained: false,
	wrap: (plan, command) => {
		const folder = realpathSync(mkdtempSync(join(tmpdir(), "nexus-sandbox-")));
		const profile = seatbeltProfile({
			network: plan.network,
			writableRoots: [...writableRealRoots(plan), folder],
			hidden: plan.hidden.map((path) => real(path) ?? path),
			userHome: real(plan.userHome) ?? plan.userHome,
		});
		return {
			line: [program, "-p", profile, ...command],
			env: privately(folder),
			descriptor: undefined,
			dispose: () => rmSync(folder, { recursive: true, force: true }),
		};
	},
});

const sandboxExec = "/usr/bin/sandbox-exec";

/** The lanes of this system, the best first, or why there is none. They still have to prove themselves. */
export async function findLanes(
	which: (program: string) => Promise<string | undefined>,
	platform: string = process.platform,
): Promise<readonly SandboxLane[] | string> {
	if (platform === "darwin") {
		return (await isProgram(sandboxExec)) ? [seatbelt(sandboxExec)] : `${sandboxExec} is not there`;
	}
	if (platform !== "linux") return `there is no sandbox for ${platform} yet`;
	const program = await which("bwrap");
	if (program === undefined) return "bubblewrap is not installed (Debian: apt install bubblewrap)";
	return [bubblewrap(program, true), bubblewrap(program, false)];
}
