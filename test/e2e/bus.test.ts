// The bus from several terminals: what one sends, another sees.
import { describe } from "vitest";
import { nexusTest as test } from "../helpers/run-nexus.js";

describe.concurrent("nexus bus", () => {
	test("sends, shows, and lists, for people and as JSON", async ({ nexus, expect }) => {
		const sent = await nexus.run([
			"bus",
			"send",
			"#build.failed",
			"look \u001b[31mhere\u202e",
			"--kind",
			"task",
			"--json",
		]);
		expect(sent.code).toBe(0);
		const { id } = JSON.parse(sent.stdout);
		const [people, script, shown, stats] = await Promise.all([
			nexus.run(["bus", "--once"]),
			nexus.run(["bus", "tail", "--once", "--json", "--topic", "build.*"]),
			nexus.run(["bus", "show", id.slice(-8)]),
			nexus.run(["bus", "stats", "--json"]),
		]);
		expect(people.stdout).toMatch(/person → #build\.failed {2}task {2}look ␛\[31mhere<U\+202E> \(nobody\)\n$/);
		expect(JSON.parse(script.stdout)).toMatchObject({ seq: 1, message: { id, topic: "build.failed" }, deliveries: [] });
		expect(shown.stdout).toContain("look ␛[31mhere<U+202E>");
		expect(JSON.parse(stats.stdout)).toMatchObject({ messages: 1, mailboxes: [] });
	});

	test.for([
		[["send", "nobody", "x"], 2, /nobody has the address nobody/],
		[["send", "#a..b", "x"], 2, /is no topic/],
		[["send", "#a", " "], 2, /nothing to send/],
		[["show", "ABCDEFGH"], 2, /there is no message ABCDEFGH/],
		[["pause", "nobody"], 2, /nobody has the address nobody/],
		[["redeliver", "ABCDEFGH"], 2, /there is no message/],
		[["tail", "--topic", "a b"], 2, /topic/],
		[["tial"], 2, /did you mean/],
	] as const)("%j says what is wrong", async ([words, code, message], { nexus, expect }) => {
		expect(await nexus.run(["bus", ...words])).toMatchObject({ code, stderr: expect.stringMatching(message) });
	});

	test("tail follows what others send, until it is stopped", async ({ nexus, expect }) => {
		await nexus.run(["bus", "send", "*", "before"]);
		const tail = nexus.start(["bus", "tail", "--text", "e"]);
		await tail.shows("before");
		await nexus.run(["bus", "send", "*", "unseen by all is this: x", "--kind", "no"]);
		await nexus.run(["bus", "send", "#news", "xyz"]);
		await nexus.run(["bus", "send", "#news", "later"]);
		await tail.shows("later");
		tail.child.kill("SIGINT");
		const { code, stdout, stderr } = await tail.ended;
		expect(code).toBe(130);
		expect(stderr).toBe("");
		expect(stdout).not.toContain("xyz");
	});

	test("a session's agent shares values and sends messages that another terminal sees", async ({ nexus, expect }) => {
		const server = await nexus.server([
			{ calls: [{ name: "set_shared", input: { key: "plan", value: ["look"] } }] },
			{ calls: [{ name: "set_shared", input: { key: "plan", value: "change", reducer: "append" } }] },
			{ calls: [{ name: "get_shared", input: { key: "plan" } }] },
			{ calls: [{ name: "send_message", input: { topic: "plan.done", text: "ready" } }] },
			{ calls: [{ name: "wait_for_messages", input: { timeout_s: 0 } }] },
			{ text: "over" },
		]);
		const run = await nexus.run(["-p", "-m", "custom/any", "go"], { env: server.env });
		expect(run).toMatchObject({ code: 0, stdout: "over\n" });
		const told = JSON.stringify(server.requests.at(-1));
		expect(told).toContain("version 2");
		expect(told).toContain("No message came.");
		const { stdout } = await nexus.run(["bus", "--once", "--json"]);
		expect(JSON.parse(stdout)).toMatchObject({
			message: { topic: "plan.done", from: expect.stringMatching(/^nexus-\w{6}$/), payload: { text: "ready" } },
		});
	});

	test("an agent that waits gets what the person sends, and its answer is seen", async ({ nexus, expect }) => {
		const server = await nexus.server([
			{ calls: [{ name: "wait_for_messages", input: { timeout_s: 50, topics: ["news.*"] } }] },
			{ text: "heard" },
		]);
		const agent = nexus.start(["-p", "-m", "custom/any", "go"], { env: server.env });
		let address: string | undefined;
		while (address === undefined) {
			const { stdout } = await nexus.run(["bus", "stats", "--json"]);
			const [mailbox] = JSON.parse(stdout).mailboxes;
			if (mailbox?.subscriptions.length > 0) address = mailbox.address;
		}
		const sent = await nexus.run(["bus", "send", address, "stop after this one"]);
		expect(sent.stdout).toContain(`in the mailbox of ${address}`);
		expect((await agent.ended).stdout).toBe("heard\n");
		expect(JSON.stringify(server.requests.at(-1))).toContain("stop after this one");
		expect(JSON.parse((await nexus.run(["bus", "stats", "--json"])).stdout)).toMatchObject({
			deliveries: { acked: 1, queued: 0 },
			mailboxes: [],
		});
	});
});
