// What the build changes in packages (docs/decisions/0008): an update that a change does not fit stops the build.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { describe, expect, test } from "vitest";
import { root } from "./helpers/source-files.js";
import { tempDir } from "./helpers/temp-dir.js";

type Piece = readonly [piece: string | RegExp, instead: string];
interface Config {
	readonly patch: (name: string, files: readonly (readonly [string, readonly Piece[]])[], alone?: RegExp) => Plugin;
	readonly sdkGlobals: () => Plugin;
}
const { patch, sdkGlobals }: Config = await import(join(root, "rolldown.config.js"));

/** Builds a program that imports these files of packages, and gives its code. */
const build = async (packages: Readonly<Record<string, string>>, plugin: Plugin): Promise<string> => {
	const folder = tempDir();
	const write = (path: string, text: string) => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	};
	for (const [path, text] of Object.entries(packages)) write(`node_modules/${path}`, text);
	write(
		"main.js",
		Object.keys(packages)
			.map((path) => `import "./node_modules/${path}";`)
			.join("\n"),
	);
	const bundle = await rolldown({ input: join(folder, "main.js"), plugins: [plugin], treeshake: false });
	try {
		const { output } = await bundle.generate({ format: "esm" });
		return output[0].code;
	} finally {
		await bundle.close();
	}
};

const slow = () => patch("slow-start", [["/pkg/index.js", [["slow()", "quick()"]]]]);
const pattern = () => patch("no-a", [["/pkg/index.js", [[/\ba\d\(\)/, "b()"]]]], /\ba\d/);

describe("a patch", () => {
	test("replaces its piece", async () => {
		const code = await build({ "pkg/index.js": "slow();", "other/index.js": "slow();" }, slow());
		expect(code).toContain("quick();");
		expect(code.match(/slow\(\)/g)).toHaveLength(1);
		expect(await build({ "pkg/index.js": "a1();" }, pattern())).toContain("b();");
	});

	test("takes what comes instead as it is", async () => {
		const plugin = patch("dollars", [["/pkg/index.js", [["x()", "y('$&$1')"]]]]);
		expect(await build({ "pkg/index.js": "x();" }, plugin)).toContain("$&$1");
	});

	test.each([
		["the piece is gone", { "pkg/index.js": "other();" }, slow(), "pkg/index.js has slow() 0 times, not once"],
		["it is there twice", { "pkg/index.js": "slow(); slow();" }, slow(), "pkg/index.js has slow() 2 times"],
		["the file is gone", { "pkg/main.js": "slow();" }, slow(), "pkg/index.js is in the build 0 times"],
		[
			"there are two such files",
			{ "pkg/index.js": "slow();", "more/node_modules/pkg/index.js": "slow();" },
			slow(),
			"pkg/index.js is in the build 2 times",
		],
		["a pattern matches twice", { "pkg/index.js": "a1(); a2();" }, pattern(), "2 times, not once"],
		[
			"another file has it too",
			{ "pkg/index.js": "a1();", "new/index.js": "a2;" },
			pattern(),
			"new/index.js has a2 too",
		],
	] as const)("stops the build with one line that names it when %s", async (_, packages, plugin, what) => {
		const line = `the build patch ${plugin.name} does not fit any more: `;
		const failure = await build(packages, plugin).catch(String);
		expect(failure.split("\n").filter((text) => text.includes(line))).toEqual([expect.stringContaining(what)]);
	});
});

test("the globals of the SDKs: each must be found in both", async () => {
	const all = "new FormData(); new Headers(); new Response();";
	const both = { "openai/client.mjs": all, "@anthropic-ai/sdk/client.mjs": all };
	expect(await build(both, sdkGlobals())).toContain("LightHeaders");
	await expect(
		build({ ...both, "openai/client.mjs": "new FormData(); new Response();" }, sdkGlobals()),
	).rejects.toThrow("the build patch sdk-globals does not fit any more: there is no Headers in openai");
});
