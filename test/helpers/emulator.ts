// A terminal emulator without a window: what a person would see of the bytes that were written.
import xterm from "@xterm/headless";

export class Emulator {
	/** Everything that was written. */
	bytes = "";
	readonly screen: InstanceType<typeof xterm.Terminal>;

	constructor(columns: number, rows: number) {
		this.screen = new xterm.Terminal({
			cols: columns,
			rows,
			scrollback: 50_000,
			allowProposedApi: true,
			convertEol: true,
		});
	}

	write(chunk: string): void {
		this.bytes += chunk;
		this.screen.write(chunk);
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
	async shows(wanted: RegExp | string, ms = 5000): Promise<void> {
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
