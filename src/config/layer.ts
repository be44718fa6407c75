// One source of settings, checked on its own so that each problem can be named with its file and line.
import type { z } from "zod";
import type { ErrorData } from "../contracts/errors.js";
import { didYouMean } from "../lib/nearest.js";
import { configKeys } from "./keys.js";
import { lineOfKey } from "./parse-file.js";
import { configSchema, forbiddenInProject } from "./schema.js";

export type ConfigSource = "default" | "user" | "file" | "project" | "environment" | "flag";

export interface ConfigLayer {
	readonly source: ConfigSource;
	/** Only what is valid. */
	readonly values: Record<string, unknown>;
	readonly problems: readonly ErrorData[];
}

/** Keeps what is valid of a parsed file and names the rest. */
export const checkLayer = (source: ConfigSource, path: string, text: string, parsed: unknown): ConfigLayer => {
	if (!isRecord(parsed)) {
		return { source, values: {}, problems: [problem(path, undefined, "the file is not a table of settings")] };
	}
	const problems: ErrorData[] = [];
	let values = parsed;
	if (source === "project") {
		for (const key of forbiddenInProject.filter((forbidden) => valueAt(values, forbidden.split(".")) !== undefined)) {
			problems.push(problem(path, lineOfKey(text, key.split(".")), `${key} is ignored: a project may not set it`));
			values = without(values, key.split("."));
		}
	}
	// Each pass takes away what is wrong; what is left is checked again until it fits.
	for (let pass = 0; pass < 50; pass++) {
		const checked = configSchema.safeParse(values);
		if (checked.success) break;
		for (const issue of checked.error.issues) {
			for (const keyPath of badPaths(issue)) {
				problems.push(problem(path, lineOfKey(text, keyPath), describe(issue, keyPath)));
				values = without(values, keyPath.map(String));
			}
		}
	}
	return { source, values, problems: [...problems, ...keysInHeaders(path, text, values)] };
};

const badPaths = (issue: z.core.$ZodIssue): readonly PropertyKey[][] =>
	issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [[...issue.path]];

const describe = (issue: z.core.$ZodIssue, path: readonly PropertyKey[]): string => {
	const key = path.map(String).join(".");
	if (issue.code === "unrecognized_keys" && isKeyName(String(path.at(-1)))) return notHere(key, path);
	if (issue.code !== "unrecognized_keys") return `${key}: ${issue.message}`;
	return `unknown setting ${key}${didYouMean(key, tablesAndKeys())}`;
};

const keyNames = /^(?:api[-_]?)?(?:key|token|secret)$|^password$/i;
export const isKeyName = (name: string): boolean => keyNames.test(name);
const keyHeader = /^(?:authorization|x-api-key|api-key|x-goog-api-key)$/i;

/** Secrets do not belong in a file that people copy, show and check in (SECURITY R30). */
export const notHere = (key: string, path: readonly PropertyKey[]): string => {
	const provider = path[0] === "providers" && path.length > 2 ? String(path[1]) : "<provider>";
	return `${key}: keys are not kept in the configuration; keep it with \`nexus auth set ${provider}\` and take it out of there`;
};

/** Still sent, since a service may be out of reach without; but named. */
const keysInHeaders = (path: string, text: string, values: Record<string, unknown>): readonly ErrorData[] => {
	const providers = valueAt(values, ["providers"]);
	if (!isRecord(providers)) return [];
	return Object.keys(providers).flatMap((id) => {
		const headers = valueAt(providers, [id, "headers"]);
		if (!isRecord(headers)) return [];
		return Object.entries(headers)
			.filter(([name, value]) => keyHeader.test(name) && !/^Basic /i.test(String(value)))
			.map(([name]) => {
				const keyPath = ["providers", id, "headers", name];
				return problem(path, lineOfKey(text, keyPath), notHere(keyPath.join("."), keyPath));
			});
	});
};

/** `permissions` besides `permissions.mode`: either may be what is mistyped. */
const tablesAndKeys = (): readonly string[] => {
	const keys = configKeys().map((known) => known.key);
	return [...new Set([...keys, ...keys.map((key) => key.split(".")[0] ?? key)])];
};

const problem = (path: string, line: number | undefined, message: string): ErrorData => ({
	code: "config.invalid",
	message: `${path}${line === undefined ? "" : `:${line}`}: ${message}`,
	exitCode: 2,
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

export const valueAt = (values: unknown, path: readonly string[]): unknown => {
	let value = values;
	for (const key of path) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
	return value;
};

/** A copy without the value at a path; an empty path empties it. */
export const without = (values: Record<string, unknown>, path: readonly string[]): Record<string, unknown> => {
	const [key, ...rest] = path;
	if (key === undefined) return {};
	const { [key]: inner, ...others } = values;
	if (rest.length === 0 || !isRecord(inner)) return others;
	return { ...others, [key]: without(inner, rest) };
};

/** A copy with a value at a path; tables on the way are made. */
export const withValue = (
	values: Record<string, unknown>,
	path: readonly string[],
	value: unknown,
): Record<string, unknown> => {
	const [key, ...rest] = path;
	if (key === undefined) return values;
	const inner = values[key];
	return { ...values, [key]: rest.length === 0 ? value : withValue(isRecord(inner) ? inner : {}, rest, value) };
};
