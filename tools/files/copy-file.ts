import { defineTool } from "../../src/contracts/tool.js";
import { makeTarget, targetAccess, transferInput, transferOutput, transferTitle } from "../../src/lib/transfer.js";

/** Files and folders. An existing folder as `to` takes it in; parent folders are made. */
export const copyFileTool = defineTool({
	name: "copy_file",
	category: "files",
	description: "Copy a file or folder.",
	keywords: ["cp", "duplicate"],
	effects: ["read", "write"],
	input: transferInput,
	output: transferOutput,
	access: (input) => [{ effect: "read", path: input.from }, ...targetAccess(input)],
	title: transferTitle,
	async run(input, { fs }) {
		const { from, overwrite } = input;
		const to = await makeTarget(fs, input);
		await fs.copy(from, to, { overwrite });
		return { content: `Copied ${from} to ${to}.`, details: { from, to }, summary: to };
	},
});
