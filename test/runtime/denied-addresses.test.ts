// What a rule denies to a tool is denied to it on its way, too.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { catalogues } from "../../bin/builtins.js";
import { createRuntime } from "../../src/runtime/create-runtime.js";
import { detailsOf } from "../helpers/tool-context.js";
import { webServer } from "../helpers/web-server.js";

/** A client in yolo mode for which only rules hold, allowed to reach those hosts. */
async function clientWith(allow: readonly string[], deny: readonly string[]) {
	const root = realpathSync(mkdtempSync(join(tmpdir(), "nexus-test-denied-")));
	const [home, cwd] = [join(root, "home"), join(root, "work")];
	for (const folder of [home, cwd]) mkdirSync(folder);
	writeFileSync(join(home, "config.json"), JSON.stringify({ network: { allow } }));
	const client = await createRuntime(catalogues("0.0.0"), {
		env: { NEXUS_HOME: home, HOME: root, PATH: process.env.PATH },
		cwd,
		mode: "yolo",
		deny,
		isOffline: true,
		canAsk: false,
	});
	onTestFinished(async () => {
		await client.close();
		rmSync(root, { recursive: true, force: true });
	});
	return client;
}

test("a crawl leaves out what is denied, in every mode, and visits the rest", async () => {
	const server = await webServer(({ path }) =>
		path === "/robots.txt"
			? { status: 404 }
			: {
					headers: { "content-type": "text/html" },
					body: `<title>${path}</title><a href="/docs/open">a</a> <a href="/docs/private/x">b</a>`,
				},
	);
	const client = await clientWith([server.host], [`crawl_site(${server.url}/docs/private/*)`]);
	const output = await client.tools.run("crawl_site", { url: `${server.url}/docs/`, delay_ms: 0 }, {});
	expect(detailsOf(output).pages).toMatchObject([
		{ url: `${server.url}/docs/`, status: 200 },
		{ url: `${server.url}/docs/open`, status: 200 },
		{
			url: `${server.url}/docs/private/x`,
			status: 0,
			error: expect.stringContaining("is not fetched: deny crawl_site("),
		},
	]);
	expect(server.requests.map(({ path }) => path)).toEqual(["/robots.txt", "/docs/", "/docs/open"]);
});

test("D21 R21 a redirect to what is denied is not followed, and one to what is not is", async () => {
	const server = await webServer(({ path }) =>
		path.startsWith("/to/")
			? { status: 302, headers: { location: path.slice(3) } }
			: { headers: { "content-type": "text/plain" }, body: `here is ${path}` },
	);
	const client = await clientWith([server.host], [`fetch_url(${server.url}/private/*)`]);
	const fetched = (path: string) => client.tools.run("fetch_url", { url: `${server.url}${path}` }, {});
	await expect(fetched("/to/private/x")).rejects.toMatchObject({
		code: "network.blocked",
		message: expect.stringContaining(`${server.url}/private/x is not fetched: deny fetch_url(`),
	});
	expect((await fetched("/to/open")).content).toContain("here is /open");
	expect(server.requests.map(({ path }) => path)).toEqual(["/to/private/x", "/to/open", "/open"]);
});

test("D21 R21 a host that is denied to everybody is no target of a redirect either", async () => {
	const denied = await webServer(() => ({ headers: { "content-type": "text/plain" }, body: "reached" }));
	const server = await webServer(() => ({ status: 302, headers: { location: `${denied.url}/x` } }));
	const client = await clientWith([server.host, denied.host], [`network(${denied.host})`]);
	await expect(client.tools.run("fetch_url", { url: `${server.url}/` }, {})).rejects.toMatchObject({
		code: "network.blocked",
		message: expect.stringContaining(`${denied.url}/x is not fetched: deny network(${denied.host})`),
	});
	expect([server.requests.length, denied.requests.length]).toEqual([1, 0]);
});
