// The keyring of the operating system behind the Keyring port.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Keyring } from "../contracts/credentials.js";
import { NexusError } from "../contracts/errors.js";

export interface OsKeyringOptions {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Reading is on the way to an answer. */
	readonly readDeadlineMs?: number;
	/** A person may have to unlock it first. */
	readonly writeDeadlineMs?: number;
	/** The program that is asked; for tests. */
	readonly program?: string;
}

/** How its services and windows are found; nothing else goes there (SECURITY R29). */
const passed: readonly string[] = [
	...["HOME", "USER", "LOGNAME", "PATH", "LANG", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"],
	...["DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"],
	...["SystemRoot", "SYSTEMROOT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"],
];

const replySchema = z.union([z.object({ found: z.record(z.string(), z.string()) }), z.object({ trouble: z.string() })]);

const unavailable = (why: string): NexusError => new NexusError("keyring.unavailable", why);

/** Built, it lies beside the chunks; from source Node runs it as it is. */
const childProgram = (): string => {
	const names = ["./keyring.child.js", "../keyring.child.js", "./keyring.child.ts"];
	const paths = names.map((name) => fileURLToPath(new URL(name, import.meta.url)));
	const found = paths.find((path) => existsSync(path));
	if (found === undefined) throw unavailable("this nexus was built without one");
	return found;
};

export const createOsKeyring = (options: OsKeyringOptions): Keyring => {
	const { env, readDeadlineMs = 3000, writeDeadlineMs = 30_000 } = options;

	const ask = async (question: object, deadlineMs: number): Promise<Readonly<Record<string, string>>> => {
		const text = await runChild(options.program ?? childProgram(), JSON.stringify(question), env, deadlineMs);
		const reply = replySchema.safeParse(jsonOf(text));
		if (!reply.success) throw unavailable("its program ended without an answer");
		if ("trouble" in reply.data) throw unavailable(plainly(reply.data.trouble));
		return reply.data.found;
	};

	return {
		get: async (accounts) =>
			accounts.length === 0 ? new Map() : new Map(Object.entries(await ask({ ask: "get", accounts }, readDeadlineMs))),
		set: async (account, secret) => void (await ask({ ask: "set", account, secret }, writeDeadlineMs)),
		remove: async (account) => void (await ask({ ask: "remove", account }, writeDeadlineMs)),
	};
};

/** What the package says, on one line and short. */
const plainly = (trouble: string): string => {
	const line = trouble.replace(/\s+/g, " ").replace(/^Couldn't access platform storage: /, "");
	return line.length > 200 ? `${line.slice(0, 199)}…` : line;
};

const runChild = (program: string, input: string, env: OsKeyringOptions["env"], deadlineMs: number): Promise<string> =>
	new Promise((resolve, reject) => {
		const kept = passed.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
		const child = spawn(process.execPath, [program], {
			env: Object.fromEntries(kept),
			stdio: ["pipe", "pipe", "ignore"],
			windowsHide: true,
		});
		const deadline = setTimeout(() => {
			child.kill("SIGKILL");
			reject(unavailable(`no answer within ${deadlineMs / 1000} s`));
		}, deadlineMs);
		let output = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			output += text;
		});
		child.on("error", () => {
			clearTimeout(deadline);
			reject(unavailable("its program cannot be started"));
		});
		child.on("close", () => {
			clearTimeout(deadline);
			resolve(output);
		});
		// One that ends before it has read says so by its empty answer.
		child.stdin.on("error", () => {});
		child.stdin.end(input);
	});

const jsonOf = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};
