// The environment of child processes (SECURITY R29): an allow-list, so that no secret of ours can slip through.
import { realpathSync } from "node:fs";
import { delimiter, isAbsolute, relative } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

const passed: readonly string[] = [
	...["HOME", "USER", "LOGNAME", "SHELL", "TZ", "TMPDIR", "LANG", "LANGUAGE"],
	...["NO_COLOR", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"],
	// Without these Windows starts nothing.
	...["SystemRoot", "SYSTEMROOT", "PATHEXT", "COMSPEC", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA"],
];
const proxies = /^(?:https?|all|no)_proxy$/i;

/** What every child gets: nobody can answer a prompt or leave a pager there. */
const fixed: Readonly<Record<string, string>> = {
	TERM: "dumb",
	PAGER: "cat",
	GIT_PAGER: "cat",
	GIT_TERMINAL_PROMPT: "0",
	NEXUS: "1",
};

const holdsCredentials = (value: string): boolean =>
	/^[a-z][a-z0-9+.-]*:\/\/[^/]*@/i.test(value) || /^[^/]*@/.test(value);

/** Whether `path` is `folder` or below it; both absolute. By segments: `/p/app-x` is not below `/p/app`. */
export const isWithin = (path: string, folder: string): boolean => {
	const rest = relative(folder, path);
	return rest === "" || (rest !== ".." && !rest.startsWith("../") && !rest.startsWith("..\\") && !isAbsolute(rest));
};

const resolved = (path: string): string => {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
};

/** `PATH` without empty, relative and workspace entries, links followed, in order and without repeats (SECURITY R7). */
export function safePath(path: string, workspace: string): string {
	const folder = resolved(workspace);
	const entries = path.split(delimiter).filter((entry) => {
		if (!isAbsolute(entry)) return false;
		return !isWithin(entry, workspace) && !isWithin(resolved(entry), folder);
	});
	return [...new Set(entries)].join(delimiter);
}

/** The environment for children, from nexus's own. Proxies pass only when they hold no password. */
export function allowedEnvironment(env: Env, workspace: string): Record<string, string> {
	const kept: Record<string, string> = {};
	for (const [name, value] of Object.entries(env)) {
		if (value === undefined || value.startsWith("() {")) continue;
		if (passed.includes(name) || name.startsWith("LC_")) kept[name] = value;
		else if (proxies.test(name) && !holdsCredentials(value)) kept[name] = value;
	}
	const path = safePath(env.PATH ?? "", workspace);
	return { ...kept, ...fixed, PATH: path === "" ? "/usr/local/bin:/usr/bin:/bin" : path };
}
