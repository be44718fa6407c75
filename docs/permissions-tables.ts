// What each mode allows and how often it asks, as the policy itself says.

import { z } from "zod";
import { type Access, permissionModes } from "../src/contracts/permission.js";
import { type AnyTool, defineTool, type Effect } from "../src/contracts/tool.js";
import { decideHost } from "../src/security/judge-host.js";
import { createPolicy } from "../src/security/policy.js";
import { countQuestions } from "../test/helpers/count-questions.js";

const toolWith = (effects: readonly Effect[]): AnyTool =>
	defineTool({
		name: "any_tool",
		category: "data",
		description: "",
		effects,
		input: z.object({}),
		access: () => [],
		title: () => "",
		run: async () => ({ content: "" }),
	});

const shell = (command: string): Access => ({ effect: "execute", command, language: "shell" });

interface Kind {
	readonly name: string;
	readonly access?: Access;
	/** What a command wants to reach from the sandbox. */
	readonly host?: string;
	readonly isTainted?: boolean;
	readonly rules?: readonly ("allow" | "ask" | "deny")[];
}

const kinds: readonly Kind[] = [
	{ name: "maths, dates, units" },
	{ name: "reading in the folder", access: { effect: "read", path: "/project/src/a.ts" } },
	{ name: "reading elsewhere", access: { effect: "read", path: "/etc/hosts" } },
	{ name: "reading what is known to hold secrets", access: { effect: "read", path: "/project/.env" } },
	{ name: "writing in the folder", access: { effect: "write", path: "/project/src/a.ts" } },
	{ name: "writing elsewhere", access: { effect: "write", path: "/srv/a" } },
	{
		name: "writing what can run or give rights (`.git/hooks`, `.bashrc`)",
		access: { effect: "write", path: "/project/.git/hooks/a" },
	},
	{ name: "a command that only reads (`git log`, `rg`)", access: shell("rg x src") },
	{ name: "any other command", access: shell("npm test") },
	{ name: "code", access: { effect: "execute", command: "1", language: "javascript" } },
	{ name: "fetching from a host that is allowed", access: { effect: "network", url: "https://docs.example/" } },
	{ name: "fetching from another host", access: { effect: "network", url: "https://other.example/" } },
	{ name: "a sandboxed command, reaching a host that is allowed", host: "docs.example" },
	{ name: "a sandboxed command, reaching another public host", host: "other.example" },
	{ name: "notes", access: { effect: "state", what: "notes" } },
	{ name: "a command after untrusted content was read", access: shell("npm test"), isTainted: true },
	{ name: "what a rule allows", access: shell("npm test"), rules: ["allow"] },
	{ name: "what a rule asks about", access: shell("npm test"), rules: ["ask", "allow"] },
	{ name: "what a rule denies", access: shell("npm test"), rules: ["deny", "ask", "allow"] },
];

const words = { allow: "runs", ask: "asks", deny: "denied" } as const;

/** Rows of names and answers, one column a mode; `auto` where a sandbox works. Asks where none does: `runs¹`. */
export const modeRows = async (): Promise<readonly (readonly string[])[]> => {
	const { decide } = createPolicy({ realPath: async (path) => path });
	const decidedHost = (host: string, mode: (typeof permissionModes)[number]) =>
		decideHost({
			...{ target: { host, port: 443 }, mode, rules: [], settings: ["docs.example"], named: [] },
			...{ isApproved: false, isTainted: false },
		});
	const decided = async (
		{ access, host, isTainted = false, rules = [] }: Kind,
		mode: (typeof permissionModes)[number],
		works: boolean,
	) => {
		if (host !== undefined) return words[decidedHost(host, mode).decision];
		const { decision } = await decide({
			tool: toolWith(access === undefined ? [] : [access.effect]),
			input: {},
			accesses: access === undefined ? [] : [access],
			mode,
			rules: rules.map((action) => ({ action, text: "any_tool", source: "user" })),
			roots: ["/project"],
			home: "/home/ann/.nexus",
			sandbox: works ? { works, kind: "bubblewrap", reason: "" } : { works, kind: "none", reason: "" },
			network: { allow: ["docs.example"] },
			isTainted,
			isTrusted: true,
		});
		return words[decision];
	};
	return Promise.all(
		kinds.map(async (kind) => {
			const cells = permissionModes.map(async (mode) => {
				const [works, without] = await Promise.all([decided(kind, mode, true), decided(kind, mode, false)]);
				return works === without ? works : `${works}; without a sandbox ${without}`;
			});
			return [kind.name, ...(await Promise.all(cells))];
		}),
	);
};

/** Questions on the recorded day, a row a mode. */
export const questionRows = async (): Promise<readonly (readonly string[])[]> =>
	(await countQuestions()).map(({ mode, hasSandbox, asked, askedOnce, denied }) => [
		`\`${mode}\`${mode === "auto" ? (hasSandbox ? " with a sandbox" : " without one") : ""}`,
		...[asked, askedOnce, denied].map(String),
	]);
