// A program in a real pseudo-terminal, watched from outside.
import { readFileSync } from "node:fs";
import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { now } from "./now.js";
import { plainEnv } from "./process-run.js";

export interface Terminal {
	readonly pid: number;
	/** On the shared clock, ms. */
	readonly startedMs: number;
	/** Bytes that the program has written so far. */
	bytes(): number;
	write(keys: string): void;
	/**
	 * Resolves with the time at which the output since this call holds `text`; rejects after `limitMs` (20 s). What is
	 * looked at are the raw bytes, so nothing is added by an emulator.
	 */
	seen(text: string, limitMs?: number): Promise<number>;
	/** Resolves when nothing has been written for `quietMs`. */
	quiet(quietMs: number, limitMs?: number): Promise<void>;
	/** The rows of the screen as a person sees them. */
	screen(): Promise<readonly string[]>;
	usage(): ProcessUsage;
	close(): Promise<void>;
}

/** Of a process that runs, from /proc: Linux only. */
export interface ProcessUsage {
	readonly cpuS: number;
	readonly memoryMb: number;
	readonly peakMb: number;
}

export interface TerminalOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	readonly columns?: number;
	readonly rows?: number;
	/** Called with each piece of output, before anything else. */
	onData?(text: string, atMs: number): void;
}

/** Runs `node words` in a terminal of 120x40. */
export const openTerminal = (words: readonly string[], options: TerminalOptions = {}): Terminal => {
	const columns = options.columns ?? 120;
	const rows = options.rows ?? 40;
	const emulator = new xterm.Terminal({ cols: columns, rows, scrollback: 50, allowProposedApi: true });
	const watchers = new Set<(text: string, atMs: number) => void>();
	const state = { bytes: 0, lastMs: now(), exited: false };
	const startedMs = now();
	const child = spawn(process.execPath, [...words], {
		cols: columns,
		rows,
		cwd: options.cwd ?? process.cwd(),
		env: plainEnv(options.env),
	});
	const exit = new Promise<void>((resolve) =>
		child.onExit(() => {
			state.exited = true;
			resolve();
		}),
	);
	// Held back and parsed only when somebody looks: parsing would compete with what is measured.
	const unparsed: string[] = [];
	child.onData((text) => {
		const atMs = now();
		options.onData?.(text, atMs);
		for (const watcher of [...watchers]) watcher(text, atMs);
		state.bytes += Buffer.byteLength(text);
		state.lastMs = atMs;
		unparsed.push(text);
	});
	// The answers to what programs ask a terminal (cursor position, device attributes).
	emulator.onData((text) => state.exited || child.write(text));

	const screen = async (): Promise<readonly string[]> => {
		const text = unparsed.splice(0).join("");
		await new Promise<void>((resolve) => emulator.write(text, resolve));
		const { active } = emulator.buffer;
		return Array.from({ length: rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "");
	};

	return {
		pid: child.pid,
		startedMs,
		bytes: () => state.bytes,
		write: (keys) => child.write(keys),
		screen,
		seen: (text, limitMs = 20_000) =>
			new Promise((resolve, reject) => {
				const kept = { tail: "" };
				const watcher = (piece: string, atMs: number) => {
					const together = kept.tail + piece;
					if (!together.includes(text)) {
						kept.tail = together.slice(-text.length);
						return;
					}
					watchers.delete(watcher);
					clearTimeout(timer);
					resolve(atMs);
				};
				const timer = setTimeout(() => {
					watchers.delete(watcher);
					screen().then((lines) => reject(new Error(`never seen: ${text}\n${lines.join("\n")}`)), reject);
				}, limitMs);
				watchers.add(watcher);
			}),
		quiet: async (quietMs, limitMs = 20_000) => {
			const untilMs = now() + limitMs;
			while (now() - state.lastMs < quietMs && now() < untilMs) {
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		},
		usage: () => usageOf(child.pid),
		close: async () => {
			// One clears the line, one stops what runs, one asks, one leaves.
			const leave = setInterval(() => state.exited || child.write("\u0003"), 60);
			const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
			await exit;
			clearInterval(leave);
			clearTimeout(timer);
			emulator.dispose();
		},
	};
};

/** See proc(5): fields 14 and 15 of `stat` are ticks of 10 ms; `status` counts in units of 1024 bytes. */
const usageOf = (pid: number): ProcessUsage => {
	const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	const status = readFileSync(`/proc/${pid}/status`, "utf8");
	const sizeMb = (name: string) => (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024) / 1e6;
	return {
		cpuS: (Number(fields[11]) + Number(fields[12])) / 100,
		memoryMb: sizeMb("VmRSS"),
		peakMb: sizeMb("VmHWM"),
	};
};
