// What the policy would say to a call, without making it.
import type { PermissionsClient } from "../contracts/client.js";
import { NexusError } from "../contracts/errors.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { ToolEntry } from "../contracts/tool.js";
import { parseToolInput } from "../core/tool-input.js";
import { didYouMean } from "../lib/nearest.js";
import type { ToolEnvironment } from "./environment.js";
import type { SessionRunner } from "./session-runner.js";

export interface PermissionTestOptions {
	readonly tools: () => ReadonlyMap<string, ToolEntry>;
	readonly explain: ToolEnvironment["explain"];
	runner(sessionId: string): SessionRunner;
	/** Where there is no session. */
	readonly mode: PermissionMode;
}

export const createPermissionTest =
	({ tools, explain, runner, mode }: PermissionTestOptions): PermissionsClient["test"] =>
	async ({ tool: name, input, sessionId }) => {
		const entry = tools().get(name);
		if (entry === undefined) {
			throw new NexusError("tool.not-found", `there is no tool ${name}${didYouMean(name, [...tools().keys()])}`, {
				hint: "`nexus tools` lists them",
				exitCode: 2,
			});
		}
		const tool = await entry.load();
		const parsed = parseToolInput(tool, input);
		if (!parsed.ok)
			throw new NexusError("tool.input", parsed.message, { hint: `see nexus tools show ${name}`, exitCode: 2 });
		return explain(tool, parsed.value, sessionId === undefined ? mode : runner(sessionId));
	};
