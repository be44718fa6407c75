// A desktop's keyring on a bus of its own, where the machine has one (gnome-keyring; .ci/run installs it).
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { plainPath } from "./run-nexus.js";
import { tempDir } from "./temp-dir.js";

const has = (name: string) => spawnSync("/bin/sh", ["-c", `command -v ${name}`]).status === 0;
export const canServe = process.platform === "linux" && has("dbus-run-session") && has("gnome-keyring-daemon");

/** A desktop's keyring, unlocked, on a bus of its own. */
export const startService = async (): Promise<{ env: Record<string, string>; home: string }> => {
	const home = tempDir();
	const runtime = join(home, "run");
	mkdirSync(runtime, { mode: 0o700 });
	const env = { PATH: plainPath, HOME: home, XDG_RUNTIME_DIR: runtime };
	const script =
		'printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; echo "$DBUS_SESSION_BUS_ADDRESS"; cat >/dev/null';
	const session: ChildProcess = spawn("dbus-run-session", ["--", "/bin/sh", "-c", script], {
		env,
		stdio: ["pipe", "pipe", "ignore"],
	});
	const ended = new Promise<void>((resolve) => session.on("close", () => resolve()));
	onTestFinished(async () => {
		session.stdin?.end();
		await ended;
	});
	const address = await new Promise<string>((resolve) =>
		session.stdout?.once("data", (data) => resolve(String(data).trim())),
	);
	return { env: { ...env, DBUS_SESSION_BUS_ADDRESS: address }, home };
};
