import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { createUlids } from "../../src/lib/ulid.js";
import { createSessionLog } from "../../src/session/log.js";
import { ManualClock } from "../helpers/manual-clock.js";

/** A wall clock that is set back by a day in the middle; the monotonic one goes on. */
class SetBackClock extends ManualClock {
	isSetBack = false;

	override now(): Date {
		return new Date(super.now().getTime() - (this.isSetBack ? 86_400_000 : 0));
	}
}

test("D53 the clock goes back a day in the middle of a turn: order and numbers are kept", () => {
	const clock = new SetBackClock(new Date("2026-11-20T12:00:00Z"));
	const { store } = openSqliteStore(":memory:", () => "");
	const nextId = createUlids(() => clock.now().getTime());
	const log = createSessionLog({
		sessionId: "s",
		store,
		clock,
		nextId,
		onFirst: () => store.createSession({ id: "s", cwd: "/", model: "m", agent: "a", time: clock.now().toISOString() }),
		redact: (text) => text,
		onStoreError: (error) => expect.fail(error.message),
	});
	const prompt = (text: string) => log.emit({ type: "prompt.submit", data: { promptId: text, text } });
	prompt("first");
	clock.advance(1000);
	clock.isSetBack = true;
	prompt("second");
	clock.advance(1000);
	prompt("third");
	const { events, damaged } = store.read("s", 0);
	expect(damaged).toEqual([]);
	expect(events.map((event) => event.seq)).toEqual([1, 2, 3]);
	const ids = events.map((event) => event.id);
	expect(ids).toEqual([...ids].sort());
	expect(store.promptHistory(3)).toEqual(expect.arrayContaining(["first", "second", "third"]));
	expect(store.session("s")?.updatedAt).toBe("2026-11-20T12:00:00.000Z");
	log.close();
});
