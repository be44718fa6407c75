import type { Access } from "../contracts/permission.js";
import type { FileSystem } from "../contracts/ports.js";
import type { AccessContext, AnyTool } from "../contracts/tool.js";

/** What a call touches, with paths absolute and links resolved: what is judged is what is opened. */
export const accessesOf = (
	tool: AnyTool,
	input: Record<string, unknown>,
	context: AccessContext,
	fs: FileSystem,
): Promise<readonly Access[]> =>
	Promise.all(
		(tool.access?.(input, context) ?? []).map(async (access) =>
			access.effect === "read" || access.effect === "write"
				? { ...access, path: await fs.realPath(access.path) }
				: access,
		),
	);
