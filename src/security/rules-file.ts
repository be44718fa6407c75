// Rules that outlive the session: the user's, and those of one project, both under NEXUS_HOME (SECURITY R4, R5).
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { z } from "zod";
import type { ErrorData } from "../contracts/errors.js";
import { NexusError, toErrorData } from "../contracts/errors.js";
import { type Rule, ruleActions } from "../contracts/permission.js";
import { readPrivateJson, writePrivateJson } from "./private-file.js";
import { nearestRealPath } from "./real-path.js";
import { parseRule } from "./rule.js";

const fileSchema = z.object({
	version: z.literal(1),
	/** For people who open the file; never read back. */
	folder: z.string().optional(),
	rules: z.array(z.object({ action: z.enum(ruleActions), text: z.string() })),
});

export interface StoredRules {
	readonly rules: readonly Rule[];
	/**
	 * Files that cannot be read and rules that are none, each named. Where something may have been held back that is not
	 * known any more, `rules` has an `ask *` in its place: everything asks until it is put right.
	 */
	readonly problems: readonly ErrorData[];
}

export interface RulesFile {
	/** Of the user and of the project, the user's first. Never throws. */
	read(): Promise<StoredRules>;
	/** Does nothing when it is there. Throws `permission.bad-rule` or `file.failed`; a damaged file is never overwritten. */
	add(scope: "user" | "project", rule: { readonly action: Rule["action"]; readonly text: string }): Promise<void>;
	/** From both scopes; false when it was in neither. */
	remove(text: string): Promise<boolean>;
}

/** Named after the folder's real path, so that two folders never share a file. */
const projectFile = (home: string, folder: string): string => {
	const hash = createHash("sha256").update(folder).digest("hex").slice(0, 16);
	return join(
		home,
		"projects",
		`${basename(folder)
			.replaceAll(/[^\w.-]/g, "_")
			.slice(0, 40)}-${hash}`,
		"rules.json",
	);
};

/** `home` is NEXUS_HOME, `folder` the workspace. Nothing in the folder itself is ever read. */
export function createRulesFile(home: string, folder: string): RulesFile {
	const pathOf = async (scope: "user" | "project"): Promise<string> =>
		scope === "user" ? join(home, "rules.json") : projectFile(home, await nearestRealPath(folder));

	const load = async (scope: "user" | "project") => {
		const path = await pathOf(scope);
		const value = await readPrivateJson(path);
		if (value === undefined) return { path, rules: [] };
		const parsed = fileSchema.safeParse(value);
		if (parsed.success) return { path, rules: parsed.data.rules };
		const where = parsed.error.issues[0]?.path.join(".") ?? "";
		throw new NexusError("file.failed", `${path}: ${where === "" ? "it" : where} is not as it should be`, {
			hint: 'Rules look like {"version": 1, "rules": [{"action": "allow", "text": "run_command(git log *)"}]}.',
		});
	};

	const read = async (): Promise<StoredRules> => {
		const rules: Rule[] = [];
		const problems: ErrorData[] = [];
		for (const source of ["user", "project"] as const) {
			try {
				const { path, rules: found } = await load(source);
				for (const { action, text } of found) {
					try {
						parseRule({ action, text, source });
						rules.push({ action, text, source });
					} catch (error) {
						problems.push({ ...toErrorData(error), message: `${path}: ${toErrorData(error).message}` });
						if (action !== "allow") rules.push({ action: "ask", text: "*", source });
					}
				}
			} catch (error) {
				problems.push(toErrorData(error));
				rules.push({ action: "ask", text: "*", source });
			}
		}
		return { rules, problems };
	};

	const save = async (
		scope: "user" | "project",
		path: string,
		rules: readonly { action: Rule["action"]; text: string }[],
	) => {
		const named = scope === "project" ? { folder: await nearestRealPath(folder) } : {};
		await writePrivateJson(path, { version: 1, ...named, rules: rules.map(({ action, text }) => ({ action, text })) });
	};

	const add: RulesFile["add"] = async (scope, { action, text }) => {
		parseRule({ action, text, source: scope });
		const { path, rules } = await load(scope);
		if (rules.some((rule) => rule.action === action && rule.text === text)) return;
		await save(scope, path, [...rules, { action, text }]);
	};

	const remove: RulesFile["remove"] = async (text) => {
		let isFound = false;
		for (const scope of ["user", "project"] as const) {
			const { path, rules } = await load(scope);
			const others = rules.filter((rule) => rule.text !== text && `${rule.action} ${rule.text}` !== text);
			if (others.length === rules.length) continue;
			isFound = true;
			await save(scope, path, others);
		}
		return isFound;
	};

	return { read, add, remove };
}
