// Starting the process of a background job.
import { type SpawnOptions, spawn } from "node:child_process";

/** Writes how the command ended, which nobody else may be there to see. */
export const witness = '"$@"; code=$?; echo "$code" > "$0.new" && mv "$0.new" "$0"; exit "$code"';

/** Resolves when it runs; rejects with why it cannot. */
export async function spawnJob(
	file: string,
	args: readonly string[],
	options: Pick<SpawnOptions, "cwd" | "env" | "stdio">,
) {
	const child = spawn(file, args, { ...options, detached: process.platform !== "win32", windowsHide: true });
	const exited = new Promise<number | null>((resolve) => {
		child.once("exit", (code) => resolve(code));
	});
	await new Promise<void>((resolve, reject) => {
		child.once("spawn", resolve);
		child.once("error", reject);
	});
	return { child, exited };
}
