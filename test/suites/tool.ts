// What every tool must do, through the whole stack around it: real files, real processes, real services on loopback.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogues } from "../../bin/builtins.js";
import { openSqliteBus } from "../../src/adapters/sqlite-bus.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import { createSharedBus } from "../../src/agents/bus/shared-bus.js";
import type { Bus } from "../../src/contracts/bus.js";
import type { NexusClient } from "../../src/contracts/client.js";
import { NexusError } from "../../src/contracts/errors.js";
import type { JsonObject, JsonValue } from "../../src/contracts/json.js";
import type { ToolOutput } from "../../src/contracts/tool.js";
import { createUlids } from "../../src/lib/ulid.js";
import { createRuntime } from "../../src/runtime/create-runtime.js";
import { made } from "../fixtures/services/images.js";
import { forecast, places } from "../fixtures/services/open-meteo.js";
import { searxng } from "../fixtures/services/search.js";
import { apple } from "../fixtures/services/yahoo.js";

export interface ToolWorld {
	readonly client: NexusClient;
	readonly cwd: string;
	/** Where the services are. */
	readonly server: string;
	close(): Promise<void>;
}

export type Outcome = { readonly output: ToolOutput } | { readonly error: NexusError };

/** A home, a folder and services of their own, in which everything is allowed. */
export const openToolWorld = async (): Promise<ToolWorld> => {
	const root = realpathSync(mkdtempSync(join(tmpdir(), "nexus-test-tools-")));
	const [home, cwd] = [join(root, "home"), join(root, "work")];
	for (const folder of [home, cwd, join(cwd, "folder")]) mkdirSync(folder);
	const { server, url } = await startServices();
	writeFileSync(
		join(home, "config.json"),
		JSON.stringify({
			network: { allow: [new URL(url).host] },
			web: {
				search: { provider: "searxng", baseUrl: url },
				weather: { forecastUrl: `${url}/forecast`, geocodingUrl: `${url}/places` },
				quotes: { baseUrl: url },
			},
		}),
	);
	for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
	const echo = openEcho(join(home, "bus.sqlite"), cwd);
	const client = await createRuntime(catalogues("0.0.0"), {
		env: {
			NEXUS_HOME: home,
			HOME: root,
			PATH: process.env.PATH,
			OPENAI_API_KEY: "sk-test-1234567890abcdef",
			OPENAI_BASE_URL: `${url}/v1`,
		},
		cwd,
		mode: "yolo",
		isOffline: true,
		canAsk: false,
	});
	return {
		client,
		cwd,
		server: url,
		close: async () => {
			await client.close();
			await echo.close();
			server.closeAllConnections();
			server.close();
			rmSync(root, { recursive: true, force: true });
		},
	};
};

/** An agent that answers every question with its own words. */
const openEcho = (path: string, space: string): Bus => {
	const nextId = createUlids(() => Date.now());
	const bus = createSharedBus({ store: openSqliteBus(path, { clock: systemClock }), clock: systemClock, nextId });
	bus.open("echo", { space }).handle(async (message) => {
		if (message.kind === "request") await bus.reply(message, { from: "echo", payload: message.payload });
	});
	return bus;
};

const files: Readonly<Record<string, string>> = {
	"notes.txt": "alpha\nbeta\n",
	"data.csv": "name,size\na,1\nb,2\n",
	"data.json": '[{"name":"a","size":1},{"name":"b","size":2}]',
	"folder/inner.txt": "alpha\n",
	"answer.json": '{"steps":[{"text":"Hello."}]}',
};

/** Answers as the services do, and `/page` as any page; everything else is not there. */
const startServices = async (): Promise<{ server: http.Server; url: string }> => {
	const answers: Readonly<Record<string, unknown>> = {
		"/search": searxng,
		"/places": places,
		"/forecast": forecast,
		"/v8/finance/chart/AAPL": apple,
		"/v1/images/generations": made,
	};
	const server = http.createServer((request, response) => {
		const path = new URL(request.url ?? "/", "http://x").pathname;
		const answer = answers[path];
		if (path === "/page") {
			response.writeHead(200, { "content-type": "text/html" });
			response.end("<title>Page</title><main><h1>Page</h1><p>Some words.</p></main>");
		} else if (answer === undefined) {
			response.writeHead(404);
			response.end();
		} else {
			response.writeHead(200, { "content-type": "application/json" });
			response.end(JSON.stringify(answer));
		}
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

/** Runs one call; what is neither a result nor an error of ours fails the test. */
export const attempt = async (
	{ client, server, cwd }: ToolWorld,
	name: string,
	input: JsonObject,
	signal = new AbortController().signal,
): Promise<Outcome> => {
	try {
		return { output: await client.tools.run(name, placed(input, { server, cwd }) as JsonObject, { signal }) };
	} catch (error) {
		if (error instanceof NexusError) return { error };
		throw error;
	}
};

/** `{server}` in a sample is where the services are, `{cwd}` the folder. */
const placed = (value: JsonValue, places: { readonly server: string; readonly cwd: string }): JsonValue => {
	if (typeof value === "string") return value.replace("{server}", places.server).replace("{cwd}", places.cwd);
	if (Array.isArray(value)) return value.map((item) => placed(item, places));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, placed(item, places)]));
};

/** What a person or a model is told, whichever way it went. */
export const said = (outcome: Outcome): string =>
	"error" in outcome ? `${outcome.error.message} ${outcome.error.hint ?? ""}` : outcome.output.content;

export const isFailure = (outcome: Outcome): boolean => "error" in outcome || outcome.output.isError === true;
