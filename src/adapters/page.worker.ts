// Entry of the thread that reads web pages. Run from source by Node itself, so its imports of our own files end in `.ts`.
import { parentPort } from "node:worker_threads";
import { type PageRequest, readPage } from "./pages/read-page.ts";

const answer = (request: PageRequest) => {
	try {
		return { value: readPage(request) };
	} catch (error) {
		if (error instanceof RangeError && /call stack/.test(error.message)) return { error: "It is nested too deeply" };
		return { error: error instanceof Error ? error.message : String(error) };
	}
};

parentPort?.on("message", (request: PageRequest) => parentPort?.postMessage(answer(request)));
parentPort?.postMessage("ready");
