// What a rule denies to a tool is denied to it on its way, too.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { catalogues } from "../../bin/builtins.js";
import { createRuntime } from "../../src/runtime/create-runtime.js";
import { detailsOf } from "../helpers/tool-context.js";
import { webServer } from "../helpers/web-server.js";

test("a crawl leaves out what is denied, in every mode, and visits the rest", async () => {
	const server = await webServer(({ path }) =>
		path === "/robots.txt"
			? { status: 404 }
			: {
					headers: { "content-type": "text/html" },
					body: `<title>${path}</title><a href="/docs/open">a</a> <a href="/docs/private/x">b</a>`,
				},
	);
	const root = realpathSync(mkdtempSync(join(tmpdir(), "nexus-test-denied-")));
	const [home, cwd] = [join(root, "home"), join(root, "work")];
	for (const folder of [home, cwd]) mkdirSync(folder);
	writeFileSync(join(home, "config.json"), JSON.stringify({ network: { allow: [server.host] } }));
	const client = await createRuntime(catalogues("0.0.0"), {
		env: { NEXUS_HOME: home, HOME: root, PATH: process.env.PATH },
		cwd,
		mode: "yolo",
		deny: [`crawl_site(${server.url}/docs/private/*)`],
		isOffline: true,
		canAsk: false,
	});
	onTestFinished(async () => {
		await client.close();
		rmSync(root, { recursive: true, force: true });
	});
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
