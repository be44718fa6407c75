import { expect, test } from "vitest";
import { tuiFrontend } from "../../../src/frontends/tui/index.js";
import { createFakeClient } from "../../helpers/fake-client.js";
import { FakeTerminal } from "../../helpers/fake-terminal.js";

test("a reminder is a notice on the screen and one of the terminal", async () => {
	const terminal = new FakeTerminal(80, 24);
	const abort = new AbortController();
	const client = createFakeClient({
		async *reminders() {
			const when = { dueAt: "2026-11-20T16:00:00.000Z", local: "2026-11-20 17:00" };
			const envelope = { time: when.dueAt, sessionId: "", v: 1, type: "reminder.due" } as const;
			yield { ...envelope, id: "1", data: { reminderId: "1", text: "drink\u001b[2J tea", ...when, isMissed: false } };
			yield { ...envelope, id: "2", data: { reminderId: "2", text: "call home", ...when, isMissed: true } };
		},
	});
	const exit = tuiFrontend.start({
		client,
		commands: [],
		io: terminal.io,
		signal: abort.signal,
		options: { screenReader: false, reducedMotion: true, color: true },
	});
	await terminal.shows(/Reminder: drink.* tea/);
	await terminal.shows("Missed reminder (2026-11-20 17:00): call home");
	expect(terminal.bytes).toContain("\u001b]9;nexus: drink tea\u0007\u0007");
	expect(terminal.bytes).not.toContain("drink\u001b[2J");
	abort.abort();
	expect(await exit).toBe(143);
});
