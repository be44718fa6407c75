import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import {
	defaultRoutes,
	linuxCard,
	linuxListening,
	linuxNetwork,
	readAddress,
} from "../../src/adapters/linux-network.js";

const isLinux = process.platform === "linux";

test.each([
	["0100007F", "127.0.0.1"],
	["00000000", "0.0.0.0"],
	["0101A8C0", "192.168.1.1"],
	["00000000000000000000000000000000", "::"],
	["00000000000000000000000001000000", "::1"],
	["0000000000000000FFFF00000100007F", "::ffff:127.0.0.1"],
	["B80D0120000000000000000001000000", "2001:db8::1"],
	["000080FE00000000FF005450B6AD1DFE", "fe80::5054:ff:fe1d:adb6"],
	["B80D0120010002000300040005000600", "2001:db8:2:1:4:3:6:5"],
	["00000120000000000100000000000100", "2001::1:1:0"],
])("%s is %s", (hex, address) => {
	// The kernel prints in the order of this machine; these are from a little-endian one.
	expect(readAddress(hex)).toBe(address);
});

test("default routes, the preferred one first", () => {
	const ipv4 = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
wlan0	00000000	0101A8C0	0003	0	0	600	00000000	0	0	0
eth0	00000000	FE01A8C0	0003	0	0	100	00000000	0	0	0
eth0	0001A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
tun0	00000000	00000000	0001	0	0	50	00000080	0	0	0
`;
	const zero = "0".repeat(32);
	const ipv6 = `${zero} 00 ${zero} 00 fe800000000000000000000000000001 00000400 00000000 00000000 00450003 eth0
${zero} 00 ${zero} 00 ${zero} ffffffff 00000001 00000000 00200200 lo
20010db8000000000000000000000000 40 ${zero} 00 ${zero} 00000100 00000000 00000000 00000001 eth0
`;
	expect(defaultRoutes(ipv4, ipv6)).toEqual([
		{ interface: "eth0", address: "192.168.1.254" },
		{ interface: "wlan0", address: "192.168.1.1" },
		{ interface: "eth0", address: "fe80::1" },
	]);
	expect(defaultRoutes("", "")).toEqual([]);
});

const listen = async (host: string): Promise<number | undefined> => {
	const server = createServer();
	onTestFinished(() => void server.close());
	const isUp = await new Promise<boolean>((resolve) => {
		server.once("error", () => resolve(false));
		server.listen(0, host, () => resolve(true));
	});
	const address = server.address();
	return isUp && typeof address === "object" && address !== null ? address.port : undefined;
};

test.runIf(isLinux)("who listens here, with this process's own name", async () => {
	const [four, six] = [await listen("127.0.0.1"), await listen("::1")];
	const socket = createSocket("udp4");
	onTestFinished(() => void socket.close());
	await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
	const udp = socket.address().port;
	const found = await linuxListening();
	const own = found.filter(({ pid }) => pid === process.pid);
	expect(own).toContainEqual({
		protocol: "tcp",
		address: "127.0.0.1",
		port: four,
		pid: process.pid,
		process: own[0]?.process,
	});
	if (six !== undefined) expect(own).toContainEqual(expect.objectContaining({ address: "::1", port: six }));
	expect(own).toContainEqual(expect.objectContaining({ protocol: "udp", address: "127.0.0.1", port: udp }));
	expect(own[0]?.process?.length).toBeGreaterThan(0);
	expect(found.map(({ port }) => port)).toEqual(found.map(({ port }) => port).toSorted((a, b) => a - b));
});

test.runIf(isLinux)("this machine's own", async () => {
	const { gateways, nameServers } = await linuxNetwork();
	for (const { address } of gateways) expect(address).toMatch(/^[\d.]+$|:/);
	for (const address of nameServers) expect(address).toMatch(/^[\d.]+$|:/);
	expect(await linuxCard("lo")).not.toHaveProperty("mac");
	expect(await linuxCard("../../etc")).toEqual({});
});
