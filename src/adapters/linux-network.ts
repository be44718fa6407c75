// Routes, name servers and listening ports straight from Linux's files (proc_pid_net(5), resolv.conf(5)).
import { readdir, readFile, readlink } from "node:fs/promises";
import type { ListeningPort, NetworkFacts, NetworkInterfaceInfo } from "../contracts/ports.js";

const text = (path: string): Promise<string> => readFile(path, "latin1").catch(() => "");
const rowsOf = (table: string): readonly (readonly string[])[] =>
	table
		.split("\n")
		.map((line) => line.trim().split(/\s+/))
		.filter((row) => row.length > 1);

/** As the kernel prints it: each 32 bits as one number of this machine, which is little-endian. */
export function readAddress(hex: string): string {
	const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, "hex")].toReversed());
	if (bytes.length === 4) return [...bytes].join(".");
	return shortIpv6(Buffer.from(bytes));
}

/** RFC 5952: the longest run of zero groups as `::`; an IPv4 address in its own form. */
function shortIpv6(bytes: Buffer): string {
	if (bytes.subarray(0, 10).every((byte) => byte === 0) && bytes.readUInt16BE(10) === 0xffff)
		return `::ffff:${[...bytes.subarray(12)].join(".")}`;
	const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16)).join(":");
	const runs = groups.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? [];
	const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
	if (longest === "") return groups;
	return groups.replace(longest, "::").replace(/:{3,}/, "::");
}

/** Routes to everywhere through somebody else; the lowest metric is preferred. */
export function defaultRoutes(ipv4: string, ipv6: string): NetworkFacts["gateways"] {
	const four = rowsOf(ipv4)
		.filter(
			([, destination, , flags, , , , mask]) =>
				destination === "00000000" && mask === "00000000" && Number.parseInt(flags ?? "0", 16) & 2,
		)
		.map(([name = "", , gateway = "", , , , metric]) => ({
			interface: name,
			address: readAddress(gateway),
			metric: Number(metric),
		}));
	const six = rowsOf(ipv6)
		.filter(
			(row) => /^0{32}$/.test(row[0] ?? "") && row[1] === "00" && !/^0{32}$/.test(row[4] ?? "") && row[9] !== "lo",
		)
		.map((row) => ({
			interface: row[9] ?? "",
			// Here the bytes come in their own order.
			address: shortIpv6(Buffer.from(row[4] ?? "", "hex")),
			metric: Number.parseInt(row[5] ?? "0", 16),
		}));
	return [four, six].flatMap((routes) =>
		routes.toSorted((a, b) => a.metric - b.metric).map(({ metric: _, ...route }) => route),
	);
}

const nameServersIn = (config: string): readonly string[] =>
	[...config.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, address = ""]) => address);

export async function linuxNetwork(): Promise<NetworkFacts> {
	const [ipv4, ipv6, resolver] = await Promise.all([
		text("/proc/net/route"),
		text("/proc/net/ipv6_route"),
		text("/etc/resolv.conf"),
	]);
	const named = nameServersIn(resolver);
	// The local stub of systemd-resolved; it names those it asks itself.
	const isStub = named.length > 0 && named.every((address) => address.startsWith("127.0.0.5"));
	const behind = isStub ? nameServersIn(await text("/run/systemd/resolve/resolv.conf")) : [];
	return { gateways: defaultRoutes(ipv4, ipv6), nameServers: [...named, ...behind] };
}

/** Socket → process, for those whose descriptors may be seen. */
async function socketOwners(): Promise<ReadonlyMap<string, { readonly pid: number; readonly name: string }>> {
	const owners = new Map<string, { pid: number; name: string }>();
	const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
	for (const id of ids) {
		const links = await readdir(`/proc/${id}/fd`).then(
			(names) => Promise.all(names.map((name) => readlink(`/proc/${id}/fd/${name}`).catch(() => ""))),
			() => [],
		);
		const sockets = links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
		if (sockets.length === 0) continue;
		const name = (await text(`/proc/${id}/comm`)).trim();
		for (const socket of sockets) if (!owners.has(socket)) owners.set(socket, { pid: Number(id), name });
	}
	return owners;
}

/** TCP_LISTEN, and for UDP, which has no such state, TCP_CLOSE: not connected to anybody (net/tcp_states.h). */
const waits = { tcp: "0A", udp: "07" } as const;

export async function linuxListening(): Promise<readonly ListeningPort[]> {
	const tables = (["tcp", "tcp6", "udp", "udp6"] as const).map(async (name) => {
		const protocol = name.startsWith("tcp") ? ("tcp" as const) : ("udp" as const);
		return rowsOf(await text(`/proc/net/${name}`))
			.filter((row) => row[3] === waits[protocol])
			.map((row) => {
				const [address = "", port = "0"] = (row[1] ?? "").split(":");
				return { protocol, address: readAddress(address), port: Number.parseInt(port, 16), socket: row[9] ?? "" };
			});
	});
	const found = (await Promise.all(tables)).flat().filter(({ port }) => port > 0);
	const owners = found.length === 0 ? new Map() : await socketOwners();
	return found
		.map(({ socket, ...entry }) => {
			const owner = owners.get(socket);
			return { ...entry, ...(owner === undefined ? {} : { pid: owner.pid, process: owner.name }) };
		})
		.toSorted((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol) || a.address.localeCompare(b.address));
}

/** Hardware address and state of a network card. */
export async function linuxCard(name: string): Promise<Pick<NetworkInterfaceInfo, "mac" | "state">> {
	if (name.includes("/") || name.startsWith(".")) return {};
	const [mac, state] = await Promise.all([
		text(`/sys/class/net/${name}/address`),
		text(`/sys/class/net/${name}/operstate`),
	]);
	return {
		...(/[1-9a-f]/.test(mac) ? { mac: mac.trim() } : {}),
		...(state.trim() === "up" || state.trim() === "down" ? { state: state.trim() as "up" | "down" } : {}),
	};
}
