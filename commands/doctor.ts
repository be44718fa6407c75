import { z } from "zod";
import { type CommandContext, type CommandResult, defineCommand } from "../src/contracts/command.js";
import type { DiskFreed, DiskPart, DiskUse } from "../src/contracts/disk.js";
import { freeableParts, harmlessParts } from "../src/contracts/disk-parts.js";
import { NexusError } from "../src/contracts/errors.js";
import { toJson } from "../src/contracts/json.js";
import { didYouMean } from "../src/lib/nearest.js";
import { formatBytes, plural } from "../src/lib/plural.js";

const glyphs = { ok: "ok", warn: "warn", fail: "FAIL" } as const;

export const doctorCommand = defineCommand({
	name: "doctor",
	description: "Check what nexus needs and say what works here, or what takes room on the disk",
	surfaces: ["cli", "slash"],
	args: z.object({
		parts: z
			.string()
			.optional()
			.describe(`with --free, what to let go of: ${freeableParts.join(",")}; by default what nobody misses`),
		store: z.boolean().default(false).describe("read the whole session store too"),
		disk: z.boolean().default(false).describe("what takes how much room, and what of it can go"),
		free: z.boolean().default(false).describe("let go of it, after it was shown"),
		yes: z.boolean().default(false).describe("do not ask"),
	}),
	positional: ["parts"],
	examples: ["nexus doctor --disk", "nexus doctor --disk --free", "nexus doctor --disk --free artifacts,jobs --yes"],
	async run({ store, disk, free, parts, yes }, context) {
		if (disk) return free ? freeDisk(partsOf(parts), yes, context) : showDisk(context);
		if (free || parts !== undefined) {
			throw new NexusError("usage.disk", "room is freed with --disk --free", {
				hint: "nexus doctor --disk shows what there is",
				exitCode: 2,
			});
		}
		const checks = await context.client.health.checks({ isStoreFull: store });
		return {
			type: "table",
			columns: [{ name: "check" }, { name: "" }, { name: "what was found" }],
			rows: checks.flatMap((check) => [
				[check.name, glyphs[check.status], check.hint === undefined ? check.detail : `${check.detail} (${check.hint})`],
				...(check.parts ?? []).map(({ status, detail }) => ["", status === undefined ? "" : glyphs[status], detail]),
			]),
			json: toJson(checks),
			...(checks.some((check) => check.status === "fail") ? { exitCode: 1 as const } : {}),
		};
	},
});

const partsOf = (text: string | undefined): readonly DiskPart[] => {
	if (text === undefined) return harmlessParts;
	return text.split(",").map((typed) => {
		const part = freeableParts.find((known) => known === typed.trim());
		if (part !== undefined) return part;
		throw new NexusError(
			"usage.disk",
			`${typed.trim()} cannot be freed here${didYouMean(typed.trim(), freeableParts)}`,
			{
				hint: `what can be: ${freeableParts.join(", ")}`,
				exitCode: 2,
			},
		);
	});
};

const showDisk = async ({ client }: CommandContext): Promise<CommandResult> => {
	const use = await client.disk.use();
	return {
		type: "table",
		title: `${use.home}: ${formatBytes(use.bytes)}`,
		columns: [
			{ name: "part" },
			{ name: "takes", align: "right" },
			{ name: "can go", align: "right" },
			{ name: "what it is" },
		],
		rows: [...use.parts.map(rowOf), ["all", formatBytes(use.bytes), "", use.home]],
		json: toJson(use),
	};
};

const rowOf = ({ part, bytes, freeableBytes, what, loses, hint }: DiskUse): readonly string[] => {
	const how = freeableBytes > 0 && loses !== undefined ? `; --free ${part} loses ${loses}` : "";
	return [
		part,
		formatBytes(bytes),
		freeableBytes > 0 ? formatBytes(freeableBytes) : "",
		`${what}${how}${hint === undefined ? "" : `; ${hint}`}`,
	];
};

const freeDisk = async (
	parts: readonly DiskPart[],
	yes: boolean,
	{ client, approve }: CommandContext,
): Promise<CommandResult> => {
	const { parts: there, overdue } = await client.disk.use();
	const sessions = parts.includes("sessions") ? overdue : 0;
	const going = there.filter(({ part, freeableBytes }) => parts.includes(part) && freeableBytes > 0);
	if (going.length === 0 && sessions === 0)
		return { type: "message", text: "there is nothing to free", json: { freedBytes: 0, parts: [] } };
	const lines = [
		...going.map((use) => `${use.part}: ${formatBytes(use.freeableBytes)}, ${use.loses ?? use.what}`),
		...(sessions === 0 ? [] : [`${plural(sessions, "session")} older than retention.sessions`]),
	];
	const total = formatBytes(going.reduce((sum, { freeableBytes }) => sum + freeableBytes, 0));
	if (!yes) {
		if (approve === undefined)
			throw new NexusError(
				"disk.unasked",
				`about ${total} would be freed, and nobody can be asked: ${lines.join("; ")}`,
				{
					hint: "--yes frees without asking",
					exitCode: 4,
				},
			);
		if (!(await approve(`free about ${total}?\n${lines.join("\n")}`)))
			return { type: "message", text: "nothing was freed", json: { freedBytes: 0, parts: [] }, exitCode: 4 };
	}
	const freed = await client.disk.free(parts);
	return {
		type: "message",
		text: freedText(freed),
		json: toJson(freed),
		...(freed.trouble.length > 0 ? { exitCode: 1 as const } : {}),
	};
};

const freedText = ({ freedBytes, sessions, trouble }: DiskFreed): string =>
	[
		`freed ${formatBytes(freedBytes)}${sessions === 0 ? "" : `, ${plural(sessions, "session")} with it`}`,
		...trouble.map((line) => `not freed: ${line}`),
	].join("\n");
