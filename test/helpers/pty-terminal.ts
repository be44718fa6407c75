// The built program in a real pseudo-terminal, in an empty home of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type IPty, spawn } from "@lydell/node-pty";
import { Emulator } from "./emulator.js";

const bin = fileURLToPath(new URL("../../bin/nexus", import.meta.url));

export interface PtyOptions {
	readonly columns: number;
	readonly rows: number;
	readonly home: string;
	readonly cwd: string;
	readonly env?: Readonly<Record<string, string>>;
}

export class PtyTerminal extends Emulator {
	private readonly pty: IPty;
	/** Code and signal of the end. */
	readonly ended: Promise<{ exitCode: number; signal: number | undefined }>;

	constructor(args: readonly string[], options: PtyOptions) {
		super(options.columns, options.rows);
		this.pty = spawn(process.execPath, [bin, ...args], {
			cols: options.columns,
			rows: options.rows,
			cwd: options.cwd,
			// No CI variable: in CI, screens are only drawn at their end.
			env: {
				PATH: process.env.PATH ?? "",
				HOME: options.home,
				NEXUS_HOME: join(options.home, ".nexus"),
				TERM: "xterm-256color",
				LANG: "C.UTF-8",
				TZ: "UTC",
				...options.env,
			},
		});
		this.pty.onData((chunk) => this.write(chunk));
		this.ended = new Promise((resolve) => this.pty.onExit(({ exitCode, signal }) => resolve({ exitCode, signal })));
	}

	type(text: string): void {
		this.pty.write(text);
	}

	resize(columns: number, rows: number): void {
		this.screen.resize(columns, rows);
		this.pty.resize(columns, rows);
	}

	kill(signal: string): void {
		this.pty.kill(signal);
	}
}

/** Two empty folders, removed at the end. */
export const scratch = (): { home: string; cwd: string; remove(): void } => {
	const home = mkdtempSync(join(tmpdir(), "nexus-home-"));
	const cwd = mkdtempSync(join(tmpdir(), "nexus-work-"));
	return {
		home,
		cwd,
		remove() {
			for (const folder of [home, cwd]) rmSync(folder, { recursive: true, force: true });
		},
	};
};
