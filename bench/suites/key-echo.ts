// How long a key takes to show. Letters are used that neither the model's text nor the screen holds, each once a line,
// so that the raw bytes tell when a key is there.
import { now, pause } from "../now.js";
import type { Terminal } from "../terminal.js";

const letters = Array.from({ length: 128 }, (_, index) => String.fromCodePoint(0x100 + index));
const perLine = 40;

export interface EchoOptions {
	/** Ends after so many keys, or when `isOver` says so. */
	readonly keys: number;
	readonly pauseMs: number;
	isOver?(): boolean;
}

/** @returns ms from the key to its first appearance, one for each key */
export const measureKeyEcho = async (terminal: Terminal, options: EchoOptions): Promise<readonly number[]> => {
	const times: number[] = [];
	for (let key = 0; key < options.keys && options.isOver?.() !== true; key++) {
		if (key % perLine === 0) {
			terminal.write("\u0015");
			await pause(60);
		}
		const letter = letters[(Math.floor(key / perLine) * perLine + (key % perLine)) % letters.length]!;
		const seen = terminal.seen(letter, 10_000);
		const pressedMs = now();
		terminal.write(letter);
		times.push((await seen) - pressedMs);
		// Uneven pauses, so that keys do not fall into step with a ticker.
		await pause(options.pauseMs + ((key * 7) % 11));
	}
	terminal.write("\u0015");
	await pause(60);
	return times;
};
