import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const url = new URL("../../bin/close-fully.ts", import.meta.url).href;
const run = (close: string) =>
	spawnSync(
		process.execPath,
		[
			"--input-type=module",
			"-e",
			`const { closeFully } = await import(${JSON.stringify(url)});
			const main = async () => { await closeFully(${close}); return 4; };
			main().then((code) => process.exit(code), () => process.exit(5));`,
		],
		{ encoding: "utf8", timeout: 9000 },
	).status;

it.each([
	["that is done at once", "async () => {}", 4],
	["that waits for what does not keep the process", "() => new Promise((end) => setTimeout(end, 50).unref())", 4],
	["that fails", "async () => { throw new Error() }", 5],
])("Q6 a close %s ends with the code of the run", (_, close, code) => {
	expect(run(close)).toBe(code);
});
