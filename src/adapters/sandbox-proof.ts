// The sandbox proves itself by trying to escape (SECURITY R14).

import { createSocket } from "node:dgram";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import type { SandboxStatus } from "../contracts/ports.js";

/** What the proof needs: to run one bash script in a sandbox made like any other. */
export type RunSandboxed = (
	script: string,
	plan: { readonly cwd: string; readonly writableRoots: readonly string[]; readonly hidden: readonly string[] },
) => Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }>;

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Whoever writes it runs programs outside. The proof would write what is there already. */
const kernelSetting = "/proc/sys/kernel/core_pattern";

/** Says so when a Unix socket can be made. Nothing listens: the error tells how far it came. */
const unixSocket = `require("net").connect("/nexus-proof").on("error", (e) => e.code !== "EAFNOSUPPORT" && console.log("unix"))`;

/** Somewhere that the sandbox does not replace by a private folder. */
function proofFolder(home: string): string {
	for (const base of [home, homedir(), process.cwd()]) {
		try {
			mkdirSync(base, { recursive: true, mode: 0o700 });
			return mkdtempSync(join(base, ".sandbox-proof-"));
		} catch {
			// Read-only: try the next.
		}
	}
	throw new Error("no folder to try it in");
}

/** One that listens on this machine, and whether anybody came. */
async function listeners(): Promise<{
	readonly tcpPort: number;
	readonly udpPort: number;
	came(): Promise<{ readonly tcp: boolean; readonly udp: boolean }>;
	close(): void;
}> {
	const came = { tcp: false, udp: false };
	const tcp = createServer((socket) => {
		came.tcp = true;
		socket.destroy();
	});
	const udp = createSocket("udp4", () => {
		came.udp = true;
	});
	await Promise.all([
		new Promise<void>((resolve, reject) => tcp.once("error", reject).listen(0, "127.0.0.1", resolve)),
		new Promise<void>((resolve, reject) => udp.once("error", reject).bind(0, "127.0.0.1", resolve)),
	]);
	const address = tcp.address();
	return {
		tcpPort: typeof address === "object" && address !== null ? address.port : 0,
		udpPort: udp.address().port,
		came: async () => {
			// What is already here is given out before the next turn of the loop but one.
			for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
			return came;
		},
		close: () => {
			tcp.close();
			udp.close();
		},
	};
}

type Kind = Exclude<SandboxStatus["kind"], "none">;

const names: Readonly<Record<Kind, string>> = {
	bubblewrap: "bubblewrap",
	seatbelt: "seatbelt (sandbox-exec)",
};

/** What holds, and what to say where it does not. */
type Line = readonly [tried: string, broken: string, holds: boolean];

function judge(kind: Kind, lines: readonly Line[]): SandboxStatus {
	const proof = lines.map(([tried, , holds]) => ({ tried, holds }));
	const broken = lines.filter(([, , holds]) => !holds).map(([, words]) => words);
	if (broken.length > 0) {
		const reason = `the sandbox does not hold here: ${broken.join("; ")}`;
		return { works: false, kind: "none", reason, proof };
	}
	const reason = `${names[kind]}: a write outside, a connection, a Unix socket and a hidden file were tried and refused`;
	return { works: true, kind, reason, proof };
}

/**
 * Tries to write outside and to a protected path, to reach listeners of ours by TCP and UDP, to read a hidden file, to
 * make a Unix socket, to change the kernel; each must fail, and writing inside must work.
 */
export async function tryEscape(kind: Kind, home: string, run: RunSandboxed): Promise<SandboxStatus> {
	const untried = (reason: string): SandboxStatus => ({ works: false, kind: "none", reason });
	let base: string | undefined;
	let open: Awaited<ReturnType<typeof listeners>> | undefined;
	try {
		base = proofFolder(home);
		open = await listeners();
		const inside = join(base, "inside");
		const hidden = join(base, "hidden");
		for (const folder of [inside, hidden, join(inside, ".nexus")]) mkdirSync(folder, { mode: 0o700 });
		writeFileSync(join(hidden, "secret"), "found\n", { mode: 0o600 });
		const outside = join(base, "outside");
		const settings = join(inside, ".nexus/config.toml");
		for (const path of [outside, settings]) writeFileSync(path, "untouched", { mode: 0o600 });
		const script = [
			`(echo x > ${quote(outside)}) 2>/dev/null`,
			`(echo x > ${quote(settings)}) 2>/dev/null`,
			`(exec 3<>/dev/tcp/127.0.0.1/${open.tcpPort}) 2>/dev/null && echo connected`,
			`(echo x > /dev/udp/127.0.0.1/${open.udpPort}) 2>/dev/null`,
			`(read -r line < ${quote(join(hidden, "secret"))} && echo "read $line") 2>/dev/null`,
			`(echo x > ${quote(join(inside, "file"))}) 2>/dev/null || echo closed`,
			`(read -r line < ${kernelSetting} && echo "$line" > ${kernelSetting} && echo kernel) 2>/dev/null`,
			`${quote(process.execPath)} -e ${quote(unixSocket)} 2>/dev/null`,
			"echo tried",
		].join("\n");
		const result = await run(script, { cwd: inside, writableRoots: [inside], hidden: [hidden] });
		const lines = result.stdout.split("\n");
		if (!lines.includes("tried")) {
			const said = result.stderr.trim().split("\n").at(-1) ?? "";
			const why = said === "" ? ` (exit ${result.exitCode})` : `: ${said}`;
			return untried(`the sandbox does not hold here: ${names[kind]} does not start${why}`);
		}
		const came = await open.came();
		const isUntouched = (path: string) => readFileSync(path, "utf8") === "untouched";
		const says = (word: string) => lines.some((line) => line.startsWith(word));
		return judge(kind, [
			["a write outside the workspace is refused", "a write outside was possible", isUntouched(outside)],
			["a write to a protected path in it is refused", "a protected path could be written", isUntouched(settings)],
			["a connection (TCP) is refused", "a network connection was possible", !says("connected") && !came.tcp],
			["a datagram (UDP, as for names) gets nowhere", "a datagram got through", !came.udp],
			["a hidden file cannot be read", "a hidden file could be read", !says("read ")],
			["a Unix socket is refused", "a Unix socket could be made", !says("unix")],
			["a setting of the kernel cannot be written", "a setting of the kernel could be written", !says("kernel")],
			["a write in the workspace works", "the workspace could not be written", !says("closed")],
		]);
	} catch (error) {
		return untried(`the sandbox could not be tried: ${error instanceof Error ? error.message : String(error)}`);
	} finally {
		open?.close();
		if (base !== undefined) rmSync(base, { recursive: true, force: true });
	}
}
