// A terminal without a process: what is written is drawn by a real emulator, what is typed arrives as on a tty.
import { PassThrough, Writable } from "node:stream";
import xterm from "@xterm/headless";
import type { FrontendIo } from "../../src/contracts/frontend.js";

export class FakeTerminal {
	readonly io: FrontendIo;
	/** Everything that was written. */
	bytes = "";
	readonly screen: InstanceType<typeof xterm.Terminal>;
	private readonly input = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode: () => undefined,
		ref: () => undefined,
		unref: () => undefined,
	});
	private readonly output: Writable & { columns: number; rows: number; isTTY: boolean };

	constructor(columns: number, rows: number, env: Record<string, string> = {}) {
		this.screen = new xterm.Terminal({
			cols: columns,
			rows,
			scrollback: 50_000,
			allowProposedApi: true,
			convertEol: true,
		});
		this.output = Object.assign(
			new Writable({
				decodeStrings: false,
				write: (chunk: string | Buffer, _encoding, done) => {
					this.bytes += String(chunk);
					this.screen.write(String(chunk));
					done();
				},
			}),
			{ columns, rows, isTTY: true },
		);
		const streams = { stdin: this.input, stdout: this.output, stderr: this.output };
		this.io = { ...streams, env: { TERM: "xterm-256color", LANG: "C.UTF-8", ...env } } as unknown as FrontendIo;
	}

	type(text: string): void {
		this.input.write(text);
	}

	paste(text: string): void {
		this.input.write(`\u001b[200~${text}\u001b[201~`);
	}

	resize(columns: number, rows: number): void {
		this.screen.resize(columns, rows);
		this.output.columns = columns;
		this.output.rows = rows;
		this.output.emit("resize");
	}

	/** Rows that can be seen. */
	get visible(): readonly string[] {
		const { active } = this.screen.buffer;
		return Array.from(
			{ length: this.screen.rows },
			(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "",
		);
	}

	/** Scrollback and screen, rows that the terminal wrapped joined again. */
	get everything(): string {
		const { active } = this.screen.buffer;
		let text = "";
		for (let row = 0; row < active.length; row++) {
			const line = active.getLine(row);
			if (line === undefined) continue;
			text += (row === 0 || line.isWrapped ? "" : "\n") + line.translateToString(true);
		}
		return text.trimEnd();
	}

	/** Where the cursor stands: column and visible row. */
	get cursor(): { x: number; y: number } {
		return { x: this.screen.buffer.active.cursorX, y: this.screen.buffer.active.cursorY };
	}

	/** Waits until the screen shows it; fails with what it shows. */
	async shows(wanted: RegExp | string, ms = 3000): Promise<void> {
		const has = () => {
			const text = this.visible.join("\n");
			return typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
		};
		const until = performance.now() + ms;
		while (!has()) {
			if (performance.now() > until) throw new Error(`the screen never showed ${wanted}:\n${this.visible.join("\n")}`);
			await new Promise((resolve) => setTimeout(resolve, 2));
		}
	}
}
