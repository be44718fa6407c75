import { defineTool } from "../../src/contracts/tool.js";
import { makeTarget, targetAccess, transferInput, transferOutput, transferTitle } from "../../src/lib/transfer.js";

/** Files and folders. An existing folder as `to` takes it in; parent folders are made. */
export const moveFileTool = defineTool({
	name: "move_file",
	category: "files",
	description: "Move or rename a file or folder.",
	keywords: ["mv", "rename"],
	effects: ["read", "write"],
	input: transferInput,
	output: transferOutput,
	access: (input) => [{ effect: "write", path: input.from }, ...targetAccess(input)],
	title: transferTitle,
	async run(input, { fs }) {
		const { from, overwrite } = input;
		const to = await makeTarget(fs, input);
		await fs.move(from, to, { overwrite });
		return { content: `Moved ${from} to ${to}.`, details: { from, to }, summary: to };
	},
});
