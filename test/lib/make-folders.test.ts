import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeFolders } from "../../src/lib/make-folders.js";
import { tempDir } from "../helpers/temp-dir.js";

it("makes a folder and those above it with the mode, and leaves one that is there", () => {
	const root = tempDir();
	makeFolders(join(root, "a/b"), 0o700);
	makeFolders(join(root, "a/b"), 0o755);
	for (const name of ["a", "a/b"]) expect(statSync(join(root, name)).mode & 0o777).toBe(0o700);
});

it("says why it cannot", () => {
	const root = tempDir();
	writeFileSync(join(root, "file"), "");
	expect(() => makeFolders(join(root, "file/b"), 0o700)).toThrow(expect.objectContaining({ code: "ENOTDIR" }));
});

it.runIf(process.platform === "linux")("comes back where the kernel makes nothing", () => {
	expect(() => makeFolders("/proc/nexus-test/b", 0o700)).toThrow();
});
