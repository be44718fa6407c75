// Batteries from /sys/class/power_supply (Linux: Documentation/ABI/testing/sysfs-class-power): µW, µWh, µA, µAh, µV.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BatteryInfo } from "../contracts/ports.js";

const states: Readonly<Record<string, BatteryInfo["state"]>> = {
	Charging: "charging",
	Discharging: "discharging",
	Full: "full",
	"Not charging": "idle",
};

async function facts(folder: string): Promise<(name: string) => string | undefined> {
	const names = await readdir(folder).catch(() => []);
	const read = async (name: string) =>
		[name, (await readFile(join(folder, name), "utf8").catch(() => "")).trim()] as const;
	const wanted = /^(?:type|scope|status|capacity|cycle_count|voltage_now|(?:energy|charge|power|current)_\w+)$/;
	const values = new Map(await Promise.all(names.filter((name) => wanted.test(name)).map(read)));
	return (name) => (values.get(name) === "" ? undefined : values.get(name));
}

async function battery(folder: string, name: string): Promise<BatteryInfo | undefined> {
	const fact = await facts(join(folder, name));
	if (fact("type") !== "Battery" || fact("scope") === "Device") return undefined;
	const figure = (key: string): number | undefined => {
		const value = Number(fact(key) ?? Number.NaN);
		return Number.isFinite(value) ? value : undefined;
	};
	const state = states[fact("status") ?? ""] ?? "unknown";
	// Some tell energy and power, others charge and current: the ratios are the same.
	const now = figure("energy_now") ?? figure("charge_now");
	const full = figure("energy_full") ?? figure("charge_full");
	const design = figure("energy_full_design") ?? figure("charge_full_design");
	const rate = Math.abs(figure("energy_now") === undefined ? (figure("current_now") ?? 0) : (figure("power_now") ?? 0));
	const capacity = figure("capacity");
	const charge =
		now !== undefined && full !== undefined && full > 0
			? now / full
			: capacity === undefined
				? undefined
				: capacity / 100;
	if (charge === undefined) return undefined;
	const way =
		now === undefined || full === undefined
			? undefined
			: state === "charging"
				? full - now
				: state === "discharging"
					? now
					: undefined;
	const power = figure("power_now") ?? ((figure("current_now") ?? 0) * (figure("voltage_now") ?? 0)) / 1e6;
	const cycles = figure("cycle_count");
	return {
		name,
		charge: Math.min(1, Math.max(0, charge)),
		state,
		...(way === undefined || rate === 0 ? {} : { secondsLeft: Math.round((Math.max(0, way) / rate) * 3600) }),
		...(power === 0 ? {} : { watts: Math.abs(power) / 1e6 }),
		...(full === undefined || design === undefined || design === 0 ? {} : { health: Math.min(1, full / design) }),
		...(cycles === undefined || cycles === 0 ? {} : { cycles }),
	};
}

export async function linuxBatteries(folder = "/sys/class/power_supply"): Promise<readonly BatteryInfo[]> {
	const names = (await readdir(folder).catch(() => [])).toSorted();
	const found = await Promise.all(names.map((name) => battery(folder, name)));
	return found.filter((entry) => entry !== undefined);
}
