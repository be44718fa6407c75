import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { downloadFileTool } from "../../../tools/web/download-file.js";
import { accessContext, runTool } from "../../helpers/tool-context.js";
import { type WebAnswer, webContext, webServer } from "../../helpers/web-server.js";

const bytes = Buffer.from([0, 1, 2, 255, 10, 13]);
const sha256 = createHash("sha256").update(bytes).digest("hex");

async function download(
	answer: () => WebAnswer | undefined,
	input: Record<string, unknown> = {},
	prepare: (cwd: string) => void = () => {},
	signal = new AbortController().signal,
) {
	const server = await webServer(answer);
	const context = webContext(server, { signal });
	prepare(context.cwd);
	const run = runTool(downloadFileTool, { url: `${server.url}/f.bin`, path: "f.bin", ...input }, context);
	return { server, context, run, at: (name: string) => join(context.cwd, name) };
}

test("the bytes as they are, in folders that are made", async () => {
	const { server, run, at } = await download(
		() => ({ body: bytes, headers: { "content-type": "application/x-Thing; a=b" } }),
		{
			path: "new/folder/f.bin",
			sha256: sha256.toUpperCase(),
		},
	);
	const output = await run;
	expect(readFileSync(at("new/folder/f.bin"))).toEqual(bytes);
	expect(downloadFileTool.output?.parse(output.details)).toEqual({
		url: `${server.url}/f.bin`,
		status: 200,
		path: "new/folder/f.bin",
		sizeBytes: 6,
		contentType: "application/x-thing",
		sha256,
	});
	expect(output).toMatchObject({ summary: "6 B", content: expect.stringContaining(sha256) });
	expect(server.requests[0]?.headers).toMatchObject({ "accept-encoding": "identity", "cache-control": "no-cache" });
});

test("what is sent packed all the same is unpacked; an empty file is a file", async () => {
	const packed = await download(() => ({ body: gzipSync("text"), headers: { "content-encoding": "gzip" } }));
	await packed.run;
	expect(readFileSync(packed.at("f.bin"), "utf8")).toBe("text");
	const empty = await download(() => ({ body: "" }));
	await empty.run;
	expect(readFileSync(empty.at("f.bin"))).toHaveLength(0);
});

test("a redirect is followed", async () => {
	let number = 0;
	const { run, server } = await download(() =>
		number++ === 0 ? { status: 302, headers: { location: "/real" } } : { body: bytes },
	);
	expect(await run).toMatchObject({ details: { url: `${server.url}/real` } });
});

test("progress of what takes a while", async () => {
	const { run, context } = await download(() => ({
		body: Buffer.alloc(3_000_000),
		headers: { "content-length": 3_000_000 },
	}));
	await run;
	expect(context.shown[0]).toMatch(/^[\d.]+ MB of 3\.0 MB\n$/);
});

describe("nothing is saved of", () => {
	test.each([
		["a failure", () => ({ status: 404, body: "no" }), {}, "network.failed", /status 404/],
		["a busy server", () => ({ status: 503, headers: { "retry-after": "7" } }), {}, "network.failed", /status 503/],
		[
			"what is too large",
			() => ({ body: Buffer.alloc(2000) }),
			{ max_mb: 0.001 },
			"network.too-large",
			/larger than 1\.0 kB/,
		],
		[
			"what is something else",
			() => ({ body: bytes }),
			{ sha256: "0".repeat(64) },
			"network.failed",
			/not what was expected/,
		],
		["what breaks off", () => ({ body: "abc", headers: { "content-length": 10 } }), {}, "network.failed", /./],
	])(
		"%s",
		async (_, answer, input, code, message) => {
			const { run, at } = await download(answer as () => WebAnswer, input);
			await expect(run).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
			expect(existsSync(at("f.bin"))).toBe(false);
		},
		40_000,
	);

	test("a server that says nothing, when it is stopped", async () => {
		const controller = new AbortController();
		const { run, at } = await download(
			() => {
				controller.abort();
				return undefined;
			},
			{},
			undefined,
			controller.signal,
		);
		await expect(run).rejects.toThrow(/cancel/i);
		expect(existsSync(at("f.bin"))).toBe(false);
	});
});

test("what is there is kept unless it may be replaced, and nothing is asked for", async () => {
	const mine = (cwd: string) => writeFileSync(join(cwd, "f.bin"), "mine");
	const kept = await download(() => ({ body: bytes }), {}, mine);
	await expect(kept.run).rejects.toMatchObject({ code: "file.exists" });
	expect([readFileSync(kept.at("f.bin"), "utf8"), kept.server.requests.length]).toEqual(["mine", 0]);
	const replaced = await download(() => ({ body: bytes }), { overwrite: true }, mine);
	await replaced.run;
	expect(readFileSync(replaced.at("f.bin"))).toEqual(bytes);
	const folder = await download(
		() => ({ body: bytes }),
		{ path: "d", overwrite: true },
		(cwd) => mkdirSync(join(cwd, "d")),
	);
	await expect(folder.run).rejects.toMatchObject({ code: "file.not-regular" });
	expect(folder.server.requests).toEqual([]);
});

test("permission is asked for the address and for the file", () => {
	const access = (url: string) =>
		downloadFileTool.access?.(downloadFileTool.input.parse({ url, path: "a" }), accessContext);
	expect(access("example.com/x#part")).toEqual([
		{ effect: "network", url: "https://example.com/x" },
		{ effect: "write", path: "a" },
	]);
	for (const url of ["file:///etc/passwd", "ftp://a.example/", "::"])
		expect(() => access(url)).toThrow(/no http or https/);
});
