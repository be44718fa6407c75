import { execFileSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bubblewrapArguments } from "../../src/adapters/bubblewrap.js";
import { createProcesses } from "../../src/adapters/execa-processes.js";
import { systemClock } from "../../src/adapters/system-clock.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-bwrap-")));

describe("where no sandbox works", () => {
	const withBwrap = (script: string | undefined) => {
		const bin = mkdtempSync(join(base, "bin-"));
		for (const name of ["bash", "sh"]) symlinkSync("/bin/bash", join(bin, name));
		if (script !== undefined) {
			writeFileSync(join(bin, "bwrap"), `#!/bin/bash\n${script}\n`);
			chmodSync(join(bin, "bwrap"), 0o755);
		}
		const workspace = mkdtempSync(join(base, "w-"));
		return createProcesses({
			workspace,
			clock: systemClock,
			env: { PATH: bin },
			home: join(base, "home"),
			userHome: base,
		});
	};

	it.each([
		["it is not installed", undefined, "bubblewrap is not installed"],
		[
			"it fails",
			"echo 'bwrap: No permissions to create new namespace' >&2; exit 1",
			"No permissions to create new namespace",
		],
		[
			"it lets everything through",
			'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
			"a write outside was possible; a protected path could be written; a network connection was possible; a datagram got through; a hidden file could be read; a Unix socket could be made",
		],
		["it says nothing", "exit 0", "does not start"],
	])("D14 R14 %s: told, and the command reports that it ran without", async (_name, script, reason) => {
		const processes = withBwrap(script);
		const status = await processes.sandbox();
		expect(status).toMatchObject({ works: false, kind: "none" });
		expect(status.reason).toContain(reason);
		const sandbox = { network: false, writableRoots: [] };
		const result = await processes.run({ file: "bash", args: ["-c", "echo hi"], sandbox });
		expect(result).toMatchObject({ exitCode: 0, stdout: "hi\n", sandboxed: false });
		await processes.close();
		expect(readdirSync(join(base)).filter((name) => name.startsWith(".sandbox-proof"))).toEqual([]);
	});
});

describe("bubblewrapArguments", () => {
	const plan = {
		network: false,
		writableRoots: [base, "/", "/no/such"],
		hidden: [],
		cwd: base,
		userHome: "/nonexistent",
	};
	it("never makes / or a missing folder writable", () => {
		const args = bubblewrapArguments(plan);
		const bound = args.flatMap((arg, i) => (arg === "--bind" ? [args[i + 1]] : []));
		expect(bound).toEqual([base]);
		expect(args).not.toContain("--share-net");
	});
	it("shares the network only when allowed", () => {
		expect(bubblewrapArguments({ ...plan, network: true })).toContain("--share-net");
	});
});

/** Whether this machine lets us make namespaces at all; without that only the lane above exists. */
const canSandbox = (() => {
	try {
		execFileSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
})();

describe.runIf(canSandbox)("where bubblewrap works", () => {
	let workspace: string;
	let userHome: string;
	let home: string;
	let server: Server;
	let port: number;
	let connections = 0;
	let processes: ReturnType<typeof createProcesses>;

	beforeAll(async () => {
		userHome = mkdtempSync(join(base, "user-"));
		home = join(userHome, ".nexus");
		workspace = join(userHome, "work");
		for (const folder of [home, workspace, join(userHome, ".ssh")]) mkdirSync(folder);
		writeFileSync(join(home, "keys"), "top secret");
		writeFileSync(join(userHome, ".ssh/id_ed25519"), "top secret");
		writeFileSync(join(userHome, ".bash_history"), "top secret");
		writeFileSync(join(userHome, "outside"), "untouched");
		server = createServer((socket) => {
			connections++;
			socket.end("hello");
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		port = (server.address() as { port: number }).port;
		processes = createProcesses({ workspace, clock: systemClock, home, userHome });
	});
	afterAll(async () => {
		await processes.close();
		server.close();
	});
	beforeEach(() => {
		connections = 0;
	});

	const run = (
		command: string,
		more: { network?: boolean; memoryMb?: number; timeoutMs?: number; root?: string } = {},
	) =>
		processes.run({
			file: "/bin/bash",
			args: ["-c", command],
			timeoutMs: more.timeoutMs ?? 10_000,
			...(more.root === undefined ? {} : { cwd: more.root }),
			sandbox: {
				network: more.network ?? false,
				writableRoots: [more.root ?? workspace],
				...(more.memoryMb === undefined ? {} : { memoryMb: more.memoryMb }),
			},
		});

	it("D14 proves itself", async () => {
		expect(await processes.sandbox()).toMatchObject({ works: true, kind: "bubblewrap" });
		expect(readdirSync(home)).toEqual(["keys"]);
	});

	it("works inside: files, pipes, exit codes, a private /tmp", async () => {
		const result = await run(
			"echo a > f; cat f | tr a b; echo $TMPDIR; touch /tmp/nexus-private-file; ls /tmp | grep nexus; pwd; exit 7",
		);
		expect(result).toMatchObject({
			exitCode: 7,
			sandboxed: true,
			stdout: `b\n/tmp\n${basename(base)}\nnexus-private-file\n${workspace}\n`,
		});
		expect(readFileSync(join(workspace, "f"), "utf8")).toBe("a\n");
		expect(existsSync("/tmp/nexus-private-file")).toBe(false);
	});

	it.each([
		["a write beside the workspace", "echo x > ../outside"],
		["a write in /etc", "echo x > /etc/nexus-test"],
		["a removal outside", "rm ../outside"],
		["a read of ~/.ssh", "cat ../.ssh/id_ed25519"],
		["a read of what was typed", "grep . ../.bash_h*"],
		["a read of the passwords", "grep -h . /etc/shadow*"],
		["a read of NEXUS_HOME", "cat ../.nexus/keys"],
		["a new file in ~/.ssh", "echo x > ../.ssh/authorized_keys"],
		["a setting of the kernel", "cat /proc/sys/kernel/core_pattern > /proc/sys/kernel/core_pattern"],
		["another way to /proc", "unshare -Ur mount -t proc proc /proc"],
		["a control group", "mkdir /sys/fs/cgroup/nexus-escape || mkdir /sys/fs/cgroup/pids/nexus-escape"],
		["a mount", "mount -t tmpfs none /mnt"],
		["a remount of the root", "mount -o remount,rw /usr"],
	])("D14 %s fails", async (_name, command) => {
		const result = await run(command);
		expect(result.sandboxed).toBe(true);
		expect(result.exitCode).not.toBe(0);
		expect(result.output).not.toContain("top secret");
		expect(readFileSync(join(userHome, "outside"), "utf8")).toBe("untouched");
		expect(existsSync("/etc/nexus-test")).toBe(false);
	});

	it("D14 TCP fails unless the network is allowed", async () => {
		const connect = () => `exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3`;
		expect((await run(connect())).exitCode).not.toBe(0);
		expect(connections).toBe(0);
		expect(await run(connect(), { network: true })).toMatchObject({ exitCode: 0, stdout: "hello" });
		expect(connections).toBe(1);
	});

	it("D14 DNS fails", async () => {
		const script = `require("dns").lookup("localhost.example", e => { console.log(e.code); process.exit(e ? 9 : 0) })`;
		expect((await run(`'${process.execPath}' -e '${script}'`)).exitCode).toBe(9);
	});

	it.each(["temporary", "home"])("D14 a Unix socket in the %s folder cannot be reached", async (where) => {
		const path = where === "home" ? join(userHome, "x.sock") : join(mkdtempSync(join(tmpdir(), "nexus-sock-")), "s");
		const other = createServer((socket) => {
			connections++;
			socket.end();
		});
		await new Promise<void>((resolve) => other.listen(path, resolve));
		const script = `require("net").connect("${path}").on("error", () => process.exit(9)).on("connect", () => process.exit(0))`;
		const result = await run(`'${process.execPath}' -e '${script}'`);
		other.close();
		expect(result.exitCode).toBe(9);
		expect(connections).toBe(0);
	});

	it("D14 a program can still talk to its children, and no descriptor of ours is left open", async () => {
		const file = `const cp=require("child_process"); if (process.send) process.send("from the child"); else { const c=cp.fork(__filename); c.on("message",(m)=>{console.log(m);c.disconnect()}) }`;
		writeFileSync(join(workspace, "talk.cjs"), file);
		expect(await run(`'${process.execPath}' talk.cjs`)).toMatchObject({ exitCode: 0, stdout: "from the child\n" });
		expect((await run("test -e /proc/$$/fd/3 && echo open; true")).stdout).toBe("");
	});

	it("sees only its own processes, and cannot signal others", async () => {
		const result = await run(`ls /proc | grep -c '^[0-9]'; kill -0 ${process.pid}`);
		expect(Number(result.stdout)).toBeLessThan(10);
		expect(result.exitCode).not.toBe(0);
	});

	describe("D15 protected paths", () => {
		const repository = (name: string) => {
			const root = join(userHome, name);
			mkdirSync(join(root, ".git/hooks"), { recursive: true });
			writeFileSync(join(root, ".git/config"), "[core]\n");
			return root;
		};

		it.each([
			["an existing hook folder", "echo x > .git/hooks/pre-commit", ".git/hooks/pre-commit"],
			["the configuration", "echo x >> .git/config", undefined],
			["a renamed .git", "mv .git g && mkdir -p .git/hooks && echo x > .git/hooks/pre-commit", ".git/hooks/pre-commit"],
			[
				"a replaced hook folder",
				"rm -rf .git/hooks; mkdir -p .git/hooks; echo x > .git/hooks/pre-commit",
				".git/hooks/pre-commit",
			],
			["a link as hook folder", "mv .git/hooks .git/h; ln -s ../evil .git/hooks", undefined],
			["a new .nexus", "mkdir .nexus && echo x > .nexus/config.toml", ".nexus/config.toml"],
			["a new .nexus as a link", "mkdir evil && echo x > evil/config.toml && ln -s evil .nexus", ".nexus/config.toml"],
			["editor tasks", "mkdir .vscode; echo x > .vscode/tasks.json", ".vscode/tasks.json"],
			["an MCP list", "echo x > .mcp.json", ".mcp.json"],
		])("%s: fails", async (name, command, path) => {
			const root = repository(`repo-${name.replaceAll(/\W/g, "-")}`);
			const result = await run(command, { root });
			expect(result.exitCode).not.toBe(0);
			if (path !== undefined) expect(existsSync(join(root, path))).toBe(false);
			expect(readFileSync(join(root, ".git/config"), "utf8")).toBe("[core]\n");
		});

		it("a link that stands for a protected folder is put back", async () => {
			const root = repository("repo-planted");
			mkdirSync(join(root, "settings"));
			symlinkSync("settings", join(root, ".nexus"));
			const result = await run("rm .nexus; mkdir .nexus; echo x > .nexus/config.toml", { root });
			expect(result.exitCode).not.toBe(0);
			expect(existsSync(join(root, ".nexus/config.toml"))).toBe(false);
		});

		it("a new repository keeps what is plain and loses what would run", async () => {
			const root = join(userHome, "fresh");
			mkdirSync(root);
			const plain = await run("git init -q . && echo a > f && git add f && git status --short", { root });
			expect(plain).toMatchObject({ exitCode: 0, stdout: "A  f\n" });
			expect(existsSync(join(root, ".git/config"))).toBe(true);
			const other = join(userHome, "fresh-bad");
			mkdirSync(other);
			const bad = await run(
				"mkdir -p .git/hooks; echo x > .git/hooks/pre-commit; printf '[core]\\n\\tfsmonitor = ./x\\n' > .git/config",
				{ root: other },
			);
			expect(bad.exitCode).toBe(1);
			expect(bad.stderr).toContain(".git/hooks/pre-commit, .git/config is protected");
			expect(existsSync(join(other, ".git/hooks/pre-commit"))).toBe(false);
			expect(existsSync(join(other, ".git/config"))).toBe(false);
		});

		it("a worktree, whose .git is a file, can be worked in, and its .git cannot be changed", async () => {
			const main = join(userHome, "main-repo");
			mkdirSync(main);
			const git = (...args: string[]) => execFileSync("git", ["-C", main, ...args], { stdio: "ignore" });
			git("init", "-q");
			git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "one");
			const root = join(userHome, "main-worktree");
			git("worktree", "add", "-q", root);
			const before = readFileSync(join(root, ".git"), "utf8");
			expect(await run("echo a > f && git log --format=%s", { root })).toMatchObject({ exitCode: 0, stdout: "one\n" });
			for (const command of ["echo x > .git", "rm -f .git", "mv .git g"]) {
				expect((await run(command, { root })).exitCode).not.toBe(0);
			}
			expect(readFileSync(join(root, ".git"), "utf8")).toBe(before);
		});

		it("a .git that is a link is put back, and what it leads to cannot be changed", async () => {
			const root = repository("repo-linked");
			execFileSync("mv", [join(root, ".git"), join(root, "store")]);
			symlinkSync("store", join(root, ".git"));
			expect((await run("echo x > store/hooks/pre-commit", { root })).exitCode).not.toBe(0);
			const replaced = await run("rm .git; mkdir -p .git/hooks; echo x > .git/hooks/pre-commit", { root });
			expect(replaced.exitCode).not.toBe(0);
			expect(readdirSync(join(root, ".git/hooks"))).toEqual([]);
			expect(realpathSync(join(root, ".git"))).toBe(join(root, "store"));
		});

		describe("nothing that a command leaves for git runs outside", () => {
			const evil = `"touch '$PWD/canary';false"`;
			const start = "git init -q .";
			it.each([
				[
					"a key behind its section",
					"",
					`${start} && printf "[core] fsmonitor = touch canary;false\n" | tee -a .git/config`,
				],
				["a key on its own line", "", `${start} && git config core.fsmonitor ${evil}`],
				["an included file", "", `${start} && git config -f x core.fsmonitor ${evil}; git config include.path ../x`],
				[
					"a value over two lines",
					"",
					`${start} && printf '[user] name = a\\\n b\n[core]\nfsmonitor = touch canary;false\n' > .git/config`,
				],
				["a linked configuration", "", `${start} && git config -f x core.fsmonitor ${evil}; ln -sf ../x .git/config`],
				[
					"another common folder",
					start,
					`git init -q e && git -C e config core.fsmonitor ${evil}; mv e/.git e/g; echo ../e/g > .git/commondir`,
				],
				[
					"the configuration of a worktree",
					"git init -q . && git config extensions.worktreeConfig true",
					`git config -f .git/config.worktree core.fsmonitor ${evil}`,
				],
				[
					"a bare repository in the workspace itself",
					"",
					`git init -q --bare t && cp -r t/. . && git config -f config core.fsmonitor ${evil}; git config -f config core.bare false; git config -f config core.worktree .`,
				],
				[
					"a bare one that was plain",
					"git init -q --bare . && git config core.bare false && git config core.worktree .",
					`git config -f config core.fsmonitor ${evil}`,
				],
			])("%s", async (name, before, command) => {
				const root = join(userHome, `plant-${name.replaceAll(/\W/g, "-")}`);
				mkdirSync(root);
				const outside = (script: string) => execFileSync("bash", ["-c", script], { cwd: root, stdio: "ignore" });
				if (before !== "") outside(before);
				expect((await run(command, { root })).exitCode).not.toBe(0);
				outside("git status || true");
				expect(existsSync(join(root, "canary"))).toBe(false);
			});

			it.each([
				["a hook of a repository below", "git init -q a/sub", "echo x > a/sub/.git/hooks/pre-commit"],
				["its configuration", "git init -q a/sub", "git -C a/sub config core.fsmonitor ./x"],
				[
					"one in its place",
					"git init -q a/sub",
					"mv a b && mkdir -p a/sub/.git/hooks && echo x > a/sub/.git/hooks/pre-commit",
				],
				["a new one with a hook", "true", "git init -q a/sub && echo x > a/sub/.git/hooks/pre-commit"],
				["a new one that is elsewhere", "true", "git init -q --separate-git-dir=g a/sub"],
				["a new bare one with a hook", "true", "git init -q --bare a/b && echo x > a/b/hooks/post-update"],
			])("below the root: %s", async (name, before, command) => {
				const root = join(userHome, `below-${name.replaceAll(/\W/g, "-")}`);
				mkdirSync(root);
				execFileSync("bash", ["-c", before], { cwd: root });
				expect((await run(command, { root })).exitCode).not.toBe(0);
				expect(existsSync(join(root, "a/sub/.git/hooks/pre-commit"))).toBe(false);
				expect(existsSync(join(root, "a/b/HEAD"))).toBe(false);
				const config = join(root, "a/sub/.git/config");
				expect(existsSync(config) ? readFileSync(config, "utf8") : "").not.toContain("fsmonitor");
			});

			it("a clone with a remote and a branch stays as it is", async () => {
				const root = join(userHome, "cloning");
				mkdirSync(root);
				const make = "git init -q one && git -C one -c user.name=a -c user.email=a@b commit -q --allow-empty -m x";
				const command = `${make} && git clone -q one two && git init -q --bare three && git -C two config user.name A`;
				expect(await run(command, { root })).toMatchObject({ exitCode: 0 });
				expect(readFileSync(join(root, "two/.git/config"), "utf8")).toContain("remote = origin");
			});
		});

		it("git goes on working in a repository", async () => {
			const root = join(userHome, "work-repo");
			mkdirSync(root);
			execFileSync("git", ["init", "-q", root]);
			const commit = "git -c user.name=a -c user.email=a@b commit -qm one";
			const result = await run(`echo a > f && git add f && ${commit} && git log --format=%s`, { root });
			expect(result).toMatchObject({ exitCode: 0, stdout: "one\n" });
		});
	});
});
