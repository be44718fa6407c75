// Workflow files: YAML and JSON as text, TypeScript and JavaScript as modules of the person who names them.
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readWorkflow, toWorkflow } from "../agents/flow/read-workflow.js";
import { NexusError } from "../contracts/errors.js";
import type { Workflow } from "../contracts/workflow.js";
import { serveOwnPackage } from "./own-tool-module.js";

const maxBytes = 1024 * 1024;

/** @throws NexusError `workflow.not-found`, `workflow.syntax`, `workflow.invalid` (exit 2) */
export const readWorkflowFile = async (path: string, cwd: string): Promise<Workflow> => {
	const whole = resolve(cwd, path);
	if (!existsSync(whole) || !statSync(whole).isFile())
		throw new NexusError("workflow.not-found", `there is no file ${path}`, {
			hint: "a workflow is a .yaml, .json or .ts file; a task goes in quotes",
			exitCode: 2,
		});
	const { size, mtimeMs } = statSync(whole);
	if (size > maxBytes) throw new NexusError("workflow.invalid", `${path} is larger than 1 MB`, { exitCode: 2 });
	if (!/\.[cm]?[jt]s$/.test(path)) return readWorkflow(readFileSync(whole, "utf8"), path);
	serveOwnPackage();
	try {
		const module: Record<string, unknown> = await import(
			/* @vite-ignore */ `${pathToFileURL(whole).href}?version=${mtimeMs}`
		);
		if (module.default === undefined)
			throw new NexusError("workflow.invalid", `${path} has no default export`, {
				hint: "export default defineWorkflow({ … })",
				exitCode: 2,
			});
		return toWorkflow(module.default, basename(path));
	} catch (error) {
		if (error instanceof NexusError) throw error;
		const message = error instanceof Error ? error.message.split("\n")[0] : String(error);
		throw new NexusError("workflow.syntax", `${path}: ${message}`, { exitCode: 2, cause: error });
	}
};
