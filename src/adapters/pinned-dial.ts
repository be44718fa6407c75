// Opening a connection to an address that has been checked, and to nothing else.
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export interface DialTarget {
	/** The name in the URL: what TLS verifies. */
	readonly host: string;
	/** The checked address. */
	readonly address: string;
	readonly port: number;
	readonly secure: boolean;
}

/** Resolves when the connection (with TLS: the handshake) stands. */
export type Dial = (target: DialTarget, signal: AbortSignal) => Promise<Socket>;

export const dialDirectly: Dial = ({ host, address, port, secure }, signal) =>
	new Promise((resolve, reject) => {
		const isName = !/^[\d.]+$|:/.test(host);
		const socket = secure
			? connectTls({ host: address, port, ALPNProtocols: ["http/1.1"], ...(isName ? { servername: host } : {}) })
			: connectPlain({ host: address, port });
		const abort = () => socket.destroy(new Error("aborted"));
		signal.addEventListener("abort", abort, { once: true });
		const settle = (act: () => void) => {
			signal.removeEventListener("abort", abort);
			act();
		};
		socket.once(secure ? "secureConnect" : "connect", () => settle(() => resolve(socket)));
		socket.once("error", (error) => settle(() => reject(error)));
		if (signal.aborted) abort();
	});

/** Through an HTTP proxy (RFC 9110, section 9.3.6): the proxy is asked for the checked address, never for the name. */
export const dialThrough =
	(proxy: URL): Dial =>
	async (target, signal) => {
		const { request } = await import(proxy.protocol === "https:" ? "node:https" : "node:http");
		const authority = target.address.includes(":")
			? `[${target.address}]:${target.port}`
			: `${target.address}:${target.port}`;
		const login = decodeURIComponent(`${proxy.username}:${proxy.password}`);
		const headers = {
			host: authority,
			...(login === ":" ? {} : { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` }),
		};
		const tunnel = await new Promise<Socket>((resolve, reject) => {
			const asked = request({
				...{ host: proxy.hostname, port: proxy.port || (proxy.protocol === "https:" ? 443 : 80) },
				...{ method: "CONNECT", path: authority, headers, signal, agent: false },
			});
			asked.once("connect", (response: { statusCode?: number }, socket: Socket) => {
				if (response.statusCode === 200) return resolve(socket);
				socket.destroy();
				reject(new Error(`the proxy answered ${response.statusCode ?? "nothing"}`));
			});
			asked.once("error", reject);
			asked.end();
		});
		if (!target.secure) return tunnel;
		return new Promise((resolve, reject) => {
			const socket = connectTls({ socket: tunnel, servername: target.host, ALPNProtocols: ["http/1.1"] });
			socket.once("secureConnect", () => resolve(socket));
			socket.once("error", reject);
		});
	};
