// The person's own editor on a temporary file that nobody else can read.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join, relative } from "node:path";
import { NexusError } from "../../../contracts/errors.js";
import { splitWords } from "../commands/parse.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** $VISUAL, $EDITOR, else vi. */
export const editorCommand = (env: Environment): readonly string[] => {
	const words = splitWords(env.VISUAL ?? env.EDITOR ?? "vi");
	return words.length === 0 ? ["vi"] : words;
};

/** Variables that an editor may need; keys and tokens are not among them (SECURITY R29). */
const passed =
	/^(?:PATH|HOME|TERM|TERMINFO|COLORTERM|LANG|LANGUAGE|LC_[A-Z]+|SHELL|USER|LOGNAME|TMPDIR|TZ|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_[A-Z_]+|TMUX|TMUX_PANE|VIM|VIMRUNTIME|EDITOR|VISUAL)$/;

/** No relative folder and none of the workspace's (SECURITY R7). */
export const safePath = (path: string, cwd: string): string =>
	path
		.split(delimiter)
		.filter((folder) => isAbsolute(folder) && !isInside(folder, cwd))
		.join(delimiter);

const isInside = (folder: string, cwd: string): boolean => {
	const way = relative(cwd, folder);
	return way === "" || (!way.startsWith("..") && !isAbsolute(way));
};

export const editorEnvironment = (env: Environment, cwd: string): Record<string, string> => {
	const kept = Object.entries(env).flatMap(([name, value]) =>
		value !== undefined && passed.test(name) ? [[name, value]] : [],
	);
	return { ...Object.fromEntries(kept), PATH: safePath(env.PATH ?? "/usr/bin:/bin", cwd) };
};

/** What was saved; undefined when the editor failed. Throws NexusError `editor.failed` when it cannot be started. */
export const editText = async (text: string, env: Environment, cwd: string): Promise<string | undefined> => {
	const folder = await mkdtemp(join(tmpdir(), "nexus-"));
	const file = join(folder, "prompt.md");
	try {
		await writeFile(file, text, { mode: 0o600, flag: "wx" });
		const exitCode = await runEditor([...editorCommand(env), file], editorEnvironment(env, cwd), cwd);
		return exitCode === 0 ? await readFile(file, "utf8") : undefined;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
};

const runEditor = async (
	command: readonly string[],
	env: Record<string, string>,
	cwd: string,
): Promise<number | null> => {
	const { spawn } = await import("node:child_process");
	return new Promise((resolve, reject) => {
		const [file = "vi", ...args] = command;
		const child = spawn(file, args, { stdio: "inherit", env, cwd });
		child.once("error", (error) =>
			reject(
				new NexusError("editor.failed", `the editor ${file} did not start: ${error.message}`, {
					hint: "set VISUAL or EDITOR to a program that is on your PATH",
				}),
			),
		);
		child.once("exit", resolve);
	});
};
