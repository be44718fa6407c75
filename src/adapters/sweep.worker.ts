// Entry of the thread that goes through folders. Run from source by Node itself, so its imports of our own files end in
// `.ts`. What it may look at was judged by whoever asks: a folder, links resolved, and nothing outside of it is opened.
import { parentPort } from "node:worker_threads";
import { PatternTooSlowError } from "../lib/line-matcher.ts";
import { type FindRequest, find } from "./sweep/find.ts";
import { type IgnoreFilesRequest, ignoreFilesIn } from "./sweep/ignore-files.ts";
import { type SearchRequest, search } from "./sweep/search.ts";

type Request =
	| ({ readonly kind: "find" } & FindRequest)
	| ({ readonly kind: "search" } & SearchRequest)
	| ({ readonly kind: "ignore-files" } & IgnoreFilesRequest);

const answer = (request: Request) => {
	try {
		if (request.kind === "ignore-files") return { value: ignoreFilesIn(request) };
		return { value: request.kind === "find" ? find(request) : search(request) };
	} catch (error) {
		if (error instanceof PatternTooSlowError) return { value: { isTooSlow: true } };
		return { error: error instanceof Error ? error.message : String(error) };
	}
};

parentPort?.on("message", (request: Request) => parentPort?.postMessage(answer(request)));
parentPort?.postMessage("ready");
