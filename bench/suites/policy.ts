// Whether a call may run: decisions a second over the ordinary commands of a day, and what the guard and the sandbox's proxy add to a request.
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { createGuardedHttp } from "../../src/adapters/guarded-http.js";
import { createSandboxProxy } from "../../src/adapters/sandbox-proxy.js";
import { createPolicy, type PolicyRequest } from "../../src/security/policy.js";
import { runCommandTool } from "../../tools/shell/run-command.js";
import { now } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";

const commands: readonly string[] = [
	...[
		"ls -la src",
		"cat README.md",
		"head -20 src/a.ts",
		"grep -n x src/a.ts",
		"cat package.json | head -3",
		"wc -l src/a.ts",
	],
	...["npm test", "npm run build", "npx tsc --noEmit", "mkdir -p out", "cp a b && rm a", "node scripts/build.js"],
	...[
		"git status",
		"git diff --stat",
		"git log --oneline -10",
		"git add -A",
		"git commit -m 'fix: x'",
		"git checkout -b next",
	],
];
const rules = [
	{ action: "deny", text: "run_command(git push *)", source: "user" },
	{ action: "ask", text: "run_command(npm publish *)", source: "user" },
	{ action: "allow", text: "run_command(npx tsc *)", source: "project" },
] as const;
const roundMs = 400;

export const policySuite: Suite = {
	name: "policy",
	parts: [
		{ rows: ["policy.rate"], measure: measureDecisions },
		{ rows: ["policy.guard"], measure: measureGuard },
		{ rows: ["policy.proxy"], measure: measureProxy },
	],
};

/** A small repository that is trusted, in auto mode. */
async function measureDecisions(context: SuiteContext): Promise<void> {
	const cwd = realpathSync(context.folder());
	for (const folder of ["src", ".git/objects", ".git/refs"]) mkdirSync(join(cwd, folder), { recursive: true });
	for (const file of ["src/a.ts", "README.md", "package.json", ".git/HEAD"]) writeFileSync(join(cwd, file), "x\n");
	const { decide } = createPolicy();
	const requests = commands.map(
		(command): PolicyRequest => ({
			tool: runCommandTool,
			input: { command },
			accesses: [{ effect: "execute", command, language: "shell" }],
			mode: "auto",
			rules,
			roots: [cwd],
			home: join(cwd, "../home"),
			sandbox: { works: true, kind: "bubblewrap", reason: "proven" },
			network: { allow: [] },
			isTainted: false,
			isTrusted: true,
		}),
	);
	for (const request of requests) await decide(request);
	const rates: number[] = [];
	for (let round = 0; round < context.times(6); round++) {
		const startedMs = now();
		let count = 0;
		while (now() - startedMs < roundMs) {
			for (const request of requests) await decide(request);
			count += requests.length;
		}
		rates.push(count / ((now() - startedMs) / 1000));
	}
	context.measured("policy.rate", rates);
}

/** To a host that is refused after its name was looked up: all that comes before a connection, and nothing else. */
async function measureGuard(context: SuiteContext): Promise<void> {
	const http = createGuardedHttp({ resolve: async () => ["10.0.0.1"] });
	const signal = new AbortController().signal;
	const ask = () => http.request({ url: "https://docs.example/page", method: "GET", signal }).catch(() => undefined);
	for (let warm = 0; warm < 50; warm++) await ask();
	const times: number[] = [];
	for (let run = 0; run < context.times(300); run++) {
		const startedMs = now();
		await ask();
		times.push(now() - startedMs);
	}
	context.measured("policy.guard", times);
}

/** A tunnel to an allowed host, from the first byte to the one that says that it stands; what is dialled is on loopback. */
async function measureProxy(context: SuiteContext): Promise<void> {
	const listening = async (server: Server): Promise<number> => {
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		return (server.address() as AddressInfo).port;
	};
	const target = createServer((socket) => socket.resume().on("error", () => socket.destroy()));
	const targetPort = await listening(target);
	const proxy = await createSandboxProxy({
		gate: { admit: async () => ({ isAllowed: true }), waitedMs: () => 0 },
		resolve: async () => ["93.184.215.14"],
		connect: () =>
			new Promise((resolve) => {
				const socket = connect(targetPort, "127.0.0.1", () => resolve(socket));
			}),
	});
	const listener = createServer();
	const port = await listening(listener);
	proxy.serve(listener);
	const open = () =>
		new Promise<void>((resolve, reject) => {
			const socket = connect(port, "127.0.0.1");
			socket.write("CONNECT docs.example:443 HTTP/1.1\r\nhost: docs.example:443\r\n\r\n");
			socket.once("data", () => socket.destroy());
			socket.once("error", reject);
			socket.once("close", () => resolve());
		});
	for (let warm = 0; warm < 50; warm++) await open();
	const times: number[] = [];
	for (let run = 0; run < context.times(300); run++) {
		const startedMs = now();
		await open();
		times.push(now() - startedMs);
	}
	context.measured("policy.proxy", times);
	proxy.close();
	target.close();
}
