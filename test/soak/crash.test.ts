// D43 at its full length: two hundred deaths and more, in streams, tools, migrations and from the start of the program on.
import { readFileSync } from "node:fs";
import { describe } from "vitest";
import { crashAt, killAfter, killInMigration } from "../helpers/crash.js";
import { nexusTest as test } from "../helpers/run-nexus.js";

const words = 400;
/** A fixed sequence (a linear congruential generator), so that a failure can be had again. */
const points = Array.from({ length: 100 }).reduce<readonly number[]>(
	(all) => [...all, ((all.at(-1) ?? 20_261_120) * 1_103_515_245 + 12_345) % 2 ** 31],
	[],
);

describe.concurrent("D43: kill -9 at a hundred points of a stream", () => {
	for (const [index, point] of points.entries()) {
		const afterWord = point % words;
		test(`${index + 1}: after word ${afterWord}`, async ({ nexus, expect }) => {
			const outcome = await crashAt(nexus, afterWord, words);
			expect(outcome).toMatchObject({ code: 0, integrity: "ok", sessions: 1 });
			expect(outcome.shown).toContain(`word${afterWord} `);
			expect(outcome.sent.startsWith(outcome.shown), `${outcome.shown}\n--- sent:\n${outcome.sent}`).toBe(true);
		});
	}
});

describe.concurrent("D43: kill -9 after a random time, from the start of the program on", () => {
	for (const [index, point] of points.slice(0, 40).entries()) {
		const afterMs = point % 900;
		test(`${index + 1}: after ${afterMs} ms`, async ({ nexus, expect }) => {
			const server = await nexus.server([{ text: "a word ".repeat(300), delayMs: 2 }]);
			const running = nexus.start(["-p", "-m", "custom/any", "tell me"], { env: server.env });
			await new Promise((resolve) => setTimeout(resolve, afterMs));
			running.child.kill("SIGKILL");
			await running.ended;
			const list = await nexus.run(["sessions", "list", "--json"]);
			expect(list).toMatchObject({ code: 0, stderr: "" });
			const [session] = JSON.parse(list.stdout) as { id: string }[];
			const next = session === undefined ? ["-p", "what is 2+2?"] : ["-p", "-c", "--offline", "what is 2+2?"];
			expect(await nexus.run(next)).toMatchObject({ code: 0, stdout: "2+2 is 4.\n" });
		});
	}
});

describe.concurrent("Q1: kill -9 at random times in turns with tools", () => {
	for (const [index, point] of points.slice(0, 60).entries()) {
		const afterMs = 200 + (point % 2000);
		test(`${index + 1}: after ${afterMs} ms`, async ({ nexus, expect }) => {
			const outcome = await killAfter(nexus, afterMs);
			expect(outcome).toMatchObject({ missing: [], integrity: "ok" });
			expect(outcome.codes.filter((code) => code !== 0)).toEqual([]);
		});
	}
});

const schemas = [1, 2, 3, 4, 5].map((version) =>
	readFileSync(new URL(`../fixtures/stores/schema-${version}.sql`, import.meta.url), "utf8"),
);

describe.concurrent("Q5: kill -9 at random times while an earlier store is brought up to date", () => {
	for (const [index, point] of points.slice(0, 40).entries()) {
		const afterMs = 100 + (point % 700);
		test(`${index + 1}: after ${afterMs} ms`, async ({ nexus, expect }) => {
			expect(await killInMigration(nexus, schemas[index % 4] ?? "", afterMs)).toEqual({
				code: 0,
				stderr: "",
				found: 1,
				integrity: "ok",
			});
		});
	}
});
