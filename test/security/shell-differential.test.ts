import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createPolicy } from "../../src/security/policy.js";
import { command } from "./requests.js";

const { decide } = createPolicy();

// Everything that bash could find by name, `canary` too, says that it ran; nothing does anything else.
const base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-diff-")));
const bin = join(base, "bin");
const root = join(base, "work");
mkdirSync(bin);
mkdirSync(root);
for (const name of ["canary", "cat", "ls", "x", "a"]) {
	writeFileSync(join(bin, name), `#!/bin/sh\n: > '${base}/ran-${name}'\n`);
	chmodSync(join(bin, name), 0o755);
}

const piece = fc.constantFrom(
	...[
		"canary",
		"canary",
		"ls",
		"echo",
		"cat",
		"a",
		"x",
		"true",
		"'",
		'"',
		"`",
		"$(",
		")",
		"(",
		"{",
		"}",
		"$'",
		"\\",
		"\\\n",
	],
	...[
		" ",
		" ",
		" ",
		"\n",
		"\t",
		";",
		"&",
		"&&",
		"||",
		"|",
		"<",
		"<(",
		"<<<",
		"<<",
		"EOF\n",
		"#",
		"!",
		"~",
		"*",
		"=",
		"$",
		"${",
		"$((",
		"))",
		"[[",
		"]]",
		"env ",
		"bash -c ",
		"case x in x)",
		";;",
		"esac",
		"if ",
		"then ",
		"fi",
		"for a in ",
		"do ",
		"done",
		"x=",
		"()",
		"'\\''",
		"\\'",
		'\\"',
		"1",
		"\n\\",
		" | ",
		" && ls",
		"ls -a | cat",
	],
	...["\\`", "\\$(", "`echo ", "`echo \\`canary\\``"],
);

it("R8 whatever the grammar lets run by itself does not start anything else in bash", { timeout: 60_000 }, async () => {
	let allowed = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 14 }), async (pieces) => {
			const text = pieces.join("");
			const { decision } = await decide(command(text, { root, home: join(base, "home"), isTrusted: false }));
			if (decision !== "allow") return;
			allowed++;
			spawnSync("/bin/bash", ["-c", text], {
				cwd: root,
				env: { PATH: bin, HOME: base },
				stdio: "ignore",
				timeout: 2000,
			});
			expect(existsSync(join(base, "ran-canary")), text).toBe(false);
		}),
		{ numRuns: 20_000 },
	);
	// The generator is worth nothing if it never makes a command that runs.
	expect(allowed).toBeGreaterThan(50);
});
