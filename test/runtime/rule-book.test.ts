// What a person has said once for a session or a project is kept there, and nowhere else.
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PermissionMode } from "../../src/contracts/permission.js";
import { createRuleBook } from "../../src/runtime/rule-book.js";
import { createPolicy, type PolicyRequest } from "../../src/security/policy.js";
import { createRulesFile } from "../../src/security/rules-file.js";
import { command, noSandbox, request, type Situation, toolNamed, works } from "../security/requests.js";

const { decide } = createPolicy({ realPath: async (path) => path });
const base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-rule-book-")));
const noWarning = (message: string) => expect.fail(message);

const word = fc.stringMatching(/^[a-z*?.()/\\'=-]{1,8}$/);
const line = fc
	.array(
		fc.constantFrom("npm test", "git push", "rm -rf x", "ls", "cat .env", "make a*b", "echo 'a)b(' \\*", "tee x"),
		{
			minLength: 1,
			maxLength: 3,
		},
	)
	.chain((commands) => fc.constantFrom(" && ", " | ", "; ").map((separator) => commands.join(separator)));
const call = fc.oneof(
	line.map((text) => (situation: Situation) => command(text, situation)),
	fc
		.array(word, { minLength: 1, maxLength: 4 })
		.map((words) => (situation: Situation) => command(words.join(" "), situation)),
	fc.tuple(fc.constantFrom("read", "write"), word).map(
		([effect, name]) =>
			(situation: Situation) =>
				request(toolNamed(`${effect}_file`, [effect]), [{ effect, path: join("/q", name) }], situation),
	),
	word.map(
		(name) => (situation: Situation) =>
			request(
				toolNamed("fetch_url", ["network"]),
				[{ effect: "network", url: `https://a.example/${name}` }],
				situation,
			),
	),
	fc
		.string({ maxLength: 30 })
		.map(
			(text) => (situation: Situation) =>
				request(
					toolNamed("run_code", ["execute"]),
					[{ effect: "execute", command: text, language: "python" }],
					situation,
				),
		),
);
const situation = fc.record({
	mode: fc.constantFrom<PermissionMode>("ask", "edits", "auto", "yolo"),
	isTainted: fc.boolean(),
	sandbox: fc.constantFrom(works, noSandbox),
});
const others = fc.subarray([
	...[
		"allow run_command(git log *)",
		"deny run_command(sudo *)",
		"deny read_file(secrets)",
		"allow write_file(src/**)",
	],
	...["deny run_command(*evil*)", "ask fetch_url(b.example)"],
]);

describe("SPEC 17.2 approved once for this session or project", () => {
	it("means never asked again for the same call, in whatever mode, and is gone with the session", async () => {
		let saved = 0;
		let folder = 0;
		await fc.assert(
			fc.asyncProperty(
				call,
				others,
				situation,
				situation,
				fc.constantFrom("session" as const, "project" as const),
				async (make, rules, first, later, scope) => {
					const files = [join(base, "home"), join(base, `${folder++}`)] as const;
					const fixed = make({ ...first, rules }).rules;
					const book = createRuleBook(fixed, createRulesFile(...files), noWarning);
					const judge = async (where: Situation, from = book): Promise<Awaited<ReturnType<typeof decide>>> =>
						decide({ ...make(where), rules: await from.all() } satisfies PolicyRequest);
					const { decision, offers } = await judge(first);
					const rule = offers.find((offer) => offer.scope === scope)?.rule;
					if (decision !== "ask" || rule === undefined) return;
					saved++;
					if (scope === "project") await book.addForProject({ action: "allow", text: rule });
					else book.addForSession({ action: "allow", text: rule });
					for (const where of [first, later]) expect((await judge(where)).decision).toBe("allow");
					const next = createRuleBook(fixed, createRulesFile(...files), noWarning);
					expect((await judge(first, next)).decision).toBe(scope === "project" ? "allow" : "ask");
				},
			),
			{ numRuns: 400 },
		);
		expect(saved).toBeGreaterThan(100);
	});
});

describe("R9 deny beats ask beats allow, whatever the source", () => {
	const sources = ["built-in", "user", "project", "session", "flag"] as const;
	it("and in whatever order the rules come", async () => {
		const rule = fc.record({
			action: fc.constantFrom("deny", "ask", "allow"),
			text: fc.constantFrom(
				"run_command",
				"run_command(git *)",
				"run_command(git push *)",
				"*",
				"run_command(git push)",
			),
			source: fc.constantFrom(...sources),
		});
		const modes = fc.constantFrom<PermissionMode>("ask", "edits", "auto", "yolo");
		await fc.assert(
			fc.asyncProperty(fc.array(rule, { maxLength: 6 }), modes, async (rules, mode) => {
				const { decision } = await decide({ ...command("git push", { mode, sandbox: works }), rules });
				const has = (action: string) => rules.some((one) => one.action === action);
				const expected = has("deny") ? "deny" : has("ask") ? "ask" : has("allow") ? "allow" : undefined;
				expect(decision).toBe(expected ?? (mode === "auto" || mode === "yolo" ? "allow" : "ask"));
			}),
			{ numRuns: 300 },
		);
	});

	it("a rule says where it is from", async () => {
		for (const source of sources) {
			const wanted = {
				...command("git push"),
				rules: [{ action: "deny" as const, text: "run_command(git *)", source }],
			};
			expect(await decide(wanted)).toMatchObject({ decision: "deny", source, reason: "deny run_command(git *)" });
		}
	});
});
