import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";
import { orAbort } from "../../src/lib/abort.js";
import { durationText } from "../../src/lib/duration-text.js";

export const batteryTool = defineTool({
	name: "battery",
	category: "system",
	description: "Charge, state and time left of the battery.",
	effects: ["read"],
	keywords: ["power", "charging", "laptop", "plugged"],
	input: z.object({}),
	output: z.object({
		batteries: z.array(
			z.object({
				name: z.string(),
				charge: z.number(),
				state: z.enum(["charging", "discharging", "full", "idle", "unknown"]),
				secondsLeft: z.number().optional(),
				watts: z.number().optional(),
				health: z.number().optional(),
				cycles: z.number().optional(),
			}),
		),
	}),
	title: () => "this machine",
	async run(_input, { system, signal }) {
		const batteries = await orAbort(system.batteries(), signal);
		if (batteries.length === 0) {
			return { content: "This machine has no battery.", details: { batteries: [] }, summary: "no battery" };
		}
		const rows = batteries.map(({ name, charge, state, secondsLeft, watts, health, cycles }) => [
			name,
			`${Math.round(charge * 100)} %`,
			state,
			secondsLeft === undefined ? "" : `${durationText(secondsLeft)} until ${state === "charging" ? "full" : "empty"}`,
			[
				...(watts === undefined ? [] : [`${watts.toFixed(1)} W`]),
				...(health === undefined ? [] : [`holds ${Math.round(health * 100)} % of when it was new`]),
				...(cycles === undefined ? [] : [`${cycles} cycles`]),
			].join(", "),
		]);
		return {
			content: rows.map(([name, ...facts]) => `${name}: ${facts.filter(Boolean).join(", ")}`).join("\n"),
			details: { batteries: batteries.map((battery) => ({ ...battery })) },
			summary: rows.map(([, charge, state]) => `${charge}, ${state}`).join("; "),
			view: { kind: "table", columns: ["Battery", "Charge", "State", "Left", ""], rows },
		};
	},
});
