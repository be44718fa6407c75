import { dirname } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { imageInfo } from "../../src/lib/image-info.js";
import { billInWords, inputTokensOf } from "../../src/lib/model-bill.js";
import { formatBytes } from "../../src/lib/plural.js";

const output = z.object({
	path: z.string(),
	model: z.string(),
	mediaType: z.string(),
	width: z.number().nullable(),
	height: z.number().nullable(),
	sizeBytes: z.number(),
	/** What the service made of the prompt, where it says. */
	revisedPrompt: z.string().exactOptional(),
	inputTokens: z.number(),
	outputTokens: z.number(),
	/** Micro-dollars; null: the price is not known. */
	costMicroUsd: z.number().nullable(),
	durationMs: z.number(),
});

/** Larger ones are saved all the same and not shown to the model. */
const maxShownBytes = 3_750_000;

const exists = (path: string): NexusError =>
	new NexusError("file.exists", `${path} is there already; no image was made`, {
		hint: "Name another path, or set overwrite.",
	});

export const generateImageTool = defineTool({
	name: "generate_image",
	category: "ai",
	description: "Make an image from a description and save it.",
	effects: ["write", "network"],
	keywords: ["picture", "draw", "illustration", "photo", "logo", "art", "paint", "dall-e", "gpt-image"],
	input: z.object({
		prompt: z.string().trim().min(1).max(32_000).describe("What it shows"),
		path: z.string().min(1).describe("Where it is saved"),
		model: z.string().trim().min(1).optional().describe("provider/model; else the first that makes images"),
		size: z
			.string()
			.regex(/^\d{2,5}x\d{2,5}$|^auto$/, "such as 1024x1024")
			.optional()
			.describe("1024x1024"),
		overwrite: z.boolean().default(false).describe("Replace what is there"),
	}),
	output,
	access({ path, model }, context) {
		const url = context.modelAddress(model, "image");
		return [{ effect: "write", path }, ...(url === undefined ? [] : [{ effect: "network" as const, url }])];
	},
	title: ({ path, prompt }) => `${path}: ${prompt}`,
	timeoutMs: 600_000,
	async run({ prompt, path, model, size, overwrite }, { models, fs, signal }) {
		// Looked at before it is paid for.
		const isThere = await fs.exists(path);
		if (isThere && !overwrite) throw exists(path);
		if (isThere && (await fs.stat(path)).kind !== "file") {
			throw new NexusError("file.not-regular", `${path} is no file; no image was made`, {
				hint: "Name a file in it, e.g. with .png at its end.",
			});
		}
		if (!isThere) await fs.makeDirectory(dirname(await fs.realPath(path)));
		const wish = { prompt, ...(model === undefined ? {} : { model }), ...(size === undefined ? {} : { size }) };
		const image = await models.image(wish, signal);
		const { data, mediaType, revisedPrompt } = image;
		await fs.writeFile(path, data, overwrite ? {} : { ifVersion: null });
		const info = imageInfo(data);
		const [width, height] = [info?.width ?? null, info?.height ?? null];
		const about = `${mediaType}${info === undefined ? "" : `, ${width}x${height} pixels`}, ${formatBytes(data.length)}`;
		const isShown = info?.isComplete === true && data.length <= maxShownBytes;
		return {
			content: [
				`${path}: ${about}, made by ${image.model} (${billInWords(image)}).`,
				...(revisedPrompt === undefined ? [] : [`It was asked for as: ${revisedPrompt}`]),
			].join("\n"),
			details: {
				path,
				model: image.model,
				mediaType,
				width,
				height,
				sizeBytes: data.length,
				...(revisedPrompt === undefined ? {} : { revisedPrompt }),
				inputTokens: inputTokensOf(image),
				outputTokens: image.usage.outputTokens,
				costMicroUsd: image.costMicroUsd,
				durationMs: image.durationMs,
			},
			summary: `${width ?? "?"}x${height ?? "?"}, ${billInWords(image)}`,
			view: {
				kind: "image",
				mediaType,
				alt: prompt.slice(0, 500),
				path,
				...(info === undefined ? {} : { width: info.width, height: info.height }),
			},
			...(isShown ? { images: [{ type: "image", mediaType, data: Buffer.from(data).toString("base64") }] } : {}),
		};
	},
});
