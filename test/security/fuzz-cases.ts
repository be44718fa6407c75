// What must hold for every generated command and path; a short run of it is part of every test run, a long one of the soak.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize, resolve } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { isWithin } from "../../src/lib/env-allow.js";
import { createPolicy } from "../../src/security/policy.js";
import { nearestRealPath } from "../../src/security/real-path.js";
import { deniedRule, withDenied, withoutDenied } from "./denied-commands.js";
import { command, request, type Situation, toolNamed, works } from "./requests.js";

/** The most that can be allowed besides. */
const generous: readonly Situation[] = [
	{ mode: "yolo" },
	{ mode: "auto", sandbox: works },
	{ mode: "edits", rules: ["allow run_command", "allow *"] },
];

/** No command that holds a denied one is allowed; and most that hold none are, so that the test means something. */
export async function fuzzCommands(numRuns: number, seed = 4): Promise<void> {
	const { decide } = createPolicy({ realPath: async (path) => path });
	const answers = { allow: 0, ask: 0, deny: 0 };
	await fc.assert(
		fc.asyncProperty(withDenied, fc.constantFrom(...generous), async (line, situation) => {
			const rules = [...(situation.rules ?? []), `deny run_command(${deniedRule})`];
			const { decision } = await decide(command(line, { ...situation, rules }));
			answers[decision]++;
			expect(decision, line).not.toBe("allow");
		}),
		{ numRuns, seed },
	);
	expect(answers.deny).toBeGreaterThan(numRuns / 4);
	let allowed = 0;
	const samples = fc.sample(withoutDenied, { numRuns: Math.ceil(numRuns / 10), seed });
	for (const line of samples) {
		const wanted = command(line, { mode: "yolo", rules: [`deny run_command(${deniedRule})`] });
		if ((await decide(wanted)).decision === "allow") allowed++;
	}
	expect(allowed / samples.length).toBeGreaterThan(0.9);
}

const segment = fc.constantFrom(
	"a",
	"b",
	"in",
	"out",
	"up",
	"far",
	"loop",
	"..",
	".",
	"a b",
	"new",
	"app",
	"app-secrets",
	"file",
	"...",
	"",
);

/** No path, whatever links it leads through, is read or written outside the root without a question. */
export async function fuzzPaths(numRuns: number, seed = 4): Promise<void> {
	const base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-links-")));
	try {
		const root = join(base, "app");
		const links: readonly (readonly [string, string])[] = [
			["app/out", "../outside"],
			["app/up", ".."],
			["app/far", base],
			["app/loop", "loop"],
			["app/in", "a"],
			["app/a/out", "../../app-secrets"],
			["app/a/up", "../b"],
			["app/b/far", "/"],
			["app/b/in", "../a/b"],
			["app/dangling", "../outside/new"],
			["outside/app", "../app"],
			["outside/up", "../app/out"],
		];
		for (const folder of ["app/a/b", "app/b/a", "outside/a", "app-secrets"])
			mkdirSync(join(base, folder), { recursive: true });
		for (const [path, target] of links) symlinkSync(target, join(base, path));
		for (const file of ["app/file", "outside/file", "app-secrets/file", "app/a/file"])
			writeFileSync(join(base, file), "x");
		const { decide } = createPolicy();
		let outside = 0;
		let inside = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.oneof(segment, fc.constant("dangling")), { minLength: 1, maxLength: 9 }),
				fc.constantFrom("read", "write"),
				fc.boolean(),
				async (segments, effect, isRelative) => {
					const text = segments.join("/");
					const spelled = isRelative ? `${root}/${text}` : `${root}/../${text}`;
					const path = await nearestRealPath(spelled);
					// Nothing is left in it that leads elsewhere.
					expect(normalize(path)).toBe(path);
					expect(realParent(path)).toBe(true);
					const wanted = request(toolNamed("any_tool", [effect]), [{ effect, path }], {
						mode: "auto",
						root,
						sandbox: works,
					});
					const { decision } = await decide(wanted);
					if (isWithin(path, root)) inside++;
					else {
						outside++;
						expect(decision, spelled).not.toBe("allow");
					}
					const read = await decide(command(`cat -- '${spelled}'`, { root }));
					// The kernel follows links before `..`, the text alone does not.
					if (read.decision === "allow") expect(isWithin(await kernelPath(spelled), root), spelled).toBe(true);
				},
			),
			{ numRuns, seed },
		);
		expect(Math.min(inside, outside)).toBeGreaterThan(numRuns / 20);
	} finally {
		rmSync(base, { recursive: true });
	}
}

/** Whether the nearest parent that exists is its own real path. */
function realParent(path: string): boolean {
	for (let at = path; ; at = dirname(at)) {
		try {
			return realpathSync(at) === at;
		} catch (error) {
			if (at === dirname(at) || (error as NodeJS.ErrnoException).code === "ELOOP") return true;
		}
	}
}

/** Where opening the very text would lead; the text itself when nothing is there. */
async function kernelPath(text: string): Promise<string> {
	try {
		return realpathSync.native(text);
	} catch {
		return resolve(text);
	}
}
