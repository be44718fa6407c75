// The thread that takes snapshots: walking and hashing a workspace would hold up the screen. One call after the other.
import { parentPort, workerData } from "node:worker_threads";
import { toErrorData } from "../../contracts/errors.js";
import { openSnapshots, type SnapshotOptions } from "./engine.js";
import type { Call } from "./thread.js";

const snapshots = openSnapshots(workerData as SnapshotOptions);

const run = ({ call }: Call): Promise<unknown> => {
	switch (call.method) {
		case "save":
			return snapshots.save(...call.args);
		case "saveAll":
			return snapshots.saveAll(...call.args);
		case "finish":
			return snapshots.finish(...call.args);
		case "list":
			return snapshots.list(...call.args);
		case "preview":
			return snapshots.preview(...call.args);
		case "apply":
			return snapshots.apply(...call.args);
		case "forget":
			return snapshots.forget(...call.args);
		case "forgetAll":
			return snapshots.forgetAll();
		case "close":
			return snapshots.close();
	}
};

/** Calls come in order, and are worked off in order. */
const listen = (): void => {
	let last: Promise<void> = Promise.resolve();
	parentPort?.on("message", (call: Call) => {
		last = last
			.then(() => run(call))
			.then(
				(value) => parentPort?.postMessage({ id: call.id, value }),
				(error: unknown) => parentPort?.postMessage({ id: call.id, error: toErrorData(error) }),
			);
	});
};

listen();
