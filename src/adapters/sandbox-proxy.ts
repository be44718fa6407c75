// The only way out of the sandbox: an HTTP proxy (RFC 9110, section 9.3.6; RFC 9112, section 3.2.2) that asks about each
// host before its name is even resolved, and dials checked addresses only (SECURITY R14, R21).
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Server, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { NexusError } from "../contracts/errors.js";
import type { NetworkGate } from "../contracts/ports.js";
import { type HostAndPort, hostText, parseHostAndPort } from "../lib/host-pattern.js";
import { formatBytes } from "../lib/plural.js";
import { type CheckedDialOptions, createCheckedDial } from "./checked-dial.js";
import { endToEnd } from "./hop-headers.js";

export interface SandboxProxyOptions extends CheckedDialOptions {
	readonly gate: NetworkGate;
	/** Open at once; more are refused. */
	readonly maxConnections?: number;
	/** Both ways together, of one child; what is over is cut off. */
	readonly maxBytes?: number;
}

export interface SandboxProxy {
	/** Takes connections from now on. */
	serve(listener: Server): void;
	/** What was refused since it was asked last and why, a line each; each thing is said once. */
	notes(): string;
	close(): void;
}

const defaultMaxConnections = 128;
const defaultMaxBytes = 2 * 1024 ** 3;
/** A connection on which nothing moves. */
const idleMs = 300_000;
const dialMs = 30_000;
const maxNotes = 20;

interface Refusal {
	readonly status: 400 | 403 | 502 | 503;
	readonly why: string;
}

export async function createSandboxProxy(options: SandboxProxyOptions): Promise<SandboxProxy> {
	const { createServer, request: send } = await import("node:http");
	const { gate, maxConnections = defaultMaxConnections, maxBytes = defaultMaxBytes } = options;
	const guard = createCheckedDial(options);
	const closing = new AbortController();
	const open = new Set<Duplex>();
	const said = new Set<string>();
	let unsaid: readonly string[] = [];
	let listener: Server | undefined;
	let connections = 0;
	let outgoing = 0;
	const crowded = `more than ${maxConnections} connections at once; those over it were refused`;
	let bytes = 0;

	const note = (line: string): void => {
		if (said.has(line) || said.size >= maxNotes) return;
		said.add(line);
		unsaid = [...unsaid, line];
	};

	const keep = <T extends Duplex>(socket: T): T => {
		open.add(socket);
		socket.once("close", () => open.delete(socket));
		// Either end may go at any time.
		socket.on("error", () => socket.destroy());
		return socket;
	};

	const spend = (chunk: Buffer): void => {
		bytes += chunk.byteLength;
		if (bytes <= maxBytes) return;
		note(`more than ${formatBytes(maxBytes)} went over the network; the rest was cut off`);
		for (const socket of open) socket.destroy();
	};

	const dialled = async (target: HostAndPort): Promise<Socket | Refusal> => {
		if (bytes > maxBytes) return { status: 503, why: "too much went over the network already" };
		const admission = await gate.admit(target, closing.signal);
		if (!admission.isAllowed) return { status: 403, why: admission.reason };
		const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(dialMs)]);
		try {
			const addresses = await guard.addresses(target.host, signal, {
				blocked: (why) =>
					new NexusError("network.blocked", `${hostText(target)} is not reached from the sandbox: ${why}`),
			});
			const socket = keep(await guard.dial({ ...target, secure: false }, addresses, signal));
			socket.setTimeout(idleMs, () => socket.destroy());
			if (closing.signal.aborted) socket.destroy();
			return socket;
		} catch (error) {
			if (error instanceof NexusError && error.code === "network.blocked") return { status: 403, why: error.message };
			const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
			return { status: 502, why: `${hostText(target)} could not be reached${code}` };
		}
	};

	/** A connection to an address of the host, or why there is none. One from inside may carry many requests at once. */
	const reach = async (target: HostAndPort): Promise<Socket | Refusal> => {
		if (outgoing >= maxConnections) return { status: 503, why: crowded };
		outgoing++;
		const reached = await dialled(target);
		if ("status" in reached) outgoing--;
		else reached.once("close", () => outgoing--);
		return reached;
	};

	const refused = ({ status, why }: Refusal): string => {
		if (status !== 502) note(why);
		return `${why}\n`;
	};

	const tunnel = async (request: IncomingMessage, client: Duplex, head: Buffer): Promise<void> => {
		keep(client);
		const target = parseHostAndPort(request.url ?? "");
		const reached = target === undefined ? malformed : await reach(target);
		if ("status" in reached) {
			const body = refused(reached);
			const length = `content-type: text/plain\r\ncontent-length: ${Buffer.byteLength(body)}`;
			client.end(
				`HTTP/1.1 ${reached.status} ${phrases[reached.status]}\r\n${length}\r\nconnection: close\r\n\r\n${body}`,
			);
			return;
		}
		if (client.destroyed) return void reached.destroy();
		client.write("HTTP/1.1 200 Connection established\r\n\r\n");
		if (head.byteLength > 0) client.unshift(head);
		for (const [from, to] of [
			[client, reached],
			[reached, client],
		] as const) {
			from.on("data", spend);
			from.pipe(to);
			from.once("close", () => to.destroy());
		}
	};

	const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const url = URL.canParse(request.url ?? "") ? new URL(request.url ?? "") : undefined;
		const isPlain = url?.protocol === "http:" && url.username === "" && url.password === "";
		const target = isPlain ? parseHostAndPort(url.host, 80) : undefined;
		const reached = target === undefined ? malformed : await reach(target);
		if ("status" in reached) {
			response.writeHead(reached.status, { "content-type": "text/plain", connection: "close" });
			response.end(refused(reached));
			return;
		}
		response.once("close", () => reached.destroy());
		const outgoing = send({
			...{ method: request.method, path: `${url?.pathname}${url?.search}`, setHost: false },
			headers: [...endToEnd(request.rawHeaders, ["host", "expect"]), "host", url?.host ?? "", "connection", "close"],
			// Only without an agent is this what is used: with one, `false` included, it would dial by itself.
			createConnection: () => reached,
		});
		outgoing.once("response", (answer) => {
			response.writeHead(answer.statusCode ?? 502, endToEnd(answer.rawHeaders, []));
			answer.on("data", spend);
			answer.pipe(response);
			answer.once("error", () => response.destroy());
		});
		outgoing.once("error", () => {
			if (response.headersSent) return response.destroy();
			response.writeHead(502, { connection: "close" }).end("the server broke off\n");
		});
		request.on("data", spend);
		request.pipe(outgoing);
	};

	const server = createServer({ maxHeaderSize: 65_536 });
	server.on("connect", (request, socket, head) => void tunnel(request, socket, head).catch(() => socket.destroy()));
	server.on("request", (request, response) => void forward(request, response).catch(() => response.destroy()));
	server.on("clientError", (_error, socket) => socket.destroy());

	return {
		serve: (taken) => {
			listener = taken;
			if (closing.signal.aborted) return void taken.close();
			taken.on("error", () => undefined);
			taken.on("connection", (socket) => {
				if (connections >= maxConnections) {
					note(crowded);
					return void socket.destroy();
				}
				connections++;
				socket.once("close", () => connections--);
				server.emit("connection", keep(socket));
			});
		},
		notes: () => {
			const lines = unsaid.map((line) => `nexus: ${line}\n`).join("");
			unsaid = [];
			return lines;
		},
		close: () => {
			closing.abort(new Error("closed"));
			listener?.close();
			for (const socket of open) socket.destroy();
		},
	};
}

const phrases = { 400: "Bad Request", 403: "Forbidden", 502: "Bad Gateway", 503: "Service Unavailable" } as const;
const malformed: Refusal = { status: 400, why: "the proxy of the sandbox takes http addresses and CONNECT host:port" };
