import { expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system-clock.js";
import { createSystemLoad } from "../../src/adapters/system-load.js";
import type { System } from "../../src/contracts/ports.js";
import { watchLoad } from "../../src/runtime/load-watch.js";
import { sequence } from "../helpers/sequence.js";

const counted = (): { readonly system: System; readonly count: { samples: number; closed: number } } => {
	const real = createSystemLoad({ cwd: "/" });
	const count = { samples: 0, closed: 0 };
	const system: System = {
		...real,
		sample: () => {
			count.samples++;
			return real.sample();
		},
		close: () => {
			count.closed++;
			real.close();
		},
	};
	return { system, count };
};

test("who stops looking stops the measuring, and can look again", async () => {
	const { system, count } = counted();
	for (const round of [1, 2]) {
		for await (const event of watchLoad(system, systemClock, sequence("e"), new AbortController().signal, 5)) {
			expect(event).toMatchObject({ type: "load.sample", data: { memoryTotalBytes: expect.any(Number) } });
			break;
		}
		expect(count).toEqual({ samples: round, closed: round });
	}
});

test("an abort between two samples ends it and the measuring", async () => {
	const { system, count } = counted();
	const abort = new AbortController();
	const watch = watchLoad(system, systemClock, sequence("e"), abort.signal, 60_000);
	await watch.next();
	const next = watch.next();
	abort.abort();
	expect(await next).toEqual({ done: true, value: undefined });
	expect(count).toEqual({ samples: 1, closed: 1 });
});

test("nothing is measured for a signal that has aborted", async () => {
	const { system, count } = counted();
	const watch = watchLoad(system, systemClock, sequence("e"), AbortSignal.abort(), 5);
	expect(await watch.next()).toEqual({ done: true, value: undefined });
	expect(count.samples).toBe(0);
});
