// What this machine is and does, in sentences.
import type { JsonObject } from "../../../contracts/json.js";
import { listOf, plural, textOf } from "../plan.js";

export const gigabytes = (size: unknown): string => `${(Number(size) / 1e9).toFixed(1)} GB`;

export const percent = (share: unknown): string => `${Math.round(Number(share) * 100)} %`;

const duration = (seconds: number): string => {
	const [days, hours, minutes] = [
		Math.floor(seconds / 86_400),
		Math.floor((seconds % 86_400) / 3600),
		Math.floor((seconds % 3600) / 60),
	];
	return [days > 0 ? plural(days, "day") : "", hours > 0 ? plural(hours, "hour") : "", plural(minutes, "minute")]
		.filter((part) => part !== "")
		.join(", ");
};

export const cpu = (details: JsonObject): string =>
	`The CPU (${textOf(details.cpuModel)}, ${plural(Number(details.cores), "core")}) is ${percent(details.cpu)} busy, load average ${[
		details.loadAverage,
	]
		.flat()
		.map((load) => Number(Number(load).toFixed(2)))
		.join(", ")}.`;

export const memory = (details: JsonObject): string =>
	`Memory: ${gigabytes(details.memoryUsedBytes)} of ${gigabytes(details.memoryTotalBytes)} used (${percent(Number(details.memoryUsedBytes) / Number(details.memoryTotalBytes))}), ${gigabytes(Number(details.memoryTotalBytes) - Number(details.memoryUsedBytes))} free.`;

export const disks = (details: JsonObject): string => {
	const told = listOf(details.disks)
		.slice(0, 6)
		.map(
			(disk) =>
				`${textOf(disk.mount)} ${gigabytes(disk.usedBytes)} of ${gigabytes(disk.sizeBytes)} used (${gigabytes(disk.availableBytes)} free)`,
		);
	return told.length === 0 ? "No disks are listed." : `Disk: ${told.join("; ")}.`;
};

export const network = (details: JsonObject): string => {
	const told = listOf(details.network).map(
		(card) =>
			`${textOf(card.name)} (${[card.addresses]
				.flat()
				.map((address) => textOf(address as string))
				.join(
					", ",
				)})${card.receivedBytes === undefined ? "" : ` ${gigabytes(card.receivedBytes)} received, ${gigabytes(card.sentBytes)} sent`}`,
	);
	return told.length === 0 ? "No network interface is up." : `Network: ${told.join("; ")}.`;
};

export const uptime = (details: JsonObject): string =>
	`This machine has been up for ${duration(Number(details.uptimeSeconds))}.`;

export const host = (details: JsonObject): string => `The host name is ${textOf(details.host)}.`;

export const os = (details: JsonObject): string =>
	`This machine (${textOf(details.host)}) runs ${textOf(details.os)} on ${textOf(details.arch)}.`;

export const user = (details: JsonObject): string => `The user is ${textOf(details.user)}.`;

export const cores = (details: JsonObject): string =>
	`This machine has ${plural(Number(details.cores), "CPU core")} (${textOf(details.cpuModel)}).`;

export const overview = (details: JsonObject): string =>
	`${cpu(details)} ${memory(details)} ${disks(details)} ${uptime(details)}`;
