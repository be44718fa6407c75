// The sandbox proves itself by trying to escape (SECURITY R14).
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";

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

/**
 * Tries to write outside, to open a TCP connection to a listener of ours, and to read a hidden file, to make a Unix socket, to change the kernel; each must fail,
 * and writing inside must work. One line per thing that went wrong; empty when the sandbox holds.
 */
export async function escapes(run: RunSandboxed, home: string): Promise<readonly string[]> {
	const base = proofFolder(home);
	const server = createServer((socket) => socket.destroy());
	let connections = 0;
	server.on("connection", () => {
		connections++;
	});
	try {
		await new Promise<void>((resolve, reject) => {
			server.once("error", reject);
			server.listen(0, "127.0.0.1", resolve);
		});
		const address = server.address();
		const port = typeof address === "object" && address !== null ? address.port : 0;
		const inside = join(base, "inside");
		const hidden = join(base, "hidden");
		for (const folder of [inside, hidden]) mkdirSync(folder, { mode: 0o700 });
		writeFileSync(join(hidden, "secret"), "found\n", { mode: 0o600 });
		writeFileSync(join(base, "outside"), "untouched", { mode: 0o600 });
		const script = [
			`(echo x > ${quote(join(base, "outside"))}) 2>/dev/null`,
			`(exec 3<>/dev/tcp/127.0.0.1/${port}) 2>/dev/null && echo connected`,
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
			return [`bubblewrap does not start${said === "" ? ` (exit ${result.exitCode})` : `: ${said}`}`];
		}
		const wrote = readFileSync(join(base, "outside"), "utf8") !== "untouched";
		return [
			...(wrote ? ["a write outside was possible"] : []),
			...(lines.includes("connected") || connections > 0 ? ["a network connection was possible"] : []),
			...(lines.some((line) => line.startsWith("read ")) ? ["a hidden file could be read"] : []),
			...(lines.includes("unix") ? ["a Unix socket could be made"] : []),
			...(lines.includes("kernel") ? ["a setting of the kernel could be written"] : []),
			...(lines.includes("closed") ? ["the workspace could not be written"] : []),
		];
	} finally {
		server.close();
		rmSync(base, { recursive: true, force: true });
	}
}
