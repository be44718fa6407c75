import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { parseContentType } from "../../src/lib/content-type.js";
import { formatBytes } from "../../src/lib/plural.js";
import { retryAfterMs } from "../../src/lib/retry-after.js";
import { transferProgress } from "../../src/lib/transfer-progress.js";
import { webAddress } from "../../src/lib/web-address.js";

const output = z.object({
	/** After redirects. */
	url: z.string(),
	status: z.number(),
	path: z.string(),
	sizeBytes: z.number(),
	/** Without parameters, in lower case; "" where the server gave none. */
	contentType: z.string(),
	/** Of the bytes, in hexadecimal. */
	sha256: z.string(),
});

const timeoutMs = 600_000;

const addressOf = (text: string): string => {
	const url = webAddress(text);
	if (url?.protocol === "http:" || url?.protocol === "https:") return url.href;
	throw new NexusError("tool.bad-input", `${text} is no http or https address`);
};

/** The whole file or nothing: what is too large or breaks off leaves no trace. */
export const downloadFileTool = defineTool({
	name: "download_file",
	category: "web",
	description: "Save what is at a web address to a file, as it is.",
	effects: ["network", "write"],
	keywords: ["wget", "curl", "fetch", "save", "get file", "http"],
	input: z.object({
		url: z.string().min(1).describe("http(s) address"),
		path: z.string().min(1).describe("File"),
		overwrite: z.boolean().default(false).describe("Replace what is there"),
		max_mb: z.number().min(0.001).max(500).default(100).describe("Give up when it is larger"),
		sha256: z
			.string()
			.regex(/^[0-9a-fA-F]{64}$/, "64 hexadecimal digits")
			.optional()
			.describe("What it has to be"),
	}),
	output,
	access: ({ url, path }) => [
		{ effect: "network", url: addressOf(url) },
		{ effect: "write", path },
	],
	title: ({ url, path }) => `${url} to ${path}`,
	timeoutMs: timeoutMs + 5000,
	async run({ url, path, overwrite, max_mb, sha256: expected }, { fs, http, clock, signal, progress }) {
		const isThere = await fs.exists(path);
		if (isThere && !overwrite) {
			throw new NexusError("file.exists", `${path} is there already; nothing was downloaded`, {
				hint: "Name another path, or set overwrite.",
			});
		}
		if (isThere && (await fs.stat(path)).kind !== "file") {
			throw new NexusError("file.not-regular", `${path} is no file; nothing was downloaded`, {
				hint: "Name the file in it as well.",
			});
		}
		const maxBytes = Math.floor(max_mb * 1_000_000);
		const response = await http.request({
			url: addressOf(url),
			// What is saved is what is there now, byte for byte.
			headers: { accept: "*/*", "cache-control": "no-cache", "accept-encoding": "identity" },
			signal,
			timeoutMs,
			maxBytes,
			onProgress: transferProgress(() => clock.monotonicMs(), progress),
		});
		const { status, body } = response;
		if (status < 200 || status > 299) {
			const wait = retryAfterMs(response.headers["retry-after"], clock.now());
			throw new NexusError("network.failed", `${response.url} answered with status ${status}; nothing was saved`, {
				retryable: status === 429 || status >= 500,
				...(wait === undefined ? {} : { retryAfterMs: wait, hint: `Try again in ${Math.ceil(wait / 1000)} s.` }),
			});
		}
		if (response.truncated) {
			throw new NexusError(
				"network.too-large",
				`${response.url} is larger than ${formatBytes(maxBytes)}; nothing was saved`,
				{
					hint: "Raise max_mb.",
				},
			);
		}
		const announced = Number(response.headers["content-length"] ?? body.length);
		if (response.headers["content-encoding"] === undefined && announced > body.length) {
			throw new NexusError(
				"network.failed",
				`${response.url} broke off after ${formatBytes(body.length)}; nothing was saved`,
				{
					retryable: true,
				},
			);
		}
		const sha256 = createHash("sha256").update(body).digest("hex");
		if (expected !== undefined && expected.toLowerCase() !== sha256) {
			throw new NexusError("network.failed", `${response.url} is not what was expected; nothing was saved`, {
				hint: `Its SHA-256 is ${sha256}.`,
			});
		}
		if (!isThere) await fs.makeDirectory(dirname(await fs.realPath(path)));
		await fs.writeFile(path, body, overwrite ? {} : { ifVersion: null });
		const contentType = parseContentType(response.headers["content-type"]).type;
		const size = formatBytes(body.length);
		return {
			content: `Saved ${response.url} to ${path}: ${size}${contentType === "" ? "" : `, ${contentType}`}, SHA-256 ${sha256}.`,
			details: { url: response.url, status, path, sizeBytes: body.length, contentType, sha256 },
			summary: size,
		};
	},
});
