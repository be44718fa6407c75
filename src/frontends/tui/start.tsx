// Puts the screen together and draws its first frame before anything else is asked of the client.

import { type Instance, render } from "ink";
import type { FrontendContext } from "../../contracts/frontend.js";
import { recapText } from "../../contracts/session-view.js";
import { terminalNotice } from "../../lib/terminal-notice.js";
import { initialState } from "../../state/state.js";
import { App, type AppHandle } from "./app.js";
import { messageLines } from "./commands/result-lines.js";
import { addOlder } from "./composer/history.js";
import { startEarlyInput } from "./early-input.js";
import { glyphsFor } from "./glyphs.js";
import { headerLines, suggestPlaceholder } from "./header.js";
import { createHighlighter } from "./markdown/highlight.js";
import type { TuiOptions } from "./options.js";
import type { Screen } from "./screen/contract.js";
import { editText } from "./screen/editor.js";
import { typeAhead } from "./screen/key.js";
import { runCommand } from "./screen/run-command.js";
import { createScreen } from "./screen/screen.js";
import { emptyScreen, type ScreenState } from "./screen/state.js";
import { createStore, type Store } from "./screen/store.js";
import { createTerminalOutput, type TerminalOutput } from "./screen/terminal-output.js";
import { realTimers } from "./screen/timers.js";
import { themeFor } from "./theme.js";
import { createTranscript } from "./transcript/transcript.js";

type Context = FrontendContext<TuiOptions>;

/** Time in which a drag of the window's edge becomes one redraw. */
const resizeSettleMs = 20;
const historyEntries = 1000;

export const startTui = async (context: Context): Promise<number> => {
	const { client, commands, options, io } = context;
	const typed = await earlyKeys(context);
	const ended = new AbortController();
	const exit = Promise.withResolvers<number>();
	const output = createTerminalOutput(io.stdout, io.env);
	const store = createStore(firstState(context, output));
	const highlighter = createHighlighter(
		async () => (await import("./markdown/grammars.js")).createGrammar(),
		() => screen.feed.flush(),
	);
	let handle: AppHandle | undefined;
	let instance: Instance | undefined;
	const screen: Screen = createScreen({
		client,
		commands,
		store,
		transcript: createTranscript(highlighter, () => import("./markdown/stream.js")),
		highlighter,
		timers: realTimers,
		signal: ended.signal,
		color: options.color,
		async openEditor(text) {
			let edited: string | undefined;
			await handle?.suspend(async () => {
				edited = await editText(text, io.env, client.info.cwd);
			});
			return edited;
		},
		ring: (text) => void io.stdout.write(terminalNotice(text, io.env.TERM)),
		repaint() {
			instance?.clear();
			store.set({});
		},
		leave: exit.resolve,
	});
	// What was typed before raw mode has been echoed by the terminal, on the line where the frame begins.
	io.stdout.write("\r\u001b[K");
	instance = render(
		<App
			screen={screen}
			printed={output.placeholder}
			onDrawn={output.drawn}
			onHandle={(given) => {
				handle = given;
			}}
		/>,
		{
			stdin: io.stdin,
			stdout: output.stream,
			exitOnCtrlC: false,
			// A stray print of a library goes above the frame; there is nothing to patch where the console is a stand-in.
			patchConsole: "Console" in Reflect.get(globalThis, "console"),
			interactive: true,
			maxFps: 500,
			incrementalRendering: true,
			kittyKeyboard: { mode: "auto", flags: ["disambiguateEscapeCodes"] },
		},
	);
	const drawn = instance;
	followResizes(output, store, screen, drawn);
	const leave = () => exit.resolve(143);
	const lost = () => exit.resolve(129);
	context.signal.addEventListener("abort", leave, { once: true });
	if (context.signal.aborted) leave();
	io.stdin.once("end", lost);
	io.stdout.once("error", lost);
	// A listener of ours must stay until the end: an unheard error of a lost terminal would end the process.
	io.stdout.on("error", ignore);
	screen.run(begin(screen, context));
	for (const key of typeAhead(typed)) screen.key(key);
	try {
		return await exit.promise;
	} finally {
		ended.abort();
		context.signal.removeEventListener("abort", leave);
		io.stdin.off("end", lost);
		if (!io.stdout.destroyed) drawn.clear();
		drawn.unmount();
		output.close();
		restoreTerminal(context);
		if (screen.memory.replay === undefined) sayGoodbye(context, store);
	}
};

/** Raw mode is on before anything is drawn: a key that is pressed as soon as something shows must not be echoed. */
const earlyKeys = async ({ options, io }: Context): Promise<string> => {
	if (options.earlyInput !== undefined) return options.earlyInput.take();
	const early = startEarlyInput(io.stdin);
	await realTimers.pause();
	return early.take();
};

const ignore = () => undefined;

const firstState = ({ client, options, io }: Context, output: TerminalOutput): ScreenState => {
	const theme = themeFor(options.theme, options.color);
	const glyphs = glyphsFor(io.env);
	const { columns, rows } = output.size();
	const { info } = client;
	const session = {
		...initialState(options.sessionId ?? ""),
		model: options.model ?? info.model,
		mode: options.mode ?? "ask",
		agent: info.agent,
		cwd: info.cwd,
	} as const;
	return {
		...emptyScreen({ session, theme, glyphs, columns, rows, nowMs: realTimers.nowMs() }),
		dock: options.dock ?? "open",
		header: headerLines(info, [], { theme, glyphs, width: columns }),
		placeholder:
			options.prompt === undefined && options.sessionId === undefined ? suggestPlaceholder(Math.random()) : "",
		reducedMotion: options.reducedMotion || options.screenReader,
		screenReader: options.screenReader,
	};
};

/** Everything that the first frame does not wait for. */
const begin = async (screen: Screen, { client, options }: Context): Promise<void> => {
	const { store } = screen;
	screen.run(
		client.history.list(historyEntries).then((older) => store.set({ history: addOlder(store.get().history, older) })),
	);
	screen.run(discover(screen));
	const opened =
		options.sessionId === undefined
			? client.sessions.create({
					...(options.model === undefined ? {} : { model: options.model }),
					...(options.mode === undefined ? {} : { mode: options.mode }),
				})
			: client.sessions.get(options.sessionId);
	const id = opened.then((row) => row.id);
	screen.setSession(id);
	if (options.sessionId !== undefined) {
		const { theme, glyphs, columns: width } = store.get();
		const { model } = await opened;
		const info = { ...client.info, model, isOffline: client.info.isOffline && model === client.info.model };
		store.set({ header: headerLines(info, [], { theme, glyphs, width }) });
		const recap = recapText(await client.sessions.recap(options.sessionId));
		screen.print(messageLines(recap, { theme, glyphs, width }));
	}
	await screen.feed.follow(await id, options.sessionId !== undefined);
	if (options.sessionId !== undefined) await client.runs.resume(options.sessionId);
	const [name = "", line = ""] = options.command?.split(/ (.*)/s) ?? [];
	if (name !== "") runCommand(screen, name, line);
	if (options.prompt !== undefined) await client.prompt(await id, { text: options.prompt });
};

/** Local servers are named in the header when they have answered, if it is still there. */
const discover = async (screen: Screen): Promise<void> => {
	const { client, store, signal } = screen;
	if (!client.info.isOffline) return;
	const found = await client.models.discover(signal);
	const { header, theme, glyphs, columns } = store.get();
	if (found.length === 0 || header.length === 0 || signal.aborted) return;
	store.set({ header: headerLines(client.info, found, { theme, glyphs, width: columns }) });
};

/** Nothing is written from the moment the window changes until the new frame is ready; then Ink starts afresh. */
const followResizes = (output: TerminalOutput, store: Store, screen: Screen, instance: Instance): void => {
	let cancel: (() => void) | undefined;
	output.onResize((columns, rows, done) => {
		store.hold(true);
		cancel?.();
		cancel = realTimers.after(resizeSettleMs, () => {
			screen.resize(columns, rows);
			cancel = realTimers.after(resizeSettleMs, () => {
				instance.clear();
				done();
				store.hold(false);
				store.set({});
			});
		});
	});
};

/** Ink does the same, but some of it later than the process may live. */
const restoreTerminal = ({ io }: Context) => {
	io.stdin.setRawMode?.(false);
	io.stdin.pause();
	if (!io.stdout.destroyed) io.stdout.write("\u001b[?2004l\u001b[?25h");
};

const sayGoodbye = ({ io, options }: Context, store: Store): void => {
	const { sessionId, seq } = store.get().session;
	if (io.stdout.destroyed || seq === 0 || sessionId === "") return;
	const text = `nexus -r ${sessionId}   goes on with this session`;
	io.stdout.write(options.color ? `\u001b[2m${text}\u001b[0m\n` : `${text}\n`);
};
