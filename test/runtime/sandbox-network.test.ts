// What a person sees of the sandbox's network: questions about hosts, and what is told. Everything that would be dialled
// goes to a proxy of ours on loopback, as the person's own proxy would get it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { catalogues } from "../../bin/builtins.js";
import type { NexusEvent } from "../../src/contracts/event.js";
import type { ApprovalAnswer, PermissionMode } from "../../src/contracts/permission.js";
import { createRuntime } from "../../src/runtime/create-runtime.js";
import { isInstalled } from "../helpers/installed.js";
import { detailsOf } from "../helpers/tool-context.js";

const canSandbox = (() => {
	try {
		execFileSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
})();

let dialled: string[];
const target = createServer((request, response) => response.end(`here is ${request.headers.host}${request.url}\n`));
const proxy = createServer().on("connect", (request, socket) => {
	dialled.push(request.url ?? "");
	const upstream = connect((target.address() as AddressInfo).port, "127.0.0.1", () => {
		socket.write("HTTP/1.1 200 OK\r\n\r\n");
		socket.pipe(upstream).pipe(socket);
	});
	for (const end of [socket, upstream]) end.on("error", () => {});
});
beforeAll(async () => {
	for (const server of [target, proxy]) await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
beforeEach(() => {
	dialled = [];
});
afterAll(() => {
	for (const server of [target, proxy]) {
		server.closeAllConnections();
		server.close();
	}
});

/** Addresses, since a name would be looked up. */
const [known, other] = ["93.184.215.14", "93.184.215.15"] as const;
/** What a program with a proxy does, with nothing but bash. */
const reach = (host: string) =>
	`(exec 3<>/dev/tcp/127.0.0.1/$(echo $http_proxy | cut -d: -f3) && printf 'GET http://${host}/ HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3 | tail -1)`;

interface Setting {
	readonly mode?: PermissionMode;
	readonly allow?: readonly string[];
	readonly deny?: readonly string[];
	readonly config?: Record<string, unknown>;
	/** Answers by the title of the question; absent: nobody can be asked. */
	readonly answer?: (title: string, event: Extract<NexusEvent, { type: "approval.request" }>) => ApprovalAnswer;
	readonly path?: string;
	/** What is in `fetch.sh` of the workspace. */
	readonly script?: string;
}

/** Lets a model that says what it is told run those commands, each in a turn of the loop. Gives the events. */
async function session(commands: readonly string[], setting: Setting = {}) {
	const root = realpathSync(mkdtempSync(join(tmpdir(), "nexus-test-hosts-")));
	const [home, cwd] = [join(root, "home"), join(root, "work")];
	for (const folder of [home, cwd]) mkdirSync(folder);
	writeFileSync(join(home, "config.json"), JSON.stringify(setting.config ?? {}));
	writeFileSync(join(cwd, "fetch.sh"), setting.script ?? "");
	const steps = [
		...commands.map((command) => ({ calls: [{ name: "run_command", input: { command } }] })),
		{ text: "done" },
	];
	writeFileSync(join(home, "script.json"), JSON.stringify({ steps }));
	const { port } = proxy.address() as AddressInfo;
	const client = await createRuntime(catalogues("0.0.0"), {
		env: {
			NEXUS_HOME: home,
			HOME: root,
			PATH: setting.path ?? process.env.PATH,
			https_proxy: `http://person:secret@127.0.0.1:${port}`,
		},
		cwd,
		model: `scripted/${join(home, "script.json")}`,
		mode: setting.mode ?? "auto",
		allow: setting.allow ?? [],
		deny: setting.deny ?? [],
		canAsk: setting.answer !== undefined,
	});
	const stop = new AbortController();
	onTestFinished(async () => {
		stop.abort();
		await client.close();
		rmSync(root, { recursive: true, force: true });
	});
	const { id: sessionId } = await client.sessions.create({});
	const events: NexusEvent[] = [];
	const prompt = async (text: string) => {
		const after = events.length;
		await client.prompt(sessionId, { text });
		for await (const event of client.events({ sessionId, signal: stop.signal })) {
			if (events.some(({ id }) => id === event.id)) continue;
			events.push(event);
			if (event.type === "approval.request" && setting.answer !== undefined) {
				void client.approvals.respond(event.data.approvalId, setting.answer(event.data.title, event));
			}
			if (event.type === "run.end") break;
		}
		return events.slice(after);
	};
	return { client, prompt, sessionId };
}

const resultsOf = (events: readonly NexusEvent[]) =>
	events.flatMap((event) => (event.type === "tool.result" ? [event.data.content] : []));
const questionsOf = (events: readonly NexusEvent[]) =>
	events.flatMap((event) => (event.type === "approval.request" ? [`${event.data.tool} ${event.data.title}`] : []));
const noticesOf = (events: readonly NexusEvent[]) =>
	events.flatMap((event) => (event.type === "notice.show" ? [event.data.text] : []));

describe.runIf(canSandbox)("D14 R14 hosts that sandboxed commands reach", () => {
	test.each<[string, Setting]>([
		["the settings name it", { config: { sandbox: { network: [known] } } }],
		["a rule of the settings allows it", { config: { permissions: { allow: [`network(${known})`] } } }],
		["a rule of the command line allows it", { allow: [`network(${known})`] }],
		["yolo", { mode: "yolo" }],
	])("%s: reached unasked, told once, and the turn is marked", async (_name, setting) => {
		const { prompt } = await session([`${reach(known)}; ${reach(known)}`], setting);
		const events = await prompt("go");
		expect(resultsOf(events)).toEqual([`here is ${known}/\nhere is ${known}/`]);
		expect(dialled).toEqual([`${known}:80`, `${known}:80`]);
		const notices = noticesOf(events).filter((text) => text.includes(known));
		expect(notices).toEqual([expect.stringMatching(`^${known} may be reached from the sandbox \\(`)]);
		const marks = events.flatMap((event) => (event.type === "session.update" ? [event.data.taintedBy] : []));
		expect(marks).toEqual([expect.stringContaining("run_command")]);
	});

	test("D21 nobody to ask: refused with a line that names the host and the rule that would allow it", async () => {
		const { prompt } = await session([reach(known)]);
		const [result = ""] = resultsOf(await prompt("go"));
		expect(result).toContain(
			`nexus: ${known} is not among the hosts that sandboxed commands may reach, and nobody can be asked (allow it with --allow 'network(${known})' or in sandbox.network)`,
		);
		expect(dialled).toEqual([]);
	});

	test("a person is asked once about each host; for the session is for every later command", async () => {
		const asked: unknown[] = [];
		const { prompt } = await session([`${reach(known)}; ${reach(other)}; ${reach(known)}`, `${reach(known)} # again`], {
			answer: (title, { data }) => {
				asked.push(data.offers.map(({ rule }) => rule));
				return title.startsWith(known) ? { answer: "session", rule: `network(${known})` } : { answer: "deny" };
			},
		});
		const events = await prompt("go");
		expect(questionsOf(events).map((question) => question.slice(0, 30))).toEqual([
			`network ${known}, for (exec`.slice(0, 30),
			`network ${other}, for (exec`.slice(0, 30),
			// What came in has marked the turn: running the second command is asked about, and with it the host is allowed.
			expect.stringMatching(/^run_command/),
		]);
		expect(asked[0]).toEqual([`network(${known})`, `network(${known})`]);
		const [first = ""] = resultsOf(events);
		expect(first).toContain(`here is ${known}/`);
		expect(first).toContain(`nexus: ${other} is not reached: it was not allowed`);
		expect(dialled).toEqual([`${known}:80`, `${known}:80`]);
	});

	test("a rule for the project holds in the next session, and nothing is asked", async () => {
		const { prompt, client } = await session([reach(known)], {
			answer: () => ({ answer: "project", rule: `network(${known})` }),
		});
		expect(questionsOf(await prompt("go"))).toHaveLength(1);
		const rules = await client.permissions.rules();
		expect(rules).toContainEqual({ action: "allow", text: `network(${known})`, source: "project" });
	});

	test("D21 a rule that denies holds in every mode, for names below and other ports too", async () => {
		const { prompt } = await session([`${reach(known)}; ${reach(`${known}:8080`)}`], {
			mode: "yolo",
			deny: [`network(${known})`],
		});
		const [result = ""] = resultsOf(await prompt("go"));
		expect(result).toContain(`nexus: ${known} is not reached: deny network(${known})`);
		expect(result).toContain(`nexus: ${known}:8080 is not reached: deny network(${known})`);
		expect(dialled).toEqual([]);
	});

	test.each(["10.0.0.1", "127.0.0.1", "169.254.169.254"])(
		"D21 %s is never dialled, whatever allows it",
		async (host) => {
			const { prompt } = await session([reach(host)], { mode: "yolo", config: { sandbox: { network: [host] } } });
			const [result = ""] = resultsOf(await prompt("go"));
			expect(result).toContain(`nexus: ${host} is not reached from the sandbox: ${host} is`);
			expect(dialled).toEqual([]);
		},
	);

	test.runIf(isInstalled("curl"))(
		"R5 a yes to a command is a yes to the hosts that the question named, and to no other",
		async () => {
			const command = `curl -s http://${known}/a; bash fetch.sh`;
			const asked: (readonly string[])[] = [];
			const { prompt } = await session([command], {
				mode: "ask",
				script: `${reach(known)}; ${reach(other)}`,
				answer: (_title, { data }) => {
					asked.push(data.warnings);
					return { answer: data.tool === "network" ? "deny" : "once" };
				},
			});
			const events = await prompt("go");
			expect(questionsOf(events).map((text) => text.split(" ", 2).join(" "))).toEqual([
				"run_command curl",
				`network ${other},`,
			]);
			expect(asked[0]).toContain(`Network: it may reach ${known}; any other host is asked about.`);
			expect(dialled).toEqual([`${known}:80`, `${known}:80`]);
		},
	);

	test("a job reaches what is allowed and asks nothing, since its call is over", async () => {
		const asked: string[] = [];
		const { client } = await session([], { allow: [`network(${known})`] });
		const approve = async (question: string) => {
			asked.push(question);
			return true;
		};
		const command = `${reach(known)}; ${reach(other)}`;
		const { id } = detailsOf(await client.tools.run("start_job", { command }, { approve })) as unknown as {
			id: string;
		};
		await client.tools.run("wait_for_job", { id, timeout_s: 20 }, { approve });
		const { content } = await client.tools.run("read_job", { id }, { approve });
		expect(content).toContain(`here is ${known}/`);
		expect(content).toContain(`nexus: ${other} is not among the hosts`);
		expect(asked).toEqual([]);
		expect(dialled).toEqual([`${known}:80`]);
	});

	test("R16 snippets have no network at all, whatever is allowed", async () => {
		const { client } = await session([], { mode: "yolo", allow: ["network"] });
		const code = 'console.log(process.env.http_proxy ?? "none")';
		const output = await client.tools.run("run_code", { language: "javascript", code }, {});
		expect(detailsOf(output).output ?? output.content).toContain("none");
		expect(dialled).toEqual([]);
	});

	test("a command that only reads is not given a way out", async () => {
		const { prompt } = await session(["echo $http_proxy"], { allow: ["network"] });
		expect(resultsOf(await prompt("go"))).toEqual([""]);
	});

	test("R29 nothing of the person's proxy is in there", async () => {
		const { prompt } = await session(["env; true"], { mode: "yolo" });
		const [result = ""] = resultsOf(await prompt("go"));
		expect(result).toContain("http_proxy=http://127.0.0.1:");
		expect(result).not.toMatch(/secret|person/);
	});
});

test("D14 without a sandbox the same command asks, and is denied where nobody answers", async () => {
	const bin = mkdtempSync(join(tmpdir(), "nexus-test-bin-"));
	onTestFinished(() => rmSync(bin, { recursive: true, force: true }));
	const setting = { path: bin, config: { sandbox: { network: [known] } } };
	const { prompt } = await session([reach(known)], setting);
	const events = await prompt("go");
	expect(resultsOf(events)).toEqual([expect.stringContaining("auto mode needs a sandbox")]);
	const asking = await session([reach(known)], { ...setting, answer: () => ({ answer: "deny" }) });
	const asked = (await asking.prompt("go")).find((event) => event.type === "approval.request");
	expect(asked).toMatchObject({ data: { warnings: [expect.stringContaining("It would run with all your rights")] } });
	expect(dialled).toEqual([]);
});
