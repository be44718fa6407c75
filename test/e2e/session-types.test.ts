import { describe } from "vitest";
import { nexusTest as test } from "../helpers/run-nexus.js";

const sum = "what is 2+2?";

describe.concurrent("a session's type", () => {
	test("is kept, shown, taken along by a fork and an export, and is chat where nobody says", async ({
		nexus,
		expect,
	}) => {
		await nexus.run(["-p", "--offline", "--type", "task", sum]);
		await nexus.run(["-p", "--offline", "-c", "--fork", "what is 3+3?"]);
		await nexus.run(["-p", "--offline", sum]);
		const rows = JSON.parse((await nexus.run(["sessions", "list", "--json"])).stdout) as { id: string; type: string }[];
		expect(rows.map(({ type }) => type)).toEqual(["chat", "task", "task"]);
		expect((await nexus.run(["sessions", "show", rows[1]?.id ?? ""])).stdout).toContain(" · task · ");
		await nexus.run(["sessions", "export", rows[1]?.id ?? "", "--output", "s.json"]);
		const imported = JSON.parse((await nexus.run(["sessions", "import", "s.json", "--json"])).stdout);
		expect(imported).toMatchObject({ type: "task" });
	});

	test("says what may be done: an analysis changes nothing, unless told", async ({ nexus, expect }) => {
		const write = { calls: [{ name: "run_command", input: { command: "echo hi > made" } }] };
		const server = await nexus.server((_, number) => (number % 2 === 0 ? write : { text: "done" }));
		const ask = ["-p", "-m", "custom/any", "--type", "analysis", "make it"];
		expect(await nexus.run(ask, { env: server.env })).toMatchObject({ code: 4 });
		expect(await nexus.run(["--yolo", ...ask], { env: server.env })).toMatchObject({ code: 0 });
	});

	test("is one of those there are, and one that is gone on with keeps its own", async ({ nexus, expect }) => {
		expect(await nexus.run(["-p", "--type", "party", sum])).toMatchObject({ code: 2 });
		await nexus.run(["-p", "--offline", sum]);
		expect(await nexus.run(["-p", "-c", "--type", "task", sum])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("keeps its type"),
		});
	});
});

describe.concurrent("a session's limits", () => {
	test("end it with exit 5, said clearly, before anything is asked", async ({ nexus, expect }) => {
		const server = await nexus.server(() => ({ text: "an answer" }));
		const ask = (...flags: readonly string[]) =>
			nexus.run(["-p", "-m", "custom/any", ...flags, "hello"], { env: server.env });
		await nexus.run(["config", "set", "limits.maxMessages", "3"]);
		expect(await ask()).toMatchObject({ code: 0 });
		expect(await ask("-c")).toMatchObject({ code: 0 });
		const requests = server.requests.length;
		const over = await ask("-c");
		expect(over).toMatchObject({
			code: 5,
			stderr: expect.stringMatching(/come to its end: it has 3 messages.*limits\.maxMessages/),
		});
		expect(server.requests.length).toBe(requests);
		const json = await ask("-c", "-o", "json");
		expect(json.code).toBe(5);
		expect(JSON.parse(json.stdout)).toMatchObject({ stopReason: "limit", error: { code: "limit.session" } });
		expect(await ask()).toMatchObject({ code: 0 });
		await nexus.run(["config", "set", "limits.maxMessages", "100"]);
		expect(await ask("-c")).toMatchObject({ code: 0 });
		await nexus.run(["config", "set", "limits.maxHours", "0.0000001"]);
		expect(await ask("-c")).toMatchObject({ code: 5, stderr: expect.stringContaining("limits.maxHours") });
	});
});
