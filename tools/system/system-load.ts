import { z } from "zod";
import type { DiskInfo } from "../../src/contracts/ports.js";
import { defineTool } from "../../src/contracts/tool.js";
import { orAbort } from "../../src/lib/abort.js";
import { formatBytes } from "../../src/lib/plural.js";

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** As df(1): of what this user can have, the blocks kept for root aside. */
const usedOf = ({ usedBytes, availableBytes }: DiskInfo): number => usedBytes / Math.max(1, usedBytes + availableBytes);

function formatUptime(seconds: number): string {
	const days = Math.floor(seconds / 86_400);
	const hours = Math.floor((seconds % 86_400) / 3600);
	const minutes = Math.floor((seconds % 3600) / 60);
	return [...(days > 0 ? [`${days} d`] : []), ...(days + hours > 0 ? [`${hours} h`] : []), `${minutes} min`].join(" ");
}

export const systemLoadTool = defineTool({
	name: "system_load",
	category: "system",
	description: "This machine: CPU, memory, disks, network, uptime, OS.",
	effects: ["read"],
	keywords: ["ram", "usage", "hardware", "host", "kernel", "cores", "busy"],
	input: z.object({}),
	output: z.object({
		cpu: z.number(),
		cores: z.number(),
		cpuModel: z.string(),
		loadAverage: z.number(),
		memoryUsedBytes: z.number(),
		memoryTotalBytes: z.number(),
		memory: z.number(),
		disks: z.array(
			z.object({ mount: z.string(), sizeBytes: z.number(), usedBytes: z.number(), availableBytes: z.number() }),
		),
		network: z.array(
			z.object({
				name: z.string(),
				addresses: z.array(z.string()),
				receivedBytes: z.number().optional(),
				sentBytes: z.number().optional(),
			}),
		),
		uptimeSeconds: z.number(),
		host: z.string(),
		os: z.string(),
		arch: z.string(),
		user: z.string(),
		processes: z.number(),
	}),
	title: () => "this machine",
	async run(_input, { system, signal }) {
		const [sample, info, disks, network, processes] = await orAbort(
			Promise.all([system.sample(), system.info(), system.disks(), system.networkInterfaces(), system.processes()]),
			signal,
		);
		const memory = sample.memoryTotalBytes === 0 ? 0 : sample.memoryUsedBytes / sample.memoryTotalBytes;
		const lines = [
			`${info.host}: ${info.osRelease} (${info.arch}), up ${formatUptime(info.uptimeSeconds)}, user ${info.user}`,
			`CPU ${percent(sample.cpu)} of ${info.cpuCores} × ${info.cpuModel}, load average ${sample.loadAverage.toFixed(2)}, ${processes.length} processes`,
			`Memory ${formatBytes(sample.memoryUsedBytes)} of ${formatBytes(sample.memoryTotalBytes)} (${percent(memory)})`,
			...disks.map(
				(disk) => `Disk ${disk.mount}: ${formatBytes(disk.availableBytes)} free of ${formatBytes(disk.sizeBytes)}`,
			),
			...network.map((card) => {
				const traffic =
					card.receivedBytes === undefined || card.sentBytes === undefined
						? ""
						: `, ${formatBytes(card.receivedBytes)} in, ${formatBytes(card.sentBytes)} out`;
				return `Network ${card.name}: ${card.addresses.join(", ") || "no address"}${traffic}`;
			}),
		];
		return {
			content: lines.join("\n"),
			details: {
				cpu: sample.cpu,
				cores: info.cpuCores,
				cpuModel: info.cpuModel,
				loadAverage: sample.loadAverage,
				memoryUsedBytes: sample.memoryUsedBytes,
				memoryTotalBytes: sample.memoryTotalBytes,
				memory,
				disks: disks.map((disk) => ({ ...disk })),
				network: network.map(({ name, addresses, receivedBytes, sentBytes }) => ({
					name,
					addresses: [...addresses],
					...(receivedBytes === undefined ? {} : { receivedBytes }),
					...(sentBytes === undefined ? {} : { sentBytes }),
				})),
				uptimeSeconds: info.uptimeSeconds,
				host: info.host,
				os: info.osRelease,
				arch: info.arch,
				user: info.user,
				processes: processes.length,
			},
			summary: `CPU ${percent(sample.cpu)}, memory ${percent(memory)}`,
			view: {
				kind: "chart",
				title: lines[0] ?? "",
				unit: "%",
				labels: ["CPU", "Memory", ...disks.map((disk) => `Disk ${disk.mount}`)],
				series: [
					{ name: "used", values: [sample.cpu, memory, ...disks.map(usedOf)].map((share) => Math.round(share * 100)) },
				],
			},
		};
	},
});
