import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { test } from "vitest";
import { interpret } from "../../../src/providers/offline/interpret.js";
test("probe", () => {
	if (!existsSync("/tmp/off/in.txt")) return;
	const out: string[] = [];
	for (const line of readFileSync("/tmp/off/in.txt", "utf8").split("\n").filter(Boolean)) {
		const t = performance.now();
		let shown: string;
		try {
			const parts = interpret(line);
			shown = parts.map((p) => { const plan = p.step.plan({ earlier: [{tool:"calculate",input:{},content:"",details:{result:"12"},isError:false},{tool:"read_file",input:{path:"prev.txt"},content:"",details:{path:"prev.txt",totalLines:12},isError:false}], attachment: undefined }); return typeof plan === "string" ? `${p.family}:"${plan.slice(0, 50).replaceAll("\n"," ")}"` : `${p.family}${p.step.refersBack ? "^" : ""}: ${plan.map((c) => `${c.tool} ${JSON.stringify(c.input)}`).join(" + ")}`; }).join("  ||  ");
		} catch (error) { shown = `THROW ${(error as Error).stack}`; }
		const ms = performance.now() - t;
		out.push(`${line}\n    ${shown}${ms > 8 ? ` [${ms.toFixed(1)}ms]` : ""}`);
	}
	writeFileSync("/tmp/off/out.txt", out.join("\n"));
});
