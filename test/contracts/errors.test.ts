import { mkdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { NexusError, toErrorData } from "../../src/contracts/errors.js";

test("what the system says of a file is said in words, with a hint", async () => {
	const missing = await mkdir("/nowhere/at/all").catch((error: unknown) => error);
	expect(toErrorData(missing)).toEqual({
		code: "file.failed",
		message: "/nowhere/at/all: it does not exist",
		hint: "check the path",
		exitCode: 1,
	});
	const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", path: "/d/f" });
	expect(toErrorData(full)).toMatchObject({ message: "/d/f: the disk is full" });
});

test.each([
	[new Error("odd\nstack"), { code: "internal", message: "odd", exitCode: 1 }],
	[Object.assign(new Error("EROFS: x"), { code: "EROFS" }), { code: "internal", message: "EROFS: x", exitCode: 1 }],
	[
		new NexusError("a.b", "said", { hint: "do", exitCode: 2 }),
		{ code: "a.b", message: "said", hint: "do", exitCode: 2 },
	],
	["text", { code: "internal", message: "text", exitCode: 1 }],
])("%s as data", (error, data) => {
	expect(toErrorData(error)).toEqual(data);
});
