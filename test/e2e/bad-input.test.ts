// A bad home, a bad store, a bad prompt: one line, a hint, work goes on where it can, and nothing is lost.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe } from "vitest";
import { textsOf } from "../helpers/chat-server.js";
import { nexusBin, type Place, nexusTest as test } from "../helpers/run-nexus.js";

const sum = ["-p", "what is 2+2?"];
const answer = "2+2 is 4.\n";
const isRoot = process.getuid?.() === 0;
const nobody = 65534;

/** Runs a script where nexus is `$NODE $NEXUS`. */
const shell = (nexus: Place, script: string, env: Record<string, string | undefined> = {}) =>
	nexus.run([], { command: ["/bin/bash", "-c", script], env: { NODE: process.execPath, NEXUS: nexusBin, ...env } });

describe.concurrent("configuration", () => {
	test.for([
		["config.json", '{\n  "model": "x",\n  bad\n}\n', /config\.json:3: /],
		["config.json", '{"permissions": {"mode": "alow"}}', /config\.json.*permissions\.mode/],
		["config.json", '{"permisions": {}}', /config\.json.*permisions.*permissions/],
	] as const)(
		"a broken %s: %j is named with its place, and the start works",
		async ([name, text, says], { nexus, expect }) => {
			const path = join(nexus.nexusHome, name);
			writeFileSync(path, text, { mode: 0o600 });
			const run = await nexus.run(sum);
			expect(run).toMatchObject({ code: 0, stdout: answer, stderr: expect.stringMatching(says) });
			expect(await nexus.run(["config", "validate"])).toMatchObject({ code: 2, stdout: expect.stringMatching(says) });
			expect(readFileSync(path, "utf8")).toBe(text);
		},
	);

	test("a broken one named by --config stops, with its line", async ({ nexus, expect }) => {
		nexus.file("own.toml", 'model = "a/b"\nbroken\n');
		const run = await nexus.run([...sum, "--config", "own.toml"]);
		expect(run).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/own\.toml:2/) });
	});
});

describe.concurrent("a home that cannot be used", () => {
	test("it lies below a file", async ({ nexus, expect }) => {
		nexus.file("file", "");
		const run = await nexus.run(sum, { env: { NEXUS_HOME: join(nexus.cwd, "file/home") } });
		expect(run).toMatchObject({
			code: 0,
			stdout: answer,
			stderr: expect.stringMatching(/cannot write to .*file\/home/),
		});
		expect(run.stderr).toContain("NEXUS_HOME");
	});

	test("it lies where the kernel makes nothing", async ({ nexus, expect }) => {
		const run = await nexus.run(sum, { env: { NEXUS_HOME: "/proc/nexus-home" } });
		expect(run).toMatchObject({ code: 0, stdout: answer, stderr: expect.stringMatching(/cannot write to \/proc/) });
	});

	test("this user may not write there", async ({ nexus, expect }) => {
		const parent = join(nexus.root, "closed");
		mkdirSync(parent, { mode: 0o555 });
		chmodSync(nexus.root, 0o755);
		const run = await nexus.run(sum, {
			env: { NEXUS_HOME: join(parent, "home"), HOME: parent },
			cwd: "/",
			...(isRoot ? { uid: nobody } : {}),
		});
		expect(run).toMatchObject({ code: 0, stdout: answer, stderr: expect.stringMatching(/cannot write to .*closed/) });
	});

	test.runIf(isRoot)("it belongs to another user: it is refused and left alone", async ({ nexus, expect }) => {
		chmodSync(nexus.root, 0o755);
		chmodSync(nexus.nexusHome, 0o777);
		const run = await nexus.run(sum, { cwd: "/", uid: nobody });
		expect(run).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/belongs to another user/) });
		expect(readdirSync(nexus.nexusHome)).toEqual([]);
	});

	test("without HOME and NEXUS_HOME it finds the user's own folder or says what is missing", async ({
		nexus,
		expect,
	}) => {
		// The home of the user's account is not the test's to write to: an ephemeral run.
		const run = await nexus.run([...sum, "--no-session"], { env: { HOME: undefined, NEXUS_HOME: undefined } });
		expect(run).toMatchObject({ code: 0, stdout: answer });
	});

	test("a link to a folder is followed; wrong modes are repaired, whatever the umask", async ({ nexus, expect }) => {
		const real = join(nexus.root, "real");
		mkdirSync(real);
		chmodSync(real, 0o777);
		const link = join(nexus.root, "link");
		symlinkSync(real, link);
		writeFileSync(join(real, "nexus.sqlite"), "");
		chmodSync(join(real, "nexus.sqlite"), 0o666);
		const script =
			'umask 000; "$NODE" "$NEXUS" -p "remember that the door is green" && "$NODE" "$NEXUS" config set model offline/interpreter';
		const run = await shell(nexus, script, { NEXUS_HOME: link });
		expect(run.code).toBe(0);
		const modes = readdirSync(real, { recursive: true, withFileTypes: true }).map((entry) => {
			const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
			return [entry.name, mode.toString(8)];
		});
		expect(modes).toContainEqual(["nexus.sqlite", "600"]);
		for (const [name, mode] of modes) expect([name, mode]).toEqual([name, expect.stringMatching(/^[67]00$/)]);
		expect((statSync(real).mode & 0o777).toString(8)).toBe("700");
	});

	test("a working folder that is gone", async ({ nexus, expect }) => {
		const run = await shell(nexus, 'mkdir gone; cd gone; rmdir ../gone; "$NODE" "$NEXUS" -p "what is 2+2?"');
		expect(run).toMatchObject({
			code: 2,
			stdout: "",
			stderr: expect.stringMatching(/current folder has been deleted/),
		});
	});
});

describe.concurrent("a full disk", () => {
	const complaints = (stderr: string) =>
		stderr.split("\n").filter((line) => /disk is full|cannot write|nothing of this session/.test(line));

	test("files may not grow: it is said once, and the answer comes", async ({ nexus, expect }) => {
		const script = 'ulimit -f 8; "$NODE" "$NEXUS" -p "what is 2+2?"';
		const run = await shell(nexus, script, { NODE_DISABLE_COMPILE_CACHE: "1" });
		expect(run).toMatchObject({ code: 0, stdout: answer });
		expect(complaints(run.stderr)).toHaveLength(1);
	});

	/** As root a small file system of its own can be tried. */
	const mountSmall = (folder: string): boolean => {
		try {
			execFileSync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], { stdio: "ignore" });
			return true;
		} catch {
			return false;
		}
	};

	test("a small file system that fills up: the answer comes, and later runs keep theirs", async ({ nexus, expect }) => {
		const isMounted = mountSmall(nexus.nexusHome);
		try {
			if (isMounted) writeFileSync(join(nexus.nexusHome, "ballast"), Buffer.alloc(508 * 1024));
			const full = await nexus.run(sum);
			expect(full).toMatchObject({ code: 0, stdout: answer });
			if (isMounted) {
				expect(complaints(full.stderr)).toEqual([expect.stringMatching(/disk is full/)]);
				rmSync(join(nexus.nexusHome, "ballast"));
			}
			expect(await nexus.run(sum)).toMatchObject({ code: 0, stdout: answer });
			const list = await nexus.run(["sessions", "list", "--json"]);
			expect(JSON.parse(list.stdout).length).toBeGreaterThan(0);
		} finally {
			if (isMounted) execFileSync("umount", [nexus.nexusHome]);
		}
	});
});

describe.concurrent("a store", () => {
	const storeOf = (nexus: Place) => join(nexus.nexusHome, "nexus.sqlite");

	test("of a newer version is refused and not touched", async ({ nexus, expect }) => {
		await nexus.run(sum);
		const database = new DatabaseSync(storeOf(nexus));
		database.exec("PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)");
		database.close();
		const before = readFileSync(storeOf(nexus));
		for (const args of [sum, ["sessions", "list"]]) {
			const run = await nexus.run(args);
			expect(run).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/newer nexus.*update nexus/) });
		}
		expect(readFileSync(storeOf(nexus)).equals(before)).toBe(true);
		expect(readdirSync(nexus.nexusHome).filter((name) => name.includes("damaged"))).toEqual([]);
	});

	test.for([
		["a zeroed first page", (bytes: Buffer) => bytes.fill(0, 0, 4096), 2],
		["a lost end", (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2)), 1],
		["no bytes that mean anything", () => Buffer.from("this is no database\n".repeat(500)), 1],
	] as const)("with %s is kept aside, and the start works", async ([, damage, sessions], { nexus, expect }) => {
		await nexus.run(sum);
		const database = new DatabaseSync(storeOf(nexus));
		database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
		database.close();
		const damaged = Buffer.from(damage(readFileSync(storeOf(nexus))));
		writeFileSync(storeOf(nexus), damaged);
		const run = await nexus.run(sum);
		expect(run).toMatchObject({
			code: 0,
			stdout: answer,
			stderr: expect.stringMatching(/store was damaged: .* the old file is kept as/),
		});
		const kept = readdirSync(nexus.nexusHome).find((name) => /damaged-[\dTZ-]+$/.test(name));
		expect(readFileSync(join(nexus.nexusHome, kept ?? "")).equals(damaged)).toBe(true);
		expect(JSON.parse((await nexus.run(["sessions", "list", "--json"])).stdout)).toHaveLength(sessions);
	});
});

describe.concurrent("input", () => {
	test("stdin closed", async ({ nexus, expect }) => {
		expect(await shell(nexus, '"$NODE" "$NEXUS" -p "what is 2+2?" <&-')).toMatchObject({ code: 0, stdout: answer });
	});

	test("binary data in a pipe", async ({ nexus, expect }) => {
		const run = await nexus.run(["-p", "what is this?"], {
			stdin: readFileSync(process.execPath).subarray(0, 100_000),
		});
		expect(run).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/binary data was piped in/) });
	});

	test("bytes that are no UTF-8 become marks, the rest arrives", async ({ nexus, expect }) => {
		const server = await nexus.server([{ text: "ok" }]);
		const stdin = Buffer.concat([Buffer.from("before "), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from(" after")]);
		const run = await nexus.run(["-p", "-m", "custom/any", "look"], { env: server.env, stdin });
		expect(run).toMatchObject({ code: 0, stdout: "ok\n" });
		expect(textsOf(server.requests[0], "user").join()).toMatch(/before \ufffd\ufffd\( after/);
	});

	test("50 MB: bounded time and memory, and it is answered or refused in one line", async ({ nexus, expect }) => {
		const script = 'head -c 50000000 /dev/zero | tr "\\0" a | "$NODE" "$NEXUS" -p "what is it?"';
		const command = `ulimit -v unlimited; /usr/bin/env bash -c '${script}'; echo "code $?"`;
		const run = await shell(nexus, command);
		expect(run.stdout).toMatch(/code [0-6]\n$/);
		expect(run.ms).toBeLessThan(30_000);
		expect(run.stderr).not.toMatch(/^\s+at |heap|FATAL/m);
	});

	test("50 MB for a model: the limit of memory holds", async ({ nexus, expect }) => {
		const server = await nexus.server([{ text: "long" }]);
		const running = nexus.start(["-p", "-m", "custom/any", "sum it up"], {
			env: server.env,
			stdin: { open: true },
		});
		let peakKb = 0;
		const watch = setInterval(() => {
			try {
				const status = readFileSync(`/proc/${running.pid}/status`, "utf8");
				peakKb = Math.max(peakKb, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
			} catch {
				// It has ended.
			}
		}, 20);
		running.child.stdin?.end(Buffer.alloc(50_000_000, "word "));
		const run = await running.ended;
		clearInterval(watch);
		expect(run.code).toBe(0);
		expect(textsOf(server.requests[0], "user").join("").length).toBeGreaterThan(50_000_000);
		expect(peakKb).toBeLessThan(1_200_000);
		expect(run.ms).toBeLessThan(30_000);
	});
});
