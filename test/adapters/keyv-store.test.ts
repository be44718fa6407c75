import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createKeyvStore } from "../../src/adapters/keyv-store.js";
import type { NexusError } from "../../src/contracts/errors.js";
import { temporaryFolder } from "../helpers/tool-context.js";

const isCode = (code: string) => expect.objectContaining({ code });

test("values come back as they were, also to another that has the file open", async () => {
	const path = join(temporaryFolder(), "cache.sqlite");
	const [one, other] = [await createKeyvStore(path), await createKeyvStore(path)];
	for (const value of [null, 0, false, "", "ü", [1, { a: null }], { deep: { list: [] } }]) {
		await one.set("key", value);
		expect(await other.get("key")).toEqual(value);
	}
	await other.delete("key");
	expect(await one.get("key")).toBeUndefined();
	await one.delete("key");
	await one.set('it\'s 100% "odd" ключ; DROP TABLE keyv', 1);
	expect(await other.get('it\'s 100% "odd" ключ; DROP TABLE keyv')).toBe(1);
	await Promise.all([one.close(), other.close()]);
});

test("a value is gone after its time", async () => {
	const path = join(temporaryFolder(), "cache.sqlite");
	const store = await createKeyvStore(path);
	await store.set("short", 1, 1);
	await store.set("long", 2, 60_000);
	while ((await store.get("short")) !== undefined);
	expect(await store.get("long")).toBe(2);
	await store.close();
});

test("only this user can read it", async () => {
	const folder = temporaryFolder();
	writeFileSync(join(folder, "cache.sqlite"), "");
	chmodSync(join(folder, "cache.sqlite"), 0o644);
	const store = await createKeyvStore(join(folder, "cache.sqlite"));
	await store.set("a", 1);
	for (const name of ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"]) {
		expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
	}
	await store.close();
});

test("a failed write or read never reaches the caller, but is reported", async () => {
	const path = join(temporaryFolder(), "cache.sqlite");
	const errors: NexusError[] = [];
	const store = await createKeyvStore(path, { onError: (error) => errors.push(error) });
	await store.set("a", 1);
	const database = new DatabaseSync(path);
	database.exec("DROP TABLE keyv");
	database.close();
	await store.set("a", 2);
	expect(await store.get("a")).toBeUndefined();
	await store.delete("a");
	expect(errors).toHaveLength(3);
	expect(errors[0]).toEqual(isCode("cache.failed"));
	expect(errors[0]?.message).toContain(path);
	await store.close();
});

test("after closing, and closed twice, it is empty and quiet", async () => {
	const errors: unknown[] = [];
	const store = await createKeyvStore(join(temporaryFolder(), "cache.sqlite"), {
		onError: (error) => errors.push(error),
	});
	await store.set("a", 1);
	await store.close();
	await store.close();
	await store.set("a", 2);
	expect(await store.get("a")).toBeUndefined();
	expect(errors).toEqual([]);
});

test("what cannot be opened is one clear error", async () => {
	const folder = temporaryFolder();
	mkdirSync(join(folder, "folder"));
	writeFileSync(join(folder, "garbage"), "this is no database, and long enough to be looked at ".repeat(100));
	for (const name of ["folder", "garbage", "missing/cache.sqlite"]) {
		await expect(createKeyvStore(join(folder, name))).rejects.toEqual(isCode("store.failed"));
	}
});

test("several processes start and write at once, and nothing is lost", async () => {
	const path = join(temporaryFolder(), "cache.sqlite");
	const writers = 4;
	const each = 50;
	const script = (writer: number) => `
		const { default: KeyvSqlite } = await import("@keyv/sqlite");
		void KeyvSqlite;
		const { createKeyvStore } = await import(${JSON.stringify(new URL("../../src/adapters/keyv-store.ts", import.meta.url).href)});
		const store = await createKeyvStore(${JSON.stringify(path)}, { onError: (error) => { console.error(error.message); process.exitCode = 1; } });
		for (let index = 0; index < ${each}; index++) await store.set("${writer}-" + index, index);
		await store.close();
	`;
	const results = await Promise.all(Array.from({ length: writers }, (_, writer) => runModule(script(writer))));
	expect(results).toEqual(Array.from({ length: writers }, () => ({ code: 0, stderr: "" })));
	const store = await createKeyvStore(path);
	for (let writer = 0; writer < writers; writer++) expect(await store.get(`${writer}-${each - 1}`)).toBe(each - 1);
	await store.close();
});

function runModule(code: string): Promise<{ code: number | null; stderr: string }> {
	const root = new URL("../..", import.meta.url).pathname;
	return new Promise((resolve) => {
		const child = spawn(
			process.execPath,
			["--no-warnings", "--import", "./test/helpers/typescript-imports.js", "--input-type=module", "-e", code],
			{ cwd: root },
		);
		let stderr = "";
		child.stderr.on("data", (bytes) => {
			stderr += bytes;
		});
		child.on("close", (exit) => resolve({ code: exit, stderr }));
	});
}
