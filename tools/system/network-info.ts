import { z } from "zod";
import type { ListeningPort, NetworkInterfaceInfo } from "../../src/contracts/ports.js";
import { defineTool } from "../../src/contracts/tool.js";
import { orAbort } from "../../src/lib/abort.js";
import { formatBytes, plural } from "../../src/lib/plural.js";

const cardText = ({ name, addresses, mac, state, receivedBytes, sentBytes }: NetworkInterfaceInfo): string =>
	[
		`${name}:`,
		addresses.join(", ") || "no address",
		...(state === undefined ? [] : [`(${state})`]),
		...(mac === undefined ? [] : [`mac ${mac}`]),
		...(receivedBytes === undefined ? [] : [`${formatBytes(receivedBytes)} in, ${formatBytes(sentBytes ?? 0)} out`]),
	].join(" ");

const isEverywhere = (address: string): boolean => address === "0.0.0.0" || address === "::";

const portText = ({ protocol, address, port, pid, process }: ListeningPort): readonly string[] => [
	String(port),
	protocol,
	isEverywhere(address) ? `${address} (all)` : address,
	process ?? "",
	pid === undefined ? "" : String(pid),
];

/** What this machine is connected to, and who listens on it. Looks only at files of the system; sends nothing. */
export const networkInfoTool = defineTool({
	name: "network_info",
	category: "system",
	description: "Network cards, gateway, DNS servers, and listening ports with their processes.",
	effects: ["read"],
	keywords: ["ip", "address", "interface", "port", "listen", "netstat", "ss", "mac", "dns", "route", "who uses port"],
	input: z.object({
		show: z.enum(["all", "interfaces", "ports"]).default("all").describe("What"),
		port: z.int().min(1).max(65_535).optional().describe("Only this port"),
	}),
	output: z.object({
		interfaces: z.array(
			z.object({
				name: z.string(),
				addresses: z.array(z.string()),
				receivedBytes: z.number().optional(),
				sentBytes: z.number().optional(),
				mac: z.string().optional(),
				state: z.enum(["up", "down"]).optional(),
			}),
		),
		gateways: z.array(z.object({ interface: z.string(), address: z.string() })),
		nameServers: z.array(z.string()),
		ports: z.array(
			z.object({
				protocol: z.enum(["tcp", "udp"]),
				address: z.string(),
				port: z.number(),
				pid: z.number().optional(),
				process: z.string().optional(),
			}),
		),
	}),
	title: ({ show, port }) => (port === undefined ? show : `port ${port}`),
	async run({ show, port }, { system, signal }) {
		const hasCards = show !== "ports" && port === undefined;
		const hasPorts = show !== "interfaces" || port !== undefined;
		const [interfaces, network, all] = await orAbort(
			Promise.all([
				hasCards ? system.networkInterfaces() : [],
				hasCards ? system.network() : { gateways: [], nameServers: [] },
				hasPorts ? system.listening() : [],
			]),
			signal,
		);
		const ports = all.filter((entry) => port === undefined || entry.port === port);
		const { gateways, nameServers } = network;
		const portRows = ports.map(portText);
		const cardRows = [
			...interfaces.map((card) => [
				"interface",
				card.name,
				card.addresses.join(", "),
				card.mac ?? "",
				card.state ?? "",
			]),
			...gateways.map((gateway) => ["gateway", gateway.interface, gateway.address, "", ""]),
			...nameServers.map((address) => ["name server", "", address, "", ""]),
		];
		const listening =
			ports.length === 0
				? port === undefined
					? "Nothing listens."
					: `Nothing listens on port ${port}.`
				: "Listening:";
		const lines = [
			...interfaces.map(cardText),
			...gateways.map((gateway) => `Gateway ${gateway.address} by ${gateway.interface}`),
			...(nameServers.length === 0 ? [] : [`Name servers ${nameServers.join(", ")}`]),
			...(hasPorts ? [listening, ...portRows.map((row) => row.filter(Boolean).join("  "))] : []),
		];
		return {
			content: lines.join("\n") || "No network is listed here.",
			details: {
				interfaces: interfaces.map((card) => ({ ...card, addresses: [...card.addresses] })),
				gateways: gateways.map((gateway) => ({ ...gateway })),
				nameServers: [...nameServers],
				ports: ports.map((entry) => ({ ...entry })),
			},
			summary: [
				...(hasCards ? [plural(interfaces.length, "interface")] : []),
				...(hasPorts ? [plural(ports.length, "listening port")] : []),
			].join(", "),
			view: hasCards
				? {
						kind: "table",
						columns: ["", "Name", "Address", "", ""],
						rows: [
							...cardRows,
							...ports.map((entry, index) => [entry.protocol, ...(portRows[index] ?? []).filter((_, at) => at !== 1)]),
						],
					}
				: { kind: "table", columns: ["Port", "Protocol", "Address", "Process", "PID"], rows: portRows },
		};
	},
});
