// Fetching pages and reading them, as fetch_url does it: over HTTP on loopback, through the guard, in its thread.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { createGuardedHttp } from "../../src/adapters/guarded-http.js";
import { createNodeWorkers } from "../../src/adapters/node-workers.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { Http } from "../../src/contracts/ports.js";
import type { ToolContext } from "../../src/contracts/tool.js";
import { fetchUrlTool } from "../../tools/web/fetch-url.js";
import { repeat } from "../figures.js";
import { now } from "../now.js";
import { benchPages } from "../pages.js";
import type { Suite, SuiteContext } from "../suite.js";

export const webSuite: Suite = {
	name: "web",
	parts: [
		{
			rows: ["web.main", "web.whole", "web.first"],
			floors: ["web.fetch"],
			measure: (context) => pages(context),
		},
	],
};

async function pages({ times, measured, floor }: SuiteContext): Promise<void> {
	const all = benchPages();
	const megabytes = all.reduce((sum, { html }) => sum + Buffer.byteLength(html), 0) / 1e6;
	const server = http.createServer((request, response) => {
		response.setHeader("content-type", "text/html; charset=utf-8");
		response.end(all[Number(request.url?.slice(1))]?.html);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const guarded = createGuardedHttp({ allow: [host] });
	const urls = all.map((_, index) => `http://${host}/${index}`);
	try {
		const fetched = await repeat(times(9) + 1, () => rate(megabytes, urls, (url) => guarded.request({ url })));
		floor("web.fetch", fetched.slice(1));
		measured("web.first", await repeat(times(5), () => first(guarded, urls[0] ?? "")));
		const { context, close } = portsFor(guarded);
		for (const part of ["main", "whole"] as const) {
			const rates = await repeat(times(9) + 2, () =>
				rate(megabytes, urls, async (url) => {
					const input = fetchUrlTool.input.parse({ url, part, max_characters: 10_000_000 });
					const output = await fetchUrlTool.run(input, context);
					if (output.isError === true) throw new Error(output.content);
				}),
			);
			measured(`web.${part}`, rates.slice(2));
		}
		await close();
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

/** Megabytes of HTML a second, one page after the other. */
const rate = async (
	megabytes: number,
	urls: readonly string[],
	get: (url: string) => Promise<unknown>,
): Promise<number> => {
	const startedMs = now();
	for (const url of urls) await get(url);
	return megabytes / ((now() - startedMs) / 1000);
};

/** The first page of a process: with the start of the thread that reads it. */
async function first(http: Http, url: string): Promise<number> {
	const { context, close } = portsFor(http);
	const startedMs = now();
	await fetchUrlTool.run(fetchUrlTool.input.parse({ url }), context);
	const ms = now() - startedMs;
	await close();
	return ms;
}

/** The ports of a call; what this tool does not touch is not there. */
function portsFor(http: Http): { context: ToolContext; close(): Promise<void> } {
	const workers = createNodeWorkers();
	const given: Partial<ToolContext> = {
		http,
		workers,
		clock: systemClock,
		signal: new AbortController().signal,
		progress: () => undefined,
	};
	return { context: given as ToolContext, close: () => workers.close() };
}
