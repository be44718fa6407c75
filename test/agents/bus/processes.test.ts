import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteBus } from "../../../src/adapters/sqlite-bus.js";
import { systemClock } from "../../../src/adapters/system-clock.js";
import { createSharedBus } from "../../../src/agents/bus/shared-bus.js";
import type { Bus } from "../../../src/contracts/bus.js";
import { createUlids } from "../../../src/lib/ulid.js";
import { temporaryFolder } from "../../helpers/tool-context.js";

const openBus = (path: string): Bus => {
	const store = openSqliteBus(path, { clock: systemClock });
	const bus = createSharedBus({ store, clock: systemClock, nextId: createUlids(() => Date.now()) });
	onTestFinished(() => bus.close());
	return bus;
};

/** Another process with that mailbox, and what it says, line by line. */
const start = async (path: string, address: string, work: "answer" | "hold") => {
	const hooks = join(import.meta.dirname, "../../helpers/typescript-hooks.mjs");
	const script = join(import.meta.dirname, "../../helpers/bus-process.ts");
	const child: ChildProcess = spawn(process.execPath, ["--import", hooks, script, path, address, work], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	onTestFinished(() => void child.kill("SIGKILL"));
	const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
	expect((await lines.next()).value).toBe("open");
	return { child, next: async (): Promise<string> => (await lines.next()).value ?? "" };
};

test("two processes ask and answer each other", async () => {
	const path = join(temporaryFolder(), "bus.sqlite");
	const bus = openBus(path);
	bus.open("asker");
	await start(path, "other", "answer");
	const ask = (payload: number) => bus.request({ from: "asker", to: "other", payload }, { timeoutMs: 60_000 });
	const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => ask(index)));
	expect(answers.map(({ payload }) => payload)).toEqual(Array.from({ length: 200 }, (_, index) => index));
});

test("what a process had accepted when it was killed comes to the next one", async () => {
	const path = join(temporaryFolder(), "bus.sqlite");
	const bus = openBus(path);
	const first = await start(path, "worker", "hold");
	for (const payload of [1, 2, 3]) await bus.send({ from: "lead", to: "worker", payload });
	expect(await first.next()).toBe("[1,1]");
	first.child.kill("SIGKILL");
	await once(first.child, "exit");
	// Nobody is there: it waits.
	expect((await bus.send({ from: "lead", to: "worker", payload: 4 })).accepted).toEqual(["worker"]);
	const second = await start(path, "worker", "answer");
	const got = [await second.next(), await second.next(), await second.next(), await second.next()];
	expect(got.map((line) => JSON.parse(line)[0])).toEqual([1, 2, 3, 4]);
	// Whether the first one still got to note that it had taken it is open; that it comes again is not.
	expect([1, 2]).toContain(JSON.parse(got[0]!)[1]);
	while (bus.stats().deliveries.acked < 4) await new Promise(setImmediate);
	second.child.kill("SIGTERM");
	await once(second.child, "exit");
	expect(bus.stats().mailboxes).toEqual([]);
});
