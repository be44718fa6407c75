// How often a person is asked on an ordinary day: the recorded actions of a developer, judged in each mode.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeFs } from "../../src/adapters/node-fs.js";
import { type PermissionMode, permissionModes, type Rule } from "../../src/contracts/permission.js";
import type { SandboxStatus } from "../../src/contracts/ports.js";
import type { AccessContext } from "../../src/contracts/tool.js";
import { parseToolInput } from "../../src/core/tool-input.js";
import { accessesOf } from "../../src/runtime/accesses.js";
import { createPolicy } from "../../src/security/policy.js";
import { builtinTools } from "../../tools/index.js";
import { root } from "./source-files.js";

export interface QuestionCount {
	readonly mode: PermissionMode;
	readonly hasSandbox: boolean;
	readonly actions: number;
	readonly asked: number;
	/** Of those, when every rule that is offered is kept for the session. */
	readonly askedOnce: number;
	readonly denied: number;
	readonly questions: readonly string[];
}

/** What the tools need besides what the recording says. */
const filledIn: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	edit_file: { edits: [{ old_text: "a", new_text: "b" }] },
	write_file: { content: "text" },
	run_code: { code: "console.log(1)" },
	move_file: { to: "docs/routes" },
};

/** `tool key=value …`; of `run_command`, the command. */
const actions = (): readonly (readonly [string, Record<string, unknown>])[] =>
	readFileSync(join(root, "test/fixtures/developer-actions.txt"), "utf8")
		.trimEnd()
		.split("\n")
		.map((line) => {
			const [tool = "", ...words] = line.split(" ");
			if (tool === "run_command") return [tool, { command: words.join(" ") }];
			const given = words.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]);
			return [tool, { ...Object.fromEntries(given), ...filledIn[tool] }];
		});

/** A trusted repository with the files that the recording names. */
const makeProject = (folder: string): void => {
	for (const name of ["src/routes", "test/routes", "docs", "scripts", ".git/objects", ".git/refs", ".github/workflows"])
		mkdirSync(join(folder, name), { recursive: true });
	writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/main\n");
	for (const name of [
		"package.json",
		"README.md",
		"CHANGELOG.md",
		"src/server.ts",
		"src/router.ts",
		"build.log",
		".env",
	])
		writeFileSync(join(folder, name), "a\n");
};

const noServices = {} as AccessContext["services"];

export const countQuestions = async (): Promise<readonly QuestionCount[]> => {
	const base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-questions-")));
	try {
		const cwd = join(base, "project");
		makeProject(cwd);
		const fs = createNodeFs({ cwd });
		const context = { cwd, services: noServices, modelAddress: () => undefined };
		const policy = createPolicy();
		const entries = new Map(builtinTools.map((entry) => [entry.name, entry]));
		const calls = await Promise.all(
			actions().map(async ([name, given]) => {
				const tool = await entries.get(name)?.load();
				const input = tool === undefined ? undefined : parseToolInput(tool, given as Record<string, never>);
				if (tool === undefined || input?.ok !== true) throw new Error(`${name} ${JSON.stringify(given)} is no call`);
				return { tool, input: input.value, accesses: await accessesOf(tool, input.value, context, fs) };
			}),
		);
		const count = async (mode: PermissionMode, hasSandbox: boolean): Promise<QuestionCount> => {
			const sandbox: SandboxStatus = hasSandbox
				? { works: true, kind: "bubblewrap", reason: "proven" }
				: { works: false, kind: "none", reason: "bubblewrap is not installed" };
			const fixed = {
				mode,
				roots: [cwd],
				cwd,
				home: join(base, "home"),
				sandbox,
				network: { allow: [] },
				isTainted: false,
				isTrusted: true,
			};
			const kept: Rule[] = [];
			const questions: string[] = [];
			let askedOnce = 0;
			let denied = 0;
			for (const call of calls) {
				const { decision, reason } = await policy.decide({ ...call, ...fixed, rules: [] });
				if (decision === "deny") denied++;
				if (decision === "ask") questions.push(`${call.tool.name} ${call.tool.title(call.input)}: ${reason}`);
				const again = await policy.decide({ ...call, ...fixed, rules: kept });
				if (again.decision !== "ask") continue;
				askedOnce++;
				const rule = again.offers.find((offer) => offer.scope === "session")?.rule;
				if (rule !== undefined) kept.push({ action: "allow", text: rule, source: "session" });
			}
			return { mode, hasSandbox, actions: calls.length, asked: questions.length, askedOnce, denied, questions };
		};
		const counts: QuestionCount[] = [];
		for (const mode of permissionModes) {
			counts.push(await count(mode, true));
			if (mode === "auto") counts.push(await count(mode, false));
		}
		return counts;
	} finally {
		rmSync(base, { recursive: true });
	}
};
