// Finds model servers on this machine. Nothing but loopback is ever dialled.
import type { get as HttpGet } from "node:http";
import { isLoopback, normalizeBaseUrl } from "./base-url.js";
import { fields, isFields, list, string } from "./fields.js";

export interface FoundServer {
	/** Id of the provider that speaks to it. */
	readonly provider: string;
	readonly baseUrl: string;
}

export interface DiscoveryOptions {
	/** Only OLLAMA_HOST is looked at, and only when it names loopback. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** All requests together; default 200. */
	readonly timeoutMs?: number;
	readonly signal: AbortSignal;
	/** Other ports than the usual ones, for tests. */
	readonly ports?: Partial<Readonly<Record<LocalServer["provider"], number>>>;
}

interface LocalServer {
	readonly provider: "ollama" | "lmstudio" | "llamacpp" | "vllm";
	readonly port: number;
	/** A request that is cheap and that only this kind of server answers so. */
	readonly path: string;
	isIt(body: unknown, status: number): boolean;
}

const servers: readonly LocalServer[] = [
	{
		provider: "ollama",
		port: 11434,
		path: "/api/version",
		isIt: (body, status) => status === 200 && string(fields(body).version) !== "",
	},
	{
		provider: "lmstudio",
		port: 1234,
		path: "/api/v0/models",
		isIt: (body, status) => status === 200 && fields(body).object === "list" && Array.isArray(fields(body).data),
	},
	{
		provider: "llamacpp",
		port: 8080,
		path: "/props",
		// 503 while it loads its model.
		isIt: (body, status) =>
			(status === 200 && isFields(fields(body).default_generation_settings)) ||
			(status === 503 && /loading model/i.test(string(fields(fields(body).error).message))),
	},
	{
		provider: "vllm",
		port: 8000,
		path: "/v1/models",
		isIt: (body, status) =>
			status === 200 && list(fields(body).data).some((model) => fields(model).owned_by === "vllm"),
	},
];

/** The servers that answered in time, in a fixed order. Never throws; an abort ends it early with what is known. */
export async function discoverLocal(options: DiscoveryOptions): Promise<readonly FoundServer[]> {
	const deadline = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs ?? 200)]);
	// Not at start: node:http costs more than the rest of one.
	const { get } = await import("node:http");
	const found = await Promise.all(
		servers.map(async (server): Promise<readonly FoundServer[]> => {
			const root = rootOf(server, options);
			const answer = await ask(get, `${root}${server.path}`, deadline);
			const isIt = answer !== undefined && server.isIt(answer.body, answer.status);
			return isIt ? [{ provider: server.provider, baseUrl: `${root}/v1` }] : [];
		}),
	);
	return found.flat();
}

function rootOf(server: LocalServer, options: DiscoveryOptions): string {
	const port = options.ports?.[server.provider];
	const usual = `http://127.0.0.1:${port ?? server.port}`;
	const host = options.env.OLLAMA_HOST;
	if (server.provider !== "ollama" || port !== undefined || host === undefined || host.trim() === "") return usual;
	const url = URL.parse(normalizeBaseUrl(host, { defaultPort: server.port, cutPath: "/v1" }));
	return url !== null && url.protocol === "http:" && isLoopback(url.hostname) ? url.origin : usual;
}

const maxBytes = 256 * 1024;

function ask(
	get: typeof HttpGet,
	url: string,
	signal: AbortSignal,
): Promise<{ readonly status: number; readonly body: unknown } | undefined> {
	const { promise, resolve } = Promise.withResolvers<{ status: number; body: unknown } | undefined>();
	if (signal.aborted) return Promise.resolve(undefined);
	// No agent: the socket closes with the answer and keeps nothing alive.
	const request = get(url, { agent: false, signal, headers: { accept: "application/json" } }, (response) => {
		const chunks: Buffer[] = [];
		let size = 0;
		response.on("data", (chunk: Buffer) => {
			size += chunk.length;
			if (size > maxBytes) request.destroy();
			else chunks.push(chunk);
		});
		response.on("error", () => resolve(undefined));
		response.on("close", () => resolve(undefined));
		response.on("end", () =>
			resolve({ status: response.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString("utf8")) }),
		);
	});
	request.on("error", () => resolve(undefined));
	return promise;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
