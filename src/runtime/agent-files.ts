// Agents as files: Markdown with front matter, or a module that exports what `defineAgent` gives.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { z } from "zod";
import { type AgentDefinition, type AgentSource, agentFrontMatterSchema } from "../contracts/agent.js";
import { serveOwnPackage } from "./own-tool-module.js";

export interface AgentFile {
	readonly path: string;
	readonly source: AgentSource;
	/** Changes whenever the file does. */
	readonly version: string;
}

const isAgentFile = (name: string): boolean =>
	/\.(?:md|ts|mts|js|mjs)$/.test(name) && !/\.d\.m?ts$|^readme\.md$/i.test(name);

/** In the order of their names; a folder that is not there has none. */
export const agentFiles = (folder: string, source: AgentSource): readonly AgentFile[] => {
	try {
		return readdirSync(folder)
			.filter(isAgentFile)
			.sort()
			.map((name) => {
				const path = join(folder, name);
				const { mtimeMs, size } = statSync(path);
				return { path, source, version: `${mtimeMs}-${size}` };
			});
	} catch {
		return [];
	}
};

/** @throws Error whose message begins with the line that is wrong, where one is: `line 3: …` */
export const readAgentFile = async (file: AgentFile): Promise<readonly AgentDefinition[]> => {
	if (file.path.endsWith(".md")) return [await parseAgent(readFileSync(file.path, "utf8"), file)];
	serveOwnPackage();
	const url = `${pathToFileURL(file.path).href}?version=${encodeURIComponent(file.version)}`;
	const module: Record<string, unknown> = await import(/* @vite-ignore */ url);
	const found = Object.values(module).filter(
		(value): value is { readonly prompt: unknown } => typeof value === "object" && value !== null && "prompt" in value,
	);
	if (found.length === 0) throw new Error("it exports no agent: export what defineAgent gives");
	return found.map(({ prompt, ...rest }) => {
		if (typeof prompt !== "string" || prompt.trim() === "") throw new Error("an agent needs a prompt");
		const parsed = agentFrontMatterSchema.safeParse(rest);
		if (!parsed.success) throw new Error(parsed.error.issues.map(problemText).join("; "));
		return { ...parsed.data, prompt: prompt.trim(), source: file.source, path: file.path };
	});
};

/** @throws Error as `readAgentFile` */
export const parseAgent = async (
	text: string,
	{ source, path }: Pick<AgentFile, "source" | "path">,
): Promise<AgentDefinition> => {
	const match = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n([\s\S]*))?$/.exec(text);
	if (match === null) throw new Error("line 1: it has no front matter between two lines of ---");
	const [, head = "", body = ""] = match;
	const parsed = agentFrontMatterSchema.safeParse(plainFields(head) ?? (await parseYaml(head)));
	if (!parsed.success)
		throw new Error(
			parsed.error.issues.map((issue) => `line ${lineOf(head, issue)}: ${problemText(issue)}`).join("; "),
		);
	if (body.trim() === "")
		throw new Error(`line ${head.split("\n").length + 3}: there is no prompt after the front matter`);
	return { ...parsed.data, prompt: body.trim(), source, path };
};

const problemText = ({ path, message, code, ...rest }: z.core.$ZodIssue): string => {
	if (code === "unrecognized_keys" && "keys" in rest) {
		const known = Object.keys(agentFrontMatterSchema.shape).join(", ");
		return `there is no ${(rest.keys as string[]).join(", ")}${path.length === 0 ? `; there are ${known}` : ` in ${path.join(".")}`}`;
	}
	return `${path.join(".") || "front matter"}: ${message}`;
};

/** Of the field that an issue is about, as it stands in the file; of what is missing, the first line of the fields. */
const lineOf = (head: string, issue: z.core.$ZodIssue): number => {
	const keys = "keys" in issue ? (issue.keys as string[]) : [];
	const names = [...keys, ...issue.path.map(String)].toReversed();
	const lines = head.split(/\r?\n/);
	for (const name of names) {
		const at = lines.findIndex((line) => line.trimStart().startsWith(`${name}:`));
		if (at !== -1) return at + 2;
	}
	return 2;
};

const parseYaml = async (text: string): Promise<unknown> => {
	const { parse, YAMLParseError } = await import("yaml");
	try {
		return parse(text, { maxAliasCount: 10 });
	} catch (error) {
		if (!(error instanceof YAMLParseError)) throw error;
		const line = (error.linePos?.[0].line ?? 1) + 1;
		throw new Error(`line ${line}: ${error.message.split("\n")[0]?.replace(/ at line \d+.*$/, "") ?? "it is no YAML"}`);
	}
};

const word = String.raw`[A-Za-z][\w ./()-]*`;
const isOther = (value: string): boolean => /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);

/**
 * Front matter of nothing but `name: words`, lists of words in one line and maps of numbers in one line, which needs no
 * YAML parser; undefined for anything that YAML might read otherwise.
 */
const plainFields = (text: string): Readonly<Record<string, unknown>> | undefined => {
	const fields: Record<string, unknown> = {};
	for (const line of text.split(/\r?\n/)) {
		const [, name, value] = /^([a-z]+): (.+?) *$/.exec(line) ?? [];
		if (name === undefined || value === undefined || name in fields) return undefined;
		const read = plainValue(value);
		if (read === undefined) return undefined;
		fields[name] = read;
	}
	return fields;
};

const plainValue = (value: string): unknown => {
	const quoted = /^"([^"\\]*)"$/.exec(value)?.[1];
	if (quoted !== undefined) return quoted;
	const list = /^\[(.*)\]$/.exec(value)?.[1];
	if (list !== undefined) {
		const items = list.split(",").map((item) => item.trim());
		return items.every((item) => new RegExp(`^${word}$`).test(item) && !isOther(item)) ? items : undefined;
	}
	const map = /^\{(.*)\}$/.exec(value)?.[1];
	if (map !== undefined) {
		const pairs = map.split(",").map((pair) => /^ *([a-z]+): (\d+(?:\.\d+)?) *$/.exec(pair));
		if (pairs.some((pair) => pair === null)) return undefined;
		return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", Number(pair?.[2])]));
	}
	return /^[A-Za-z][\w ,.;'()/-]*$/.test(value) && !isOther(value) ? value : undefined;
};
