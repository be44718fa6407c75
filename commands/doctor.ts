import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { toJson } from "../src/contracts/json.js";

const glyphs = { ok: "ok", warn: "warn", fail: "FAIL" } as const;

export const doctorCommand = defineCommand({
	name: "doctor",
	description: "Check what nexus needs and say what works here",
	surfaces: ["cli", "slash"],
	args: z.object({ store: z.boolean().default(false).describe("read the whole session store too") }),
	async run({ store }, { client }) {
		const checks = await client.health.checks({ isStoreFull: store });
		return {
			type: "table",
			columns: [{ name: "check" }, { name: "" }, { name: "what was found" }],
			rows: checks.map((check) => [
				check.name,
				glyphs[check.status],
				check.hint === undefined ? check.detail : `${check.detail} (${check.hint})`,
			]),
			json: toJson(checks),
			...(checks.some((check) => check.status === "fail") ? { exitCode: 1 as const } : {}),
		};
	},
});
