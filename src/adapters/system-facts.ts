// What only other systems' own programs can say, by systeminformation, which is loaded with the first question.
import { getServers } from "node:dns";
import type { BatteryInfo, DiskInfo, ListeningPort, NetworkFacts, ProcessInfo } from "../contracts/ports.js";

const loadLibrary = async () => (await import("systeminformation")).default;

export async function otherProcesses(): Promise<readonly ProcessInfo[]> {
	const { list } = await (await loadLibrary()).processes();
	return list.map((entry) => ({
		pid: entry.pid,
		name: entry.name,
		cpu: Math.max(0, entry.cpu / 100),
		memoryBytes: entry.memRss * 1024,
		command: `${entry.command} ${entry.params}`.trim(),
		user: entry.user,
	}));
}

export async function otherDisks(): Promise<readonly DiskInfo[]> {
	const seen: string[] = [];
	return (await (await loadLibrary()).fsSize())
		.filter((disk) => disk.size > 0 && !seen.includes(disk.mount) && seen.push(disk.mount) > 0)
		.map(({ mount, size, used, available }) => ({
			mount,
			sizeBytes: size,
			usedBytes: used,
			availableBytes: available,
		}));
}

/** Bytes since the start of the machine. */
export async function otherCounters() {
	const library = await loadLibrary();
	const stats = await library.networkStats("*").catch(() => []);
	return stats.map((card) => ({ name: card.iface, receivedBytes: card.rx_bytes, sentBytes: card.tx_bytes }));
}

export async function otherNetwork(): Promise<NetworkFacts> {
	const library = await loadLibrary();
	const [address, name] = await Promise.all([library.networkGatewayDefault(), library.networkInterfaceDefault()]);
	return { gateways: address === "" ? [] : [{ interface: name, address }], nameServers: getServers() };
}

export async function otherListening(): Promise<readonly ListeningPort[]> {
	const library = await loadLibrary();
	return (await library.networkConnections())
		.filter(({ state, protocol }) => /^LISTEN/.test(state) || protocol.startsWith("udp"))
		.map(({ protocol, localAddress, localPort, pid, process }) => ({
			protocol: protocol.startsWith("udp") ? ("udp" as const) : ("tcp" as const),
			address: localAddress === "*" ? "0.0.0.0" : localAddress,
			port: Number(localPort),
			...(pid > 0 ? { pid } : {}),
			...(process ? { process } : {}),
		}))
		.filter(({ port }) => port > 0)
		.toSorted((a, b) => a.port - b.port);
}

export async function otherBatteries(): Promise<readonly BatteryInfo[]> {
	const found = await (await loadLibrary()).battery();
	if (!found.hasBattery) return [];
	const state = found.isCharging
		? "charging"
		: found.acConnected
			? found.percent >= 99
				? "full"
				: "idle"
			: "discharging";
	return [
		{
			name: found.model || "battery",
			charge: found.percent / 100,
			state,
			...(found.timeRemaining > 0 ? { secondsLeft: found.timeRemaining * 60 } : {}),
			...(found.designedCapacity > 0 ? { health: Math.min(1, found.maxCapacity / found.designedCapacity) } : {}),
			...(found.cycleCount > 0 ? { cycles: found.cycleCount } : {}),
		},
	];
}
