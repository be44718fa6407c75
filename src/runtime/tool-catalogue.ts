import type { ToolEntry } from "../contracts/tool.js";

/**
 * All tools that an agent may call, by name: those that nexus brings, then the person's own, which come and go.
 * @param allowed names, or `*` for every tool
 */
export const createToolCatalogue = (
	builtin: readonly ToolEntry[],
	own: () => ReadonlyMap<string, ToolEntry>,
	allowed: "*" | readonly string[],
): (() => ReadonlyMap<string, ToolEntry>) => {
	const isAllowed = (entry: ToolEntry): boolean => allowed === "*" || allowed.includes(entry.name);
	let made: ReadonlyMap<string, ToolEntry> | undefined;
	let from: ReadonlyMap<string, ToolEntry> | undefined;
	return () => {
		const now = own();
		if (made === undefined || from !== now)
			made = new Map([...builtin, ...now.values()].filter(isAllowed).map((entry) => [entry.name, entry]));
		from = now;
		return made;
	};
};
