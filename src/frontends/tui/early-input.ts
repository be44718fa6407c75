// The very first thing in a terminal: raw mode, and every key kept until the screen is there. Imports nothing, so that
// it can run before anything else is loaded.

export interface EarlyInput {
	/** Stops listening and gives what was typed. Raw mode stays on. May be called again: gives nothing then. */
	take(): string;
}

/** The part of a terminal's input stream that is used here. */
interface Keyboard {
	readonly isTTY?: boolean;
	setRawMode?(mode: boolean): unknown;
	setEncoding(encoding: "utf8"): unknown;
	on(event: "data", listener: (chunk: string) => void): unknown;
	off(event: "data", listener: (chunk: string) => void): unknown;
	pause(): unknown;
}

/** More than anybody types in a second; what is over is dropped, so that a stuck key cannot fill the memory. */
const maxCharacters = 1_000_000;

export const startEarlyInput = (stdin: Keyboard): EarlyInput => {
	let text = "";
	let isListening = stdin.isTTY === true && stdin.setRawMode !== undefined;
	const listen = (chunk: string) => {
		if (text.length < maxCharacters) text += chunk;
	};
	if (isListening) {
		stdin.setRawMode?.(true);
		stdin.setEncoding("utf8");
		stdin.on("data", listen);
	}
	return {
		take() {
			if (!isListening) return "";
			isListening = false;
			stdin.off("data", listen);
			stdin.pause();
			return text;
		},
	};
};
