// A process of its own that opens a store and appends to a session: path, index, number of events.
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";

const [path = "", index = "0", writes = "1"] = process.argv.slice(2);
const { store } = openSqliteStore(path, () => "stamp");
const sessionId = `s${index}`;
const time = "2026-01-01T00:00:00.000Z";
store.createSession({ id: sessionId, cwd: "/", model: "m", agent: "a", time });
for (let number = 0; number < Number(writes); number++) {
	store.append(sessionId, [
		{
			id: `${sessionId}-${number}`,
			time,
			sessionId,
			v: 1,
			type: "prompt.submit",
			data: { promptId: String(number), text: String(number) },
		},
	]);
}
store.close();
