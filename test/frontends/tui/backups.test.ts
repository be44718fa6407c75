import { expect, test } from "vitest";
import { tuiFrontend } from "../../../src/frontends/tui/index.js";
import { createFakeClient } from "../../helpers/fake-client.js";
import { FakeTerminal } from "../../helpers/fake-terminal.js";

test("a scheduled backup that failed is a line on the screen", async () => {
	const terminal = new FakeTerminal(80, 24);
	const abort = new AbortController();
	const client = createFakeClient({
		async *backups() {
			const envelope = { id: "1", time: "2026-11-20T16:00:00.000Z", sessionId: "", v: 1, type: "notice.show" } as const;
			yield { ...envelope, data: { level: "warn", text: "no backup was made: the disk is\u001b[2J full" } };
		},
	});
	const exit = tuiFrontend.start({
		client,
		commands: [],
		io: terminal.io,
		signal: abort.signal,
		options: { screenReader: false, reducedMotion: true, color: true },
	});
	await terminal.shows(/no backup was made: the disk is.* full/);
	expect(terminal.bytes).not.toContain("is\u001b[2J");
	abort.abort();
	expect(await exit).toBe(143);
});
