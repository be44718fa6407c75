// Where no sandbox works: said once, asked each time (SECURITY R14).
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect } from "vitest";
import { nexusTest as test } from "../helpers/run-nexus.js";

/** The programs of the system but for bubblewrap. */
function pathWithout(root: string, program: string): string {
	const bin = join(root, "bin");
	mkdirSync(bin);
	const names = new Set<string>();
	for (const folder of [dirname(process.execPath), "/usr/bin", "/bin"]) {
		for (const name of readdirSync(folder)) {
			if (name === program || names.has(name)) continue;
			names.add(name);
			symlinkSync(join(folder, name), join(bin, name));
		}
	}
	return bin;
}

const said = /no sandbox works here: bubblewrap is not installed/g;

describe("D14 R14 without bubblewrap", () => {
	test("auto mode asks for each command, and says why once", async ({ nexus }) => {
		const env = { PATH: pathWithout(nexus.root, "bwrap") };
		const call = (name: string) => ({ calls: [{ name: "run_command", input: { command: `touch ${name}` } }] });
		const server = await nexus.server([call("one"), call("two"), { text: "done" }]);
		const flags = ["-p", "-m", "custom/any", "--permission-mode", "auto"];
		const run = await nexus.run([...flags, "make both"], { env: { ...server.env, ...env } });
		expect(run.code).toBe(4);
		expect(run.stderr.match(said)).toHaveLength(1);
		expect(run.stderr).toContain("auto mode needs a sandbox");
		expect(readdirSync(nexus.cwd)).toEqual([]);
	});

	test("the doctor says what to install", async ({ nexus }) => {
		const { stdout, code } = await nexus.run(["doctor", "--json"], {
			env: { PATH: pathWithout(nexus.root, "bwrap") },
		});
		expect(code).toBe(0);
		const checks = JSON.parse(stdout) as readonly { name: string }[];
		expect(checks.find(({ name }) => name === "sandbox")).toMatchObject({
			status: "warn",
			hint: expect.stringContaining("install bubblewrap"),
		});
	});
});
