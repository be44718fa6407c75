// A process of its own that appends prompts to a session without end, and says each that is stored: path, session.
import { writeSync } from "node:fs";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";

const [path = "", sessionId = ""] = process.argv.slice(2);
const { store } = openSqliteStore(path, () => "stamp");
const time = "2026-01-01T00:00:00.000Z";
store.createSession({ id: sessionId, cwd: "/", model: "m", agent: "a", time });
for (let number = 0; ; number++) {
	const data = { promptId: String(number), text: `${sessionId} ${number}` };
	store.append(sessionId, [{ id: `${sessionId}-${number}`, time, sessionId, v: 1, type: "prompt.submit", data }]);
	writeSync(1, `${number}\n`);
}
