// A command that waits for input nobody can give is noticed (SPEC 17.21).
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProcesses } from "../../src/adapters/execa-processes.js";
import { canSeeWaits } from "../../src/adapters/input-wait.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { ProcessRequest } from "../../src/contracts/ports.js";
import { isInstalled } from "../helpers/installed.js";

const node = process.execPath;

describe.runIf(canSeeWaits()).each(["off", "auto"] as const)("sandbox %s", { concurrent: true }, (sandbox) => {
	let processes: ReturnType<typeof createProcesses>;
	let workspace: string;
	beforeAll(() => {
		workspace = realpathSync(mkdtempSync(join(tmpdir(), "nexus-input-")));
		processes = createProcesses({ workspace, clock: systemClock, sandbox, home: join(workspace, "home") });
	});
	afterAll(() => processes.close());

	const run = (command: string, more: Partial<ProcessRequest> = {}) =>
		processes.run({
			file: "/bin/bash",
			args: ["--norc", "-c", command],
			noticesInput: true,
			timeoutMs: 20_000,
			sandbox: { network: false, writableRoots: [workspace] },
			...more,
		});

	test.each([
		["read", 'read -r x; echo "[$x]"', "[]\n", ""],
		["its prompt", 'printf "Name? "; read -r x; echo "[$x]"', "Name? []\n", "Name? "],
		["cat in a pipe", "cat | wc -c", "0\n", ""],
		["a loop of reads", 'while read -r x; do echo "$x"; done; echo over', "over\n", ""],
		["a child of a child", `bash -c 'bash -c "cat; echo done"'`, "done\n", ""],
		["an event loop", `${node} -e "process.stdin.on('data',()=>{}).on('end',()=>console.log('end'))"`, "end\n", ""],
		[
			"select",
			`${node} -e "process.stdout.write('Sure [y/N] ')"; read -r -n 1 x; echo`,
			"Sure [y/N] \n",
			"Sure [y/N] ",
		],
	])("%s gets an end of input", async (_, command, output, prompt) => {
		const result = await run(command);
		expect(result).toMatchObject({ exitCode: 0, output, timedOut: false, wantedInput: { from: "input", prompt } });
		expect(result.durationMs).toBeLessThan(10_000);
	});

	test.runIf(isInstalled("python3"))("Python's input()", async () => {
		const result = await run("python3 -c 'input(\"Go on? \")'");
		expect(result).toMatchObject({ exitCode: 1, wantedInput: { from: "input", prompt: "Go on? " } });
		expect(result.stderr).toContain("EOFError");
	});

	test.runIf(isInstalled("script"))("a terminal of its own is ended", async () => {
		const result = await run(`script -qc 'read -p "Password: " x; sleep 100' /dev/null`);
		expect(result).toMatchObject({ timedOut: false, cancelled: false, wantedInput: { from: "terminal" } });
		expect(result.exitCode).not.toBe(0);
		expect(result.durationMs).toBeLessThan(10_000);
	});

	test("one that takes its error output for a terminal is ended", async () => {
		const result = await run("cat; printf '\\033[1mEdit: '; cat <&2");
		expect(result).toMatchObject({ timedOut: false, wantedInput: { from: "terminal", prompt: "Edit: " } });
	});

	test.runIf(isInstalled("vim"))("an editor", async () => {
		const result = await run(`cd ${workspace} && vim -u NONE -n x`);
		expect(result).toMatchObject({ timedOut: false, wantedInput: { from: expect.any(String) } });
	});

	test.each([
		["sleeping", "sleep 0.4; echo done"],
		["a pipe with a slow writer", "(sleep 0.4; echo done) | cat"],
		["a file", "read -r x < /etc/passwd; sleep 0.3; echo done"],
		["a text of the shell", "cat <<< done"],
		["reading with a time limit", "read -r -t 0.3 x; echo done"],
		["an event loop with nothing to read", `${node} -e "setTimeout(() => console.log('done'), 400)"`],
	])("%s is no waiting for input", async (_, command) => {
		const result = await run(command);
		expect(result).toMatchObject({ exitCode: 0, output: "done\n" });
		expect(result.wantedInput).toBeUndefined();
	});

	test("input that is given can be read as a file too", async () => {
		const result = await run("cat; cat; cat /dev/stdin", { input: "é漢\n" });
		expect(result).toMatchObject({ exitCode: 0, output: "é漢\né漢\n" });
		expect((await run("wc -c < /dev/stdin", { input: "12345" })).output.trim()).toBe("5");
		expect(result.wantedInput).toBeUndefined();
	});

	test("an abort while it waits ends it", async () => {
		const controller = new AbortController();
		const command = `script -qc 'printf up; read x' /dev/null`;
		const started = performance.now();
		const result = await run(isInstalled("script") ? command : "printf up; sleep 100", {
			signal: controller.signal,
			onOutput: () => controller.abort(),
		});
		expect(result.cancelled).toBe(true);
		expect(performance.now() - started).toBeLessThan(5000);
	});
});

test("without being asked to notice, input is empty from the start", async () => {
	const workspace = realpathSync(mkdtempSync(join(tmpdir(), "nexus-input-")));
	const processes = createProcesses({ workspace, clock: systemClock, sandbox: "off", home: workspace });
	const result = await processes.run({ file: "/bin/bash", args: ["--norc", "-c", "cat; readlink /proc/self/fd/0"] });
	expect(result.output).toBe("/dev/null\n");
	await processes.close();
});
