// How a sandboxed child reaches the proxy of nexus. Inside, before the command begins, our own Node opens a listener on
// the loopback of the sandbox's network namespace and hands it out over a channel; nexus accepts its connections. A
// socket stays in the namespace it was made in, so nothing of ours has to run inside, no Unix socket is made or bound,
// and the namespace has no other way out (docs/decisions, "The sandbox has one way out").
import type { ChildProcess } from "node:child_process";
import type { Server } from "node:net";

/** In a namespace of its own no other program can have taken it; below the ports that are given out. */
const port = 19_128;
const address = `http://127.0.0.1:${port}`;

/** Ends as soon as nexus has the listener and lets go of the channel. */
const opener = [
	"const server = require('net').createServer()",
	`server.listen(${port}, '127.0.0.1', () => process.send('listening', server))`,
	"process.once('disconnect', () => server.close())",
].join(";");

/**
 * Of `sh`: opens the listener, closes the channel, becomes the command. The command has neither the channel nor what
 * tells of it; whoever takes the channel from a process between finds it closed at the other end.
 */
const script = [
	"channel=$NODE_CHANNEL_FD",
	'NODE_OPTIONS= "$0" -e "$1" </dev/null || echo "nexus: the sandbox has no network" >&2',
	"shift",
	"unset NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE",
	'eval "exec $channel>&-"',
	"unset channel",
	'exec "$@"',
].join("\n");

/** The command line that has the listener made and then is `command`; its child needs a channel (`stdio: "ipc"`). */
export const bridged = (command: readonly string[]): readonly string[] => [
	...["/bin/sh", "-c", script, process.execPath, opener],
	...command,
];

/** Longer than the listener takes on a machine that is very busy. */
const openerMs = 30_000;

/** Serves the first listener that comes, and lets go of the channel: then, or when none has come. */
export function takeListener(child: ChildProcess, serve: (listener: Server) => void): void {
	const letGo = (): void => {
		clearTimeout(late);
		if (child.connected) child.disconnect();
	};
	const late = setTimeout(letGo, openerMs);
	late.unref();
	child.once("exit", () => clearTimeout(late));
	child.once("message", (_message, handle) => {
		if (handle !== undefined && handle !== null && "listen" in handle) serve(handle as Server);
		letGo();
	});
}

const proxyVariables = /^(?:https?|all|ftp|no)_proxy$/i;

/** Proxies of the person's are no use in the sandbox, and may tell of their network. */
export const withoutProxies = (env: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(env).filter(([name]) => !proxyVariables.test(name)));

const local = "localhost,127.0.0.1,::1";

/** What tells programs of the proxy: most by the first, the others as they want it. */
export const proxyEnvironment: Readonly<Record<string, string>> = {
	HTTP_PROXY: address,
	http_proxy: address,
	HTTPS_PROXY: address,
	https_proxy: address,
	ALL_PROXY: address,
	all_proxy: address,
	NO_PROXY: local,
	no_proxy: local,
	// npm and pip take settings of the person's or the project's before the variables above; not before these.
	npm_config_proxy: address,
	npm_config_https_proxy: address,
	npm_config_noproxy: local,
	PIP_PROXY: address,
	YARN_HTTP_PROXY: address,
	YARN_HTTPS_PROXY: address,
	// Git (gitglossary: environment, since 2.31): `http.proxy` of a configuration would come first.
	GIT_CONFIG_COUNT: "1",
	GIT_CONFIG_KEY_0: "http.proxy",
	GIT_CONFIG_VALUE_0: address,
	// Node's own fetch (since 22.21 and 24.0).
	NODE_USE_ENV_PROXY: "1",
};
