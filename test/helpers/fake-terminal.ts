// A terminal without a process: what is written is drawn by an emulator, what is typed arrives as on a tty.
import { PassThrough, Writable } from "node:stream";
import type { FrontendIo } from "../../src/contracts/frontend.js";
import { Emulator } from "./emulator.js";

export class FakeTerminal extends Emulator {
	readonly io: FrontendIo;
	private readonly input = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode: () => undefined,
		ref: () => undefined,
		unref: () => undefined,
	});
	private readonly output: Writable & { columns: number; rows: number; isTTY: boolean };

	constructor(columns: number, rows: number, env: Record<string, string> = {}) {
		super(columns, rows);
		this.output = Object.assign(
			new Writable({
				decodeStrings: false,
				write: (chunk: string | Buffer, _encoding, done) => {
					this.write(String(chunk));
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
}
