import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linuxBatteries } from "../../src/adapters/linux-battery.js";
import { temporaryFolder } from "../helpers/tool-context.js";

const supply = (devices: Readonly<Record<string, Readonly<Record<string, string | number>>>>): string => {
	const folder = temporaryFolder();
	for (const [name, files] of Object.entries(devices)) {
		mkdirSync(join(folder, name));
		for (const [file, value] of Object.entries(files)) writeFileSync(join(folder, name, file), `${value}\n`);
	}
	return folder;
};

test.each([
	[
		"energy, running down",
		{
			status: "Discharging",
			energy_now: 25e6,
			energy_full: 50e6,
			energy_full_design: 62.5e6,
			power_now: 10e6,
			cycle_count: 120,
		},
		{ charge: 0.5, state: "discharging", secondsLeft: 9000, watts: 10, health: 0.8, cycles: 120 },
	],
	[
		"charge, filling",
		{
			status: "Charging",
			charge_now: 1e6,
			charge_full: 4e6,
			charge_full_design: 4e6,
			current_now: 1.5e6,
			voltage_now: 12e6,
		},
		{ charge: 0.25, state: "charging", secondsLeft: 7200, watts: 18, health: 1 },
	],
	[
		"a negative current",
		{ status: "Discharging", charge_now: 2e6, charge_full: 4e6, current_now: -1e6 },
		{ charge: 0.5, state: "discharging", secondsLeft: 7200 },
	],
	["only a capacity", { status: "Full", capacity: 100 }, { charge: 1, state: "full" }],
	["held", { status: "Not charging", capacity: 80, cycle_count: 0 }, { charge: 0.8, state: "idle" }],
	[
		"no rate",
		{ status: "Discharging", energy_now: 5, energy_full: 10, power_now: 0 },
		{ charge: 0.5, state: "discharging" },
	],
	["strange words", { status: "Perhaps", capacity: 7 }, { charge: 0.07, state: "unknown" }],
	["more than full", { status: "Full", energy_now: 11, energy_full: 10 }, { charge: 1, state: "full" }],
])("%s", async (_, files, expected) => {
	expect(await linuxBatteries(supply({ BAT0: { type: "Battery", ...files } }))).toEqual([
		{ name: "BAT0", ...expected },
	]);
});

test("what is none: mains, a mouse, one that says nothing, no folder", async () => {
	const folder = supply({
		AC: { type: "Mains", online: 1 },
		mouse: { type: "Battery", scope: "Device", capacity: 50, status: "Discharging" },
		BAT1: { type: "Battery", status: "Unknown", energy_now: "" },
	});
	expect(await linuxBatteries(folder)).toEqual([]);
	expect(await linuxBatteries(join(folder, "nowhere"))).toEqual([]);
});
