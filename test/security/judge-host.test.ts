import { describe, expect, it } from "vitest";
import type { PermissionMode, Rule } from "../../src/contracts/permission.js";
import { parseHostAndPort } from "../../src/lib/host-pattern.js";
import { decideHost } from "../../src/security/judge-host.js";
import { createPolicy } from "../../src/security/policy.js";
import { command, request, toolNamed, works } from "./requests.js";

const policy = createPolicy({ realPath: async (path) => path });

interface Situation {
	readonly mode?: PermissionMode;
	/** `allow network(example.org)`. */
	readonly rules?: readonly string[];
	readonly settings?: readonly string[];
	readonly named?: readonly string[];
	readonly isApproved?: boolean;
	readonly isTainted?: boolean;
}

const rulesOf = (texts: readonly string[] = []): readonly Rule[] =>
	texts.map((text) => {
		const [action = "", ...rest] = text.split(" ");
		return { action: action as Rule["action"], text: rest.join(" "), source: "user" };
	});

const decide = (host: string, { rules, ...situation }: Situation = {}) => {
	const target = parseHostAndPort(host, 443);
	if (target === undefined) throw new Error(`${host} is no host`);
	const { mode = "auto", settings = [], named = [], isApproved = false, isTainted = false } = situation;
	return decideHost({ target, mode, rules: rulesOf(rules), settings, named, isApproved, isTainted });
};

describe("whether a sandboxed command may reach a host", () => {
	const allows = ["allow network(example.org)"];
	it.each<[string, string, Situation, string]>([
		["nothing is said", "example.org", {}, "ask"],
		["a rule allows it", "example.org", { rules: allows }, "allow"],
		["a rule allows another", "evil.example", { rules: allows }, "ask"],
		["a rule allows it, but not that port", "example.org:22", { rules: allows }, "ask"],
		["a rule allows that port", "example.org:22", { rules: ["allow network(example.org:22)"] }, "allow"],
		["a rule allows what lies below", "a.example.org", { rules: ["allow network(*.example.org)"] }, "allow"],
		["a rule allows all hosts", "a.example", { rules: ["allow network"] }, "allow"],
		["the settings have it", "example.org", { settings: ["*.net", "example.org"] }, "allow"],
		["the settings have what is no host", "example.org", { settings: ["https://example.org", "exam*"] }, "ask"],
		["it is for fetching only", "example.org", { rules: ["allow fetch_url(example.org)"] }, "ask"],
		["deny beats allow", "example.org", { rules: [...allows, "deny network(example.org)"] }, "deny"],
		["deny holds below, too", "a.b.example.org", { rules: ["allow network", "deny network(example.org)"] }, "deny"],
		["deny beats the settings", "a.net", { settings: ["a.net"], rules: ["deny network"] }, "deny"],
		["deny beats yolo", "a.net", { mode: "yolo", rules: ["deny network(*.net)"] }, "deny"],
		["deny beats what the command names", "a.net", { named: ["a.net"], rules: ["deny network(a.net)"] }, "deny"],
		["ask beats allow", "example.org", { rules: [...allows, "ask network(example.org)"] }, "ask"],
		["ask beats yolo", "example.org", { mode: "yolo", rules: ["ask network"] }, "ask"],
		["a rule asks about everything", "example.org", { rules: [...allows, "ask *"] }, "ask"],
		["yolo", "example.org", { mode: "yolo" }, "allow"],
		["plan", "example.org", { mode: "plan", rules: allows }, "deny"],
		["the command names it", "a.net", { named: ["a.net"] }, "allow"],
		["the command names another", "b.net", { named: ["a.net"] }, "ask"],
	])("%s", (_name, host, situation, expected) => {
		expect(decide(host, situation).decision).toBe(expected);
	});

	it.each<[string, Situation, string]>([
		["a rule", { rules: allows }, "ask"],
		["the settings", { settings: ["example.org"] }, "ask"],
		["the command", { named: ["example.org"] }, "ask"],
		["the command, which was just allowed", { named: ["example.org"], isApproved: true }, "allow"],
		["a rule, and the command was just allowed", { rules: allows, isApproved: true }, "allow"],
		["yolo", { mode: "yolo" }, "allow"],
	])("D25 R25 a marked turn, allowed by %s", (_name, situation, expected) => {
		expect(decide("example.org", { ...situation, isTainted: true }).decision).toBe(expected);
	});

	it("says which rule, and offers one for this host alone", () => {
		expect(decide("example.org:8443").offers).toEqual([
			{ scope: "session", rule: "network(example.org:8443)" },
			{ scope: "project", rule: "network(example.org:8443)" },
		]);
		expect(decide("example.org", { rules: ["deny network(example.org)"] })).toMatchObject({
			reason: "deny network(example.org)",
			offers: [],
		});
	});

	it.each(["network(https://a.org)", "network(a*b.org)", "network(a.org/x)"])("%s is no rule", (text) => {
		expect(() => decide("a.org", { rules: [`allow ${text}`] })).toThrow(
			expect.objectContaining({ code: "permission.bad-rule" }),
		);
	});
});

describe("rules about hosts and the tools that fetch", () => {
	const fetchUrl = (url: string, rules: readonly string[]) =>
		policy.decide(request(toolNamed("fetch_url", ["network"]), [{ effect: "network", url }], { rules, mode: "yolo" }));
	it.each([
		["https://evil.example/x", "deny network(evil.example)", "deny"],
		["https://a.evil.example:8443/x", "deny network(evil.example)", "deny"],
		["https://evil.example./x", "deny network(evil.example)", "deny"],
		["https://evil.example/x", "ask network(*.example)", "ask"],
		["https://good.example/x", "deny network(evil.example)", "allow"],
	])("%s: %s", async (url, rule, expected) => {
		expect((await fetchUrl(url, [rule])).decision).toBe(expected);
	});
	it("what lets commands through lets nothing be fetched", async () => {
		const situation = { rules: ["allow network(example.org)"] };
		const asked = request(
			toolNamed("fetch_url", ["network"]),
			[{ effect: "network", url: "https://example.org" }],
			situation,
		);
		expect((await policy.decide(asked)).decision).toBe("ask");
	});
});

describe("the hosts that a question about a command names", () => {
	it.each<[string, readonly string[]]>([
		["npm install left-pad", ["registry.npmjs.org"]],
		["cd web && npm ci --no-audit", ["registry.npmjs.org"]],
		["timeout 60 npm install", ["registry.npmjs.org"]],
		["npm test", []],
		["npm run build", []],
		["npx cowsay hi", ["registry.npmjs.org"]],
		["python3 -m pip install requests", ["pypi.org", "files.pythonhosted.org"]],
		["git clone https://github.com/a/b.git", ["github.com"]],
		["git status", []],
		[
			"curl -s https://api.example.org/v1?x=1 http://[2606:4700::1111]:8080/",
			["api.example.org", "[2606:4700::1111]:8080"],
		],
		["pip install git+https://u:p@git.example.org/x", ["pypi.org", "files.pythonhosted.org", "git.example.org"]],
		['curl "https://$HOST/"', []],
		["echo https://example.org", []],
		["curl https://a.org; $X", []],
		[Array.from({ length: 9 }, (_, i) => `curl https://a${i}.org`).join("; "), []],
	])("%s", async (text, hosts) => {
		const asked = await policy.decide(command(text, { sandbox: works, mode: "ask" }));
		expect(asked.hosts ?? []).toEqual(hosts);
		const line = `Network: it may reach ${hosts.join(", ")}; any other host is asked about.`;
		expect(asked.warnings).toEqual(hosts.length === 0 ? [] : [line]);
	});

	it("a rule for exactly this command brings them; a wider one, and a mode, do not", async () => {
		const text = "npm install";
		const decided = (rules: readonly string[], mode: PermissionMode) =>
			policy.decide(command(text, { sandbox: works, mode, rules }));
		expect(await decided(["allow run_command(npm install)"], "ask")).toMatchObject({
			decision: "allow",
			hosts: ["registry.npmjs.org"],
		});
		for (const [rules, mode] of [
			[["allow run_command(npm *)"], "ask"],
			[[], "auto"],
		] as const) {
			expect(await decided(rules, mode)).toMatchObject({ decision: "allow", hosts: [] });
		}
	});

	it("none without a sandbox: everything would be reached", async () => {
		expect((await policy.decide(command("npm install"))).hosts).toEqual([]);
	});
});
