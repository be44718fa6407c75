// A line that is typed and not shown, on the terminal.
import { NexusError } from "../src/contracts/errors.js";
import { showHidden } from "../src/lib/show-hidden.js";

const enter = /[\r\n]/;
const interrupt = "\u0003";
const endOfInput = "\u0004";
const erase = /[\b\u007f]/;
const eraseLine = "\u0015";
const maxCharacters = 10_000;

/** @throws NexusError `input.cancelled` (exit 130) for ctrl+c, ctrl+d, and a signal */
export const askSecret = (question: string, process: NodeJS.Process, signal: AbortSignal): Promise<string> => {
	const { stdin, stderr } = process;
	stderr.write(showHidden(question));
	stdin.setRawMode?.(true);
	stdin.setEncoding("utf8");
	return new Promise<string>((resolve, reject) => {
		let typed: readonly string[] = [];
		const end = (settle: () => void) => {
			stdin.off("data", take).off("end", stop).pause();
			signal.removeEventListener("abort", stop);
			stdin.setRawMode?.(false);
			stderr.write("\n");
			settle();
		};
		const stop = () =>
			end(() => reject(new NexusError("input.cancelled", "stopped", { exitCode: signal.reason === 143 ? 143 : 130 })));
		const take = (chunk: string) => {
			for (const [index, character] of [...chunk].entries()) {
				if (enter.test(character)) {
					// What was typed ahead is the next question's.
					const rest = [...chunk].slice(index + 1).join("");
					end(() => resolve(typed.join("")));
					if (rest !== "") stdin.unshift(rest);
					return;
				}
				if (character === interrupt || character === endOfInput) return stop();
				if (character === eraseLine) typed = [];
				else if (erase.test(character)) typed = typed.slice(0, -1);
				else if (typed.length < maxCharacters) typed = [...typed, character];
			}
		};
		if (signal.aborted) return stop();
		signal.addEventListener("abort", stop, { once: true });
		stdin.on("data", take).on("end", stop).resume();
	});
};
