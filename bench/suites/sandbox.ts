// What the sandbox adds to the start of a command: a shell that does nothing, in it and by itself, in turns.
import { spawn } from "node:child_process";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProcesses } from "../../src/adapters/execa-processes.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import { now } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";

const command = { file: "/bin/bash", args: ["-c", ":"] } as const;

export const sandboxSuite: Suite = {
	name: "sandbox",
	parts: [{ rows: ["sandbox.start", "sandbox.proof"], measure: measureStart }],
};

/** A workspace of 600 folders with a repository, as bubblewrap's arguments are made from what is there. */
function makeWorkspace(folder: string): string {
	const cwd = join(realpathSync(folder), "work");
	for (const name of [".git/objects", ".git/refs", ".git/hooks"]) mkdirSync(join(cwd, name), { recursive: true });
	writeFileSync(join(cwd, ".git/HEAD"), "ref: refs/heads/main\n");
	for (let i = 0; i < 600; i++) mkdirSync(join(cwd, `src/${i % 20}/${i}`), { recursive: true });
	return cwd;
}

const bare = (): Promise<void> =>
	new Promise((resolve, reject) => {
		spawn(command.file, command.args, { stdio: "ignore" })
			.once("error", reject)
			.once("close", () => resolve());
	});

async function measureStart(context: SuiteContext): Promise<void> {
	const workspace = makeWorkspace(context.folder());
	const processes = createProcesses({ workspace, clock: systemClock, home: context.folder() });
	try {
		const proofMs = now();
		const { works, reason } = await processes.sandbox();
		if (!works) throw new Error(reason);
		context.measured("sandbox.proof", [now() - proofMs]);
		const sandboxed = () => processes.run({ ...command, sandbox: { network: false, writableRoots: [workspace] } });
		const added: number[] = [];
		for (let run = 0; run < context.times(60); run++) {
			const startedMs = now();
			await bare();
			const bareMs = now() - startedMs;
			await sandboxed();
			added.push(now() - startedMs - 2 * bareMs);
		}
		context.measured("sandbox.start", added);
	} finally {
		await processes.close();
	}
}
