// nexus and the least that a screen can be, started in the same terminal.
import { fileURLToPath } from "node:url";
import { pause } from "../now.js";
import { nexusBin } from "../process-run.js";
import { nexusEnv, type SuiteContext } from "../suite.js";
import { openTerminal, type Terminal } from "../terminal.js";

const floorScript = fileURLToPath(new URL("../floors/screen.mjs", import.meta.url));

export type Subject = "nexus" | "floor";

export interface Opened {
	readonly terminal: Terminal;
	/** Where its requests arrive. */
	readonly scenario: string;
}

/** Starts it in a folder of its own and waits until it is ready and has nothing more to draw. */
export const openScreen = async (context: SuiteContext, subject: Subject): Promise<Opened> => {
	const cwd = context.folder();
	const scenario = context.scenario(subject);
	const url = context.server.url(scenario);
	const words = subject === "nexus" ? [nexusBin, "-m", "openai/bench"] : [floorScript, url];
	const terminal = openTerminal(words, { cwd, env: nexusEnv(cwd, url) });
	await terminal.seen("›");
	await pause(700);
	return { terminal, scenario };
};

const clearLine = "\u0015";

/** Types a prompt and sends it; resolves with the time at which enter was pressed. */
export const submit = async (terminal: Terminal, prompt: string): Promise<void> => {
	terminal.write(clearLine + prompt);
	// Enter in the same piece as text would be a paste.
	await pause(60);
	terminal.write("\r");
};

/** Sends `stream tokens perSecond` and waits until its last line is on the screen. */
export const streamTokens = async (
	{ terminal, scenario }: Opened,
	context: SuiteContext,
	tokens: number,
	perSecond: number,
): Promise<{ readonly fromFirstByteMs: number; readonly wallMs: number }> => {
	const count = context.server.served(scenario).length;
	const end = terminal.seen(`end-${tokens}`, 60_000);
	const startedMs = performance.now();
	await submit(terminal, `stream ${tokens} ${perSecond}`);
	const endMs = await end;
	const wallMs = performance.now() - startedMs;
	const request = await context.server.waitFor(scenario, count + 1);
	return { fromFirstByteMs: endMs - request.firstByteMs, wallMs };
};
