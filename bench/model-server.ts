// The model: an HTTP server in a thread of its own, so that measuring and serving do not wait for one another.
import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** One request as the server saw it; times are on the shared clock, in ms. */
export interface ServedRequest {
	/** The name in front of /v1: each test takes its own, so that nothing of another is counted. */
	readonly scenario: string;
	readonly body: string;
	/** The headers were there. */
	readonly arrivedMs: number;
	/** The first byte of the answer's text was handed to the system. */
	readonly firstByteMs: number;
	/** The last one was. */
	readonly lastByteMs: number;
}

export interface BenchServer {
	/** The base URL of a scenario; see `model-server.worker.ts` for the names that mean something. */
	url(scenario: string): string;
	/** Requests of a scenario that have been answered, in order. */
	served(scenario: string): readonly ServedRequest[];
	/** Resolves with the `count`th answered request of a scenario; rejects after 60 s. */
	waitFor(scenario: string, count: number): Promise<ServedRequest>;
	close(): Promise<void>;
}

export const startModelServer = async (): Promise<BenchServer> => {
	const worker = new Worker(new URL("./model-server.worker.ts", import.meta.url));
	const requests: ServedRequest[] = [];
	const waiting = new Set<() => void>();
	const [port] = (await once(worker, "message")) as [number];
	worker.on("message", (request: ServedRequest) => {
		requests.push(request);
		for (const check of [...waiting]) check();
	});
	const served = (scenario: string) => requests.filter((request) => request.scenario === scenario);
	return {
		url: (scenario) => `http://127.0.0.1:${port}/${scenario}/v1`,
		served,
		waitFor: (scenario, count) =>
			new Promise((resolve, reject) => {
				const check = () => {
					const found = served(scenario)[count - 1];
					if (found === undefined) return;
					waiting.delete(check);
					clearTimeout(timer);
					resolve(found);
				};
				const timer = setTimeout(() => {
					waiting.delete(check);
					reject(new Error(`the server waited in vain for request ${count} of ${scenario}`));
				}, 60_000);
				waiting.add(check);
				check();
			}),
		close: async () => void (await worker.terminate()),
	};
};
