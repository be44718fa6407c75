// A process of its own at a shared bus: path, address, and what it does with each message.
import { openSqliteBus } from "../../src/adapters/sqlite-bus.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import { createSharedBus } from "../../src/agents/bus/shared-bus.js";
import { createUlids } from "../../src/lib/ulid.js";

const [path = "", address = "", work = "answer"] = process.argv.slice(2);
const clock = systemClock;
const bus = createSharedBus({
	store: openSqliteBus(path, { clock }),
	clock,
	nextId: createUlids(() => Date.now()),
});
const mailbox = bus.open(address);
process.stdout.write("open\n");
process.on("SIGTERM", () => void bus.close().then(() => process.exit(0)));
// Keeps the process: a bus alone does not.
setInterval(() => undefined, 1000);
while (true) {
	const delivery = await mailbox.take();
	const { payload } = delivery.message;
	process.stdout.write(`${JSON.stringify([payload, delivery.attempt])}\n`);
	if (work === "hold") continue;
	await bus.reply(delivery.message, { from: address, payload });
	delivery.ack();
}
