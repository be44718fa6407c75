import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { createRulesFile } from "../../src/security/rules-file.js";

let base: string;
let home: string;
let app: string;

beforeEach(() => {
	base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-rules-")));
	home = join(base, "home");
	app = join(base, "app");
	for (const folder of ["app/.nexus", "other/app"]) mkdirSync(join(base, folder), { recursive: true });
});

const texts = async (folder = app) =>
	(await createRulesFile(home, folder).read()).rules.map(({ action, text, source }) => `${source}: ${action} ${text}`);

describe("R5 stored rules", () => {
	it("are kept for the user and for each project, under NEXUS_HOME alone", async () => {
		const rules = createRulesFile(home, app);
		await rules.add("user", { action: "deny", text: "run_command(rm)" });
		await rules.add("project", { action: "allow", text: "run_command(npm *)" });
		await rules.add("project", { action: "allow", text: "run_command(npm *)" });
		expect(await texts()).toEqual(["user: deny run_command(rm)", "project: allow run_command(npm *)"]);
		// Of the same name, but another folder.
		expect(await texts(join(base, "other/app"))).toEqual(["user: deny run_command(rm)"]);
		expect(readdirSync(join(app, ".nexus"))).toEqual([]);
		expect(statSync(join(home, "rules.json")).mode & 0o777).toBe(0o600);
	});

	it("D3 what the folder itself says about rules is not read", async () => {
		const planted = JSON.stringify({ version: 1, rules: [{ action: "allow", text: "*" }] });
		for (const name of [".nexus/rules.json", "rules.json"]) writeFileSync(join(app, name), planted);
		expect(await texts()).toEqual([]);
	});

	it("can be removed by their text, with or without the action", async () => {
		const rules = createRulesFile(home, app);
		await rules.add("user", { action: "allow", text: "read_file(a)" });
		await rules.add("project", { action: "ask", text: "read_file(b)" });
		expect(await rules.remove("read_file(a)")).toBe(true);
		expect(await rules.remove("ask read_file(b)")).toBe(true);
		expect(await rules.remove("read_file(c)")).toBe(false);
		expect(await texts()).toEqual([]);
	});

	it.each(["", "run_command(", "run command(x)", "run_command()", "(x)"])(
		"a bad rule is not saved: %j",
		async (text) => {
			await expect(createRulesFile(home, app).add("user", { action: "allow", text })).rejects.toMatchObject({
				code: "permission.bad-rule",
				exitCode: 2,
			});
			expect(existsSync(join(home, "rules.json"))).toBe(false);
		},
	);

	it("a bad rule in the file is named, with the file; the others count", async () => {
		mkdirSync(home);
		const stored = {
			version: 1,
			rules: [
				{ action: "deny", text: "run_command(" },
				{ action: "deny", text: "fetch_url" },
			],
		};
		writeFileSync(join(home, "rules.json"), JSON.stringify(stored));
		const { rules, problems } = await createRulesFile(home, app).read();
		expect(rules.map(({ action, text }) => `${action} ${text}`)).toEqual(["ask *", "deny fetch_url"]);
		expect(problems).toMatchObject([
			{ code: "permission.bad-rule", message: `${join(home, "rules.json")}: "run_command(" is not a rule` },
		]);
	});

	it.each(["{broken", '{"version":1,"rules":[{"action":"maybe","text":"x"}]}', '{"version":9,"rules":[]}'])(
		"a damaged file is named and never overwritten: %s",
		async (text) => {
			mkdirSync(home);
			writeFileSync(join(home, "rules.json"), text);
			const rules = createRulesFile(home, app);
			expect(await rules.read()).toMatchObject({
				rules: [{ action: "ask", text: "*" }],
				problems: [{ code: "file.failed", message: expect.stringContaining("rules.json") }],
			});
			await expect(rules.add("user", { action: "allow", text: "x" })).rejects.toMatchObject({ code: "file.failed" });
			expect(readFileSync(join(home, "rules.json"), "utf8")).toBe(text);
		},
	);
});
