import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of this test's own, gone with it. */
export const tempDir = (): string => {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), "nexus-test-")));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
};
