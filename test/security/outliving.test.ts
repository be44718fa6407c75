// What goes on when nexus ends is asked about, whatever a rule says about its command (SECURITY R5, R14).
import { expect, test } from "vitest";
import { createPolicy } from "../../src/security/policy.js";
import { request, type Situation, toolNamed, works } from "./requests.js";

const startJob = toolNamed("start_job", ["execute"]);
const judged = (command: string, outlives: boolean, situation: Situation = {}) =>
	createPolicy({ realPath: async (path) => path }).decide(
		request(
			startJob,
			[{ effect: "execute", command, language: "shell", ...(outlives ? { outlives } : {}) }],
			situation,
		),
	);

test.each<[string, Situation, goes: string, stays: string]>([
	["npm start", { rules: ["allow start_job(npm start)"] }, "allow", "ask"],
	["npm start", { rules: ["allow start_job(npm *)"] }, "allow", "ask"],
	["npm start", { rules: ["allow start_job"] }, "allow", "allow"],
	["npm start", { mode: "auto", sandbox: works }, "allow", "ask"],
	["ls", {}, "allow", "ask"],
	["npm start", { mode: "yolo" }, "allow", "allow"],
	["npm start", { mode: "plan" }, "deny", "deny"],
	["rm x", { mode: "yolo", rules: ["deny run_command(rm *)"] }, "deny", "deny"],
])("%s %j", async (command, situation, goes, stays) => {
	expect((await judged(command, false, situation)).decision).toBe(goes);
	const decision = await judged(command, true, situation);
	expect(decision.decision).toBe(stays);
	if (stays === "ask") expect(decision).toMatchObject({ reason: "it goes on when nexus ends", offers: [] });
});
