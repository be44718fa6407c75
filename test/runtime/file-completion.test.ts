import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeFs } from "../../src/adapters/node-fs.js";
import { completeFiles } from "../../src/runtime/file-completion.js";
import { tempDir } from "../helpers/temp-dir.js";

test("files below the folder, best match first, ignored ones left out", async () => {
	const folder = tempDir();
	for (const path of ["src/cart.ts", "src/deep/cart-test.ts", "README.md", "dist/cart.js", "node_modules/cart.js"]) {
		mkdirSync(join(folder, path, ".."), { recursive: true });
		writeFileSync(join(folder, path), "");
	}
	mkdirSync(join(folder, ".git"));
	writeFileSync(join(folder, ".gitignore"), "dist\n");
	const fs = createNodeFs({ cwd: folder });
	expect(await completeFiles(fs, "cart", 10)).toEqual(["src/cart.ts", "src/deep/cart-test.ts"]);
	expect(await completeFiles(fs, "", 2)).toEqual(["README.md", "src/cart.ts"]);
	expect(await completeFiles(fs, "nothing like it", 10)).toEqual([]);
});
