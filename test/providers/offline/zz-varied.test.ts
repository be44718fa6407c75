import { readFileSync, writeFileSync } from "node:fs";
import { test } from "vitest";
import { interpret } from "../../../src/providers/offline/interpret.js";
test("varied", () => {
	const bad: string[] = []; let n = 0;
	for (const line of readFileSync("/tmp/off/varied.txt", "utf8").split("\n").filter(Boolean)) {
		n++;
		const cut = line.lastIndexOf(" | ");
		const [q, e] = [line.slice(0, cut), line.slice(cut + 3).trim()];
		let calls: { tool: string; input: any }[] = [];
		let err = "";
		try { const earlier: any[] = [{ tool: "calculate", input: {}, content: "", details: { result: "12" }, isError: false }, { tool: "read_file", input: { path: "prev.txt" }, content: "", details: { path: "prev.txt", totalLines: 12 }, isError: false }];
			for (const p of interpret(q)) { const plan = p.step.plan({ earlier, attachment: undefined }); if (typeof plan !== "string") calls.push(...plan); else if (p.family === "files-read") calls.push({ tool: "read_file", input: {} }); } } catch (x) { err = String(x); }
		const want = e === "-" ? [] : e.split(" + ");
		const ok = err === "" && want.length === calls.length && want.every((w, i) => { const m = /^(\w+)(?: (.*))?$/.exec(w)!; if (calls[i]!.tool !== m[1]) return false; return (m[2] ?? "").split(",").filter(Boolean).every((kv) => { const [k, v] = kv.split("=") as [string, string]; return String(calls[i]!.input[k]) === v; }); });
		if (!ok) bad.push(`${q}\n    want ${e}\n    got  ${calls.map((c) => `${c.tool} ${JSON.stringify(c.input)}`).join(" + ")} ${err}`);
	}
	writeFileSync("/tmp/off/varied.out", `${n - bad.length}/${n}\n${bad.join("\n")}`);
});
