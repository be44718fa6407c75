// Answers like a model service. What it says is asked for in the prompt's last line:
//   hello                     one word
//   stream <tokens> <per s>   that many tokens of Markdown, 0 for as fast as they are read; ends with `end-<tokens>`
//   read <path>               a call of read_file first, then one word
// and how it fails in the scenario, the first segment of the path: `429-…`, `500-…`, `disconnect-…` and `malformed-…`
// fail twice, then answer.
import http from "node:http";
import { parentPort } from "node:worker_threads";
import { now } from "./now.js";
import { failOnce, isFailing } from "./server-failures.js";
import { answerEvents } from "./server-wire.js";

interface Answered {
	readonly firstByteMs: number;
	readonly lastByteMs: number;
}

/** Writes the parts, at `perSecond` of them, or as fast as the reader takes them when 0. */
const send = async (
	response: http.ServerResponse,
	parts: readonly string[],
	perSecond: number,
	head: number,
): Promise<Answered> => {
	response.writeHead(200, { "content-type": "text/event-stream" });
	const startedMs = now();
	let firstByteMs = 0;
	for (let at = 0; at < parts.length; ) {
		const due = perSecond === 0 ? at + 400 : head + 1 + Math.floor(((now() - startedMs) / 1000) * perSecond);
		const text = parts.slice(at, Math.max(due, at)).join("");
		at = Math.max(due, at);
		if (text !== "" && firstByteMs === 0) firstByteMs = now();
		if (text !== "" && !response.write(text)) await drained(response);
		if (response.destroyed) break;
		if (perSecond > 0) await new Promise((resolve) => setTimeout(resolve, 2));
	}
	response.end();
	return { firstByteMs, lastByteMs: now() };
};

const drained = (response: http.ServerResponse): Promise<void> =>
	new Promise((resolve) => {
		const go = () => {
			response.off("drain", go).off("close", go);
			resolve();
		};
		response.on("drain", go).on("close", go);
	});

const bodyOf = async (request: http.IncomingMessage): Promise<string> => {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString("utf8");
};

const failures = new Map<string, number>();
const server = http.createServer(async (request, response) => {
	const arrivedMs = now();
	const body = await bodyOf(request);
	const [, scenario = "", ...rest] = (request.url ?? "").split("/");
	const report = (answered: Answered) => parentPort?.postMessage({ scenario, body, arrivedMs, ...answered });
	const failed = failures.get(scenario) ?? 0;
	if (isFailing(scenario) && failed < 2) {
		failures.set(scenario, failed + 1);
		await failOnce(scenario, response);
		report({ firstByteMs: now(), lastByteMs: now() });
		return;
	}
	if (request.method !== "POST") {
		response.writeHead(404).end();
		return;
	}
	const { parts, perSecond, head } = answerEvents(rest.join("/"), body);
	report(await send(response, parts, perSecond, head));
});
server.on("clientError", (_, socket) => socket.destroy());
server.listen(0, "127.0.0.1", () => {
	const address = server.address();
	parentPort?.postMessage(typeof address === "object" ? address?.port : 0);
});
