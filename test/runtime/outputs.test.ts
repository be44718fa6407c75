import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createOutputs, sweepOldest } from "../../src/runtime/outputs.js";
import { createRedactor } from "../../src/security/redact.js";
import { sequence } from "../helpers/sequence.js";
import { temporaryFolder } from "../helpers/tool-context.js";

const secret = "sk-very-secret-value";
const make = (folder: string | undefined) => createOutputs(folder, createRedactor([secret]), 10, sequence("id"));

test("a file only for what is longer than a result, whole and private", () => {
	const folder = join(temporaryFolder(), "artifacts");
	const short = make(folder).open();
	short.write("0123456789");
	expect(short.end()).toBeUndefined();
	expect(existsSync(folder)).toBe(false);
	const long = make(folder).open();
	for (const part of ["0123456", "789é", "漢\n", "end"]) long.write(part);
	const path = long.end() ?? "";
	expect(readFileSync(path, "utf8")).toBe("0123456789é漢\nend");
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("R30 a secret never reaches the file, in however many pieces it comes", () => {
	const output = make(temporaryFolder()).open();
	output.write("something long before it: ");
	for (const character of `a ${secret} b sk-very`) output.write(character);
	const text = readFileSync(output.end() ?? "", "utf8");
	expect(text).toMatch(/^something long before it: a \[secret:\w+\] b sk-very$/);
});

test("nothing is kept where nothing may be", async () => {
	const output = make(undefined).open();
	output.write("x".repeat(100));
	expect(output.end()).toBeUndefined();
	expect(await make(undefined).keepFiles("/nowhere", ["a"])).toEqual([]);
});

test("Q8 a folder that cannot be written costs only the file", () => {
	const file = join(temporaryFolder(), "file");
	writeFileSync(file, "");
	const output = make(file).open();
	output.write("x".repeat(100));
	output.write("y");
	expect(output.end()).toBeUndefined();
});

test("files are moved, in their folders", async () => {
	const from = temporaryFolder();
	mkdirSync(join(from, "sub"));
	writeFileSync(join(from, "a.bin"), Buffer.of(0, 255));
	writeFileSync(join(from, "sub/b"), "b");
	const [a = "", b = ""] = await make(temporaryFolder()).keepFiles(from, ["a.bin", "sub/b"]);
	expect([...readFileSync(a)]).toEqual([0, 255]);
	expect(b.endsWith("/sub/b")).toBe(true);
	expect(existsSync(join(from, "a.bin"))).toBe(false);
});

test("the oldest go when it is too much", () => {
	const folder = temporaryFolder();
	for (const [index, name] of ["new", "middle", "old"].entries()) {
		const path = join(folder, name);
		if (name === "old") mkdirSync(path);
		writeFileSync(name === "old" ? join(path, "inner") : path, "x".repeat(100));
		utimesSync(path, 1000 - index, 1000 - index);
	}
	sweepOldest(folder, 200);
	expect(["new", "middle", "old"].map((name) => existsSync(join(folder, name)))).toEqual([true, true, false]);
	sweepOldest(folder, 0);
	expect(existsSync(join(folder, "new"))).toBe(false);
});

test("an output that comes again is stored once", () => {
	const folder = temporaryFolder();
	const [first, second] = [make(folder), make(folder)].map((outputs) => {
		const output = outputs.open();
		for (const piece of ["the same long ", "output é漢"]) output.write(piece);
		return output.end() ?? "";
	});
	expect(first).toBe(second);
	expect(make(folder).keep("the same long output é漢")).toBe(first);
	expect(make(folder).keep("another")).not.toBe(first);
	expect(readFileSync(first ?? "", "utf8")).toBe("the same long output é漢");
	expect(readdirSync(folder)).toHaveLength(2);
});

test("SPEC 17.19 however much is kept, the folder stays near its cap, and the newest are there", () => {
	const cap = 200_000;
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 20, maxLength: 60 }), (sizes) => {
			const folder = temporaryFolder();
			const outputs = createOutputs(folder, createRedactor([]), 10, sequence("id"), cap);
			const paths = sizes.map((size, index) => outputs.keep(`${index} ${"x".repeat(size)}`) ?? "");
			const total = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
			// Looked through again after each tenth of it.
			expect(total).toBeLessThanOrEqual(cap * 1.1 + 2 * 30_010);
			expect(existsSync(paths.at(-1) ?? "")).toBe(true);
		}),
		{ numRuns: 25 },
	);
});
