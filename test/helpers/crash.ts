// Ends nexus with kill -9 while it streams, and looks at what is left.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { storedId } from "../../src/adapters/sqlite-event-row.js";
import { contentText } from "./chat-server.js";
import { jsonLines, type Place, shownText } from "./run-nexus.js";

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

export interface KillOutcome {
	/** Stored events that had been on stdout when it was killed. */
	readonly acknowledged: number;
	/** Those of them that are not in the store as they were shown. */
	readonly missing: readonly string[];
	readonly integrity: string;
	/** Exit codes of the list, and of a run that goes on (undefined where nothing had been stored). */
	readonly codes: readonly (number | null | undefined)[];
}

/** Kills a run of many turns with tools after so long, and compares what it had shown with what is stored. */
export const killAfter = async (nexus: Place, afterMs: number): Promise<KillOutcome> => {
	const turns = 40;
	const server = await nexus.server((_, number) =>
		number < turns
			? {
					calls: [
						{ name: "calculate", input: { expression: `${number}+1` } },
						{ name: "run_command", input: { command: `echo ${number}` } },
					],
				}
			: { text: "and so on" },
	);
	const ask = ["-p", "-m", "custom/any", "--yolo", "-o", "stream-json"];
	const running = nexus.start([...ask, "work"], { env: server.env });
	const timer = setTimeout(() => running.child.kill("SIGKILL"), afterMs);
	await running.ended;
	clearTimeout(timer);
	const written = running.stdout();
	const shown = jsonLines(written.slice(0, written.lastIndexOf("\n") + 1)) as readonly {
		id?: string;
		seq?: number;
		type: string;
	}[];
	const acknowledged = shown.filter((line) => line.seq !== undefined);
	const list = await nexus.run(["sessions", "list", "--json"]);
	const hasSession = list.code === 0 && (JSON.parse(list.stdout) as unknown[]).length > 0;
	const next = hasSession ? await nexus.run(["-c", "-p", "--offline", "what is 2+2?"]) : undefined;
	const database = new DatabaseSync(join(nexus.nexusHome, "nexus.sqlite"));
	const find = database.prepare("SELECT type FROM events WHERE id = ? AND seq = ?");
	const missing = acknowledged.filter(({ id, seq, type }) => find.get(storedId(id ?? ""), seq ?? 0)?.type !== type);
	const integrity = String(database.prepare("PRAGMA integrity_check").get()?.integrity_check);
	database.close();
	return {
		acknowledged: acknowledged.length,
		missing: missing.map(({ seq, type }) => `${seq} ${type}`),
		integrity,
		codes: [list.code, ...(next === undefined ? [] : [next.code])],
	};
};

/** Kills the first start on a store of an earlier schema after so long; gives what the next start finds. */
export const killInMigration = async (
	nexus: Place,
	schema: string,
	afterMs: number,
): Promise<{
	readonly code: number | null;
	readonly stderr: string;
	readonly found: number;
	readonly integrity: string;
}> => {
	const path = join(nexus.nexusHome, "nexus.sqlite");
	const old = new DatabaseSync(path);
	old.exec(schema);
	old.exec(`WITH RECURSIVE n (i) AS (VALUES (4) UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
		INSERT INTO events SELECT session_id, i, id || i, time, NULL, NULL, type, 1,
		json_object('promptId', 'p' || i, 'text', 'more about mammoths ' || i) FROM events, n WHERE seq = 2;
		UPDATE sessions SET events = 4000`);
	old.close();
	const running = nexus.start(["sessions", "search", "mammoths"]);
	const timer = setTimeout(() => running.child.kill("SIGKILL"), afterMs);
	await running.ended;
	clearTimeout(timer);
	const next = await nexus.run(["sessions", "search", "mammoths 3999", "--json"]);
	const database = new DatabaseSync(path);
	const integrity = String(database.prepare("PRAGMA integrity_check").get()?.integrity_check);
	const { events } = database.prepare("SELECT count(*) AS events FROM events").get() ?? {};
	database.close();
	const found = next.code === 0 && Number(events) === 4000 ? (JSON.parse(next.stdout) as unknown[]).length : 0;
	return { code: next.code, stderr: next.stderr, found, integrity };
};
