// The ways in which a service fails, for the rows about recovery.
import type { ServerResponse } from "node:http";

const kinds = ["429", "500", "disconnect", "malformed"] as const;

export const isFailing = (scenario: string): boolean => kinds.some((kind) => scenario.startsWith(`${kind}-`));

/** Fails in the way that the scenario is named after. */
export const failOnce = async (scenario: string, response: ServerResponse): Promise<void> => {
	const [kind] = scenario.split("-");
	if (kind === "disconnect") {
		response.destroy();
		return;
	}
	if (kind === "malformed") {
		response.writeHead(200, { "content-type": "text/event-stream" });
		response.end('event: response.created\ndata: {"type":"response.created","resp\n\n');
		return;
	}
	const status = Number(kind);
	const type = status === 429 ? "rate_limit_exceeded" : "server_error";
	response.writeHead(status, {
		"content-type": "application/json",
		...(status === 429 ? { "retry-after": "1" } : {}),
	});
	response.end(JSON.stringify({ error: { message: `the server answers ${status}`, type, code: type } }));
};
