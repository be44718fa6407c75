import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderSizes } from "../../src/adapters/folder-sizes.js";
import { isInstalled } from "../helpers/installed.js";
import { temporaryFolder } from "../helpers/tool-context.js";

const { signal } = new AbortController();
const options = { depth: 1, limit: 100, timeoutMs: 10_000, signal };

function tree(): string {
	const root = temporaryFolder();
	for (const folder of ["big/deep/er", "small", "empty"]) mkdirSync(join(root, folder), { recursive: true });
	writeFileSync(join(root, "big/deep/er/a"), Buffer.alloc(900_000, 1));
	writeFileSync(join(root, "big/b"), Buffer.alloc(100_000, 1));
	writeFileSync(join(root, "small/ü 漢"), Buffer.alloc(20_000, 1));
	writeFileSync(join(root, "top"), Buffer.alloc(300_000, 1));
	linkSync(join(root, "top"), join(root, "small/again"));
	symlinkSync("/usr", join(root, "elsewhere"));
	writeFileSync(join(root, "sparse"), "");
	truncateSync(join(root, "sparse"), 10_000_000);
	return root;
}

test("sizes by entry, links not followed, two names counted once, holes not at all", async () => {
	const found = await folderSizes(tree(), options);
	expect(found).toMatchObject({ files: 7, folders: 5, unreadable: 0, isPartial: false });
	const [first, ...rest] = found.entries;
	expect(first).toMatchObject({ path: "big", kind: "folder" });
	expect(first?.sizeBytes).toBeGreaterThanOrEqual(1_000_000);
	expect(rest.map(({ path }) => path)).toEqual(expect.arrayContaining(["small", "empty"]));
	expect(found.entries.find(({ path }) => path === "sparse")?.sizeBytes).toBeLessThan(10_000);
	expect(found.sizeBytes).toBeLessThan(1_600_000);
});

test.runIf(isInstalled("du"))("the same as du", async () => {
	const root = tree();
	const du = (path: string) =>
		Number(execFileSync("du", ["-sx", "--block-size=1", path], { encoding: "utf8" }).split("\t")[0]);
	const found = await folderSizes(root, { ...options, depth: 3 });
	expect(found.sizeBytes).toBe(du(root));
	for (const path of ["big", "big/deep", "big/deep/er"]) {
		expect(found.entries.find((entry) => entry.path === path)?.sizeBytes).toBe(du(join(root, path)));
	}
});

test("depth and limit", async () => {
	const root = tree();
	const paths = async (depth: number, limit: number) =>
		(await folderSizes(root, { ...options, depth, limit })).entries.map(({ path }) => path);
	expect(await paths(1, 1)).toEqual(["big"]);
	expect(await paths(4, 4)).toEqual(["big", "big/deep", "big/deep/er", "big/deep/er/a"]);
	expect(await paths(1, 100)).not.toContain("big/b");
	expect(await paths(2, 100)).toContain("big/b");
});

test("an abort ends it, the time too, with what is known by then", async () => {
	const root = tree();
	await expect(folderSizes(root, { ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
		name: "AbortError",
	});
	expect(await folderSizes(root, { ...options, timeoutMs: -1 })).toMatchObject({ isPartial: true, files: 0 });
	await expect(folderSizes(join(root, "nowhere"), options)).rejects.toMatchObject({ code: "ENOENT" });
});
