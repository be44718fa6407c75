import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeFs } from "../../src/adapters/node-fs.js";
import { isInstalled } from "../helpers/installed.js";
import { writeLargeTree } from "../helpers/large-tree.js";
import { expectFilesOfRipgrep, expectSameAnswers } from "../helpers/same-answers.js";
import { createToolContext, type TestContext } from "../helpers/tool-context.js";

test("50,000 files: the same answers with ripgrep and without, the files that ripgrep lists", async () => {
	const cwd = realpathSync(mkdtempSync(join(tmpdir(), "nexus-test-")));
	// Removing it takes longer than what a test's hook is given.
	try {
		await compare(createToolContext({ cwd, fs: createNodeFs({ cwd }) }));
	} finally {
		execFileSync("rm", ["-rf", cwd]);
	}
}, 300_000);

async function compare(context: TestContext): Promise<void> {
	writeLargeTree(context.cwd, { files: 50_000, isOdd: true });
	await expectSameAnswers(context);
	execFileSync("find", [context.cwd, "-name", ".nexusignore", "-delete"]);
	if (isInstalled("rg")) await expectFilesOfRipgrep(context);
	else expect(isInstalled("rg")).toBe(false);
}
