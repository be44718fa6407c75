// The real program as a child process, in an empty home of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished, test as plainTest, vi } from "vitest";
import { type ChatAnswer, type ChatServer, chatServer } from "./chat-server.js";

export const nexusBin = fileURLToPath(new URL("../../bin/nexus", import.meta.url));
if (!existsSync(new URL("../../dist/main.js", import.meta.url)))
	throw new Error("the program is not built: npm run build");

// Several programs start in each of these tests, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

/** Milliseconds within which a stopped nexus has ended. It takes 2 s at most; a machine that runs other tests takes longer. */
export const stopMs = 10_000;

export interface RunOptions {
	/** Undefined takes a variable away. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Default: empty. `none`: closed before the program starts. `open`: a pipe that the test writes to. */
	readonly stdin?: string | Uint8Array | "none" | { readonly open: true };
	readonly cwd?: string;
	/** Killed after so long; default 20 s. */
	readonly timeoutMs?: number;
	/** Instead of node and bin/nexus. */
	readonly command?: readonly [string, ...string[]];
	/** A child of that user, by its number. */
	readonly uid?: number;
}

export interface Ended {
	readonly stdout: string;
	readonly stderr: string;
	/** Null: ended by a signal. */
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly ms: number;
}

export interface Running {
	readonly child: ChildProcess;
	readonly pid: number;
	stdout(): string;
	stderr(): string;
	/** Resolves once stdout holds the text; fails when the program ends before. */
	shows(text: string): Promise<void>;
	/** The same for stderr. */
	tells(text: string): Promise<void>;
	readonly ended: Promise<Ended>;
}

export interface Place {
	/** Real path of a folder with all the others. */
	readonly root: string;
	readonly home: string;
	readonly nexusHome: string;
	readonly cwd: string;
	readonly env: Readonly<Record<string, string>>;
	start(args: readonly string[], options?: RunOptions): Running;
	run(args: readonly string[], options?: RunOptions): Promise<Ended>;
	/** Writes a file in the working folder (folders are made) and gives its path. */
	file(name: string, content: string | Uint8Array): string;
	/** A Chat Completions server; its `env` makes it the provider `custom`. */
	server(answer: ChatAnswer): Promise<ChatServer>;
}

/** Node 24 and the system's programs, nothing else of the person's. */
export const plainPath = [dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter);

const makePlace = (): { place: Place; end(): Promise<void> } => {
	const root = realpathSync(mkdtempSync(join(tmpdir(), "nexus-e2e-")));
	const [home, nexusHome, cwd] = ["home", "nexus-home", "work"].map((name) => join(root, name)) as [
		string,
		string,
		string,
	];
	for (const folder of [home, nexusHome, cwd]) mkdirSync(folder, { mode: 0o700 });
	const env = { PATH: plainPath, HOME: home, NEXUS_HOME: nexusHome, TZ: "UTC", LANG: "C.UTF-8" };
	const running = new Set<Running>();
	const servers: ChatServer[] = [];

	const start: Place["start"] = (args, options = {}) => {
		const started = startProgram(args, { cwd, ...options, env: { ...env, ...options.env } });
		running.add(started);
		void started.ended.then(() => running.delete(started));
		return started;
	};

	return {
		place: {
			root,
			home,
			nexusHome,
			cwd,
			env,
			start,
			run: (args, options) => start(args, options).ended,
			file: (name, content) => {
				const path = join(cwd, name);
				mkdirSync(dirname(path), { recursive: true });
				writeFileSync(path, content);
				return path;
			},
			server: async (answer) => {
				const server = await chatServer(answer);
				servers.push(server);
				return server;
			},
		},
		end: async () => {
			for (const started of running) started.child.kill("SIGKILL");
			await Promise.all([...[...running].map((started) => started.ended), ...servers.map((server) => server.close())]);
			rmSync(root, { recursive: true, force: true });
		},
	};
};

const startProgram = (args: readonly string[], options: RunOptions): Running => {
	const [file, ...first] = options.command ?? [process.execPath, nexusBin];
	const startedMs = performance.now();
	const child = spawn(file, [...first, ...args], {
		env: Object.fromEntries(Object.entries(options.env ?? {}).filter(([, value]) => value !== undefined)),
		cwd: options.cwd,
		stdio: [options.stdin === "none" ? "ignore" : "pipe", "pipe", "pipe"],
		...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
	});
	const seen = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"] as const) {
		child[name]?.setEncoding("utf8").on("data", (text: string) => {
			seen[name] += text;
		});
	}
	child.stdin?.on("error", () => {});
	const { stdin = "" } = options;
	if (typeof stdin === "string" && stdin !== "none") child.stdin?.end(stdin);
	else if (stdin instanceof Uint8Array) child.stdin?.end(stdin);
	const deadline = setTimeout(() => child.kill("SIGKILL"), options.timeoutMs ?? 20_000);
	const ended = new Promise<Ended>((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (code, signal) => {
			clearTimeout(deadline);
			resolve({ ...seen, code, signal, ms: performance.now() - startedMs });
		});
	});
	const comes = (name: "stdout" | "stderr", text: string): Promise<void> =>
		new Promise((resolve, reject) => {
			const look = () => {
				if (!seen[name].includes(text)) return;
				child[name]?.off("data", look);
				resolve();
			};
			child[name]?.on("data", look);
			void ended.then(() => reject(new Error(`it ended without ${text}: ${seen.stdout}\n${seen.stderr}`)));
			look();
		});
	return {
		child,
		pid: child.pid ?? 0,
		stdout: () => seen.stdout,
		stderr: () => seen.stderr,
		shows: (text) => comes("stdout", text),
		tells: (text) => comes("stderr", text),
		ended,
	};
};

/** A test with its own empty place on disk; all that it starts has ended after it. */
export const nexusTest = plainTest.extend<{ nexus: Place }>({
	// biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed off the pattern.
	nexus: async ({}, use) => {
		const { place, end } = makePlace();
		try {
			await use(place);
		} finally {
			await end();
		}
	},
});

/** The same for tests that get no fixtures (`test.each`); not for concurrent ones. */
export const placeForTest = (): Place => {
	const { place, end } = makePlace();
	onTestFinished(end);
	return place;
};

/** Each line of stream-json, parsed; a line that is not JSON throws. */
export const jsonLines = (stdout: string): readonly StreamLine[] =>
	stdout
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line) as StreamLine);

export interface StreamLine {
	readonly type: string;
	readonly data: Record<string, unknown>;
	readonly sessionId?: string;
}

/** What the message.delta lines of a stream have shown, whole lines only. */
export const shownText = (stdout: string): string =>
	jsonLines(stdout.slice(0, stdout.lastIndexOf("\n") + 1))
		.filter((line) => line.type === "message.delta")
		.map((line) => String(line.data.text))
		.join("");
