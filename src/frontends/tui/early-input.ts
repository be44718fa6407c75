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
	read(): unknown;
	on(event: "readable", listener: () => void): unknown;
	off(event: "readable", listener: () => void): unknown;
}

/** More than anybody types in a second; what is over is dropped, so that a stuck key cannot fill the memory. */
const maxCharacters = 1_000_000;

/**
 * Reads as Ink does later, by `readable`: a stream that was made to flow and then paused would not begin to read
 * again when somebody else asks for `readable`.
 */
export const startEarlyInput = (stdin: Keyboard): EarlyInput => {
	let text = "";
	let isListening = stdin.isTTY === true && stdin.setRawMode !== undefined;
	const listen = () => {
		for (let chunk = stdin.read(); chunk !== null && chunk !== undefined; chunk = stdin.read()) {
			if (text.length < maxCharacters) text += String(chunk);
		}
	};
	if (isListening) {
		stdin.setRawMode?.(true);
		stdin.setEncoding("utf8");
		stdin.on("readable", listen);
	}
	return {
		take() {
			if (!isListening) return "";
			isListening = false;
			listen();
			stdin.off("readable", listen);
			return text;
		},
	};
};
