// Ends nexus with kill -9 while it streams, and looks at what is left.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { contentText } from "./chat-server.js";
import { type Place, shownText } from "./run-nexus.js";

/** Words that are all different, so that a lost or doubled one shows. */
export const story = (words: number): string => Array.from({ length: words }, (_, index) => `word${index} `).join("");

export interface CrashOutcome {
	/** What had been on stdout when it was killed. */
	readonly shown: string;
	/** What `-c` then sent as the answer so far. */
	readonly sent: string;
	/** Exit code of the run that went on. */
	readonly code: number | null;
	readonly integrity: string;
	/** How many there are. */
	readonly sessions: number;
}

/** @param afterWord the kill comes as soon as this word has been shown */
export const crashAt = async (nexus: Place, afterWord: number, words = 400): Promise<CrashOutcome> => {
	const server = await nexus.server((_, number) =>
		number === 0 ? { text: story(words), chunk: 24, delayMs: 1 } : { text: "and so on" },
	);
	const ask = ["-p", "-m", "custom/any", "-o", "stream-json"];
	const running = nexus.start([...ask, "tell me"], { env: server.env });
	await running.shows(`word${afterWord} `);
	running.child.kill("SIGKILL");
	await running.ended;
	const shown = shownText(running.stdout());

	const next = await nexus.run(["-c", ...ask, "go on"], { env: server.env });
	const messages = server.requests[1]?.messages ?? [];
	const sent = messages.filter((message) => message.role === "assistant").map(contentText);
	const database = new DatabaseSync(join(nexus.nexusHome, "nexus.sqlite"));
	const integrity = String(database.prepare("PRAGMA integrity_check").get()?.integrity_check);
	const sessions = Number(database.prepare("SELECT count(*) AS count FROM sessions WHERE events > 0").get()?.count);
	database.close();
	return { shown, sent: sent.join(""), code: next.code, integrity, sessions };
};
