// A model server on loopback that speaks Chat Completions, as scripted. It refuses a history that no service would take.
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface ChatMessage {
	readonly role: "system" | "user" | "assistant" | "tool";
	readonly content?: string | readonly { readonly type: string; readonly text?: string }[] | null;
	readonly tool_calls?: readonly { readonly id: string; readonly function: { name: string; arguments: string } }[];
	readonly tool_call_id?: string;
}

export interface ChatRequest {
	readonly model: string;
	readonly messages: readonly ChatMessage[];
	readonly tools?: readonly { readonly function: { readonly name: string } }[];
	readonly response_format?: unknown;
	readonly headers: http.IncomingHttpHeaders;
}

/** One answer. */
export interface ChatStep {
	readonly text?: string;
	/** Characters a piece; default 16. */
	readonly chunk?: number;
	/** Between two pieces. */
	readonly delayMs?: number;
	readonly calls?: readonly { readonly id?: string; readonly name: string; readonly input: unknown }[];
	/** Instead of an answer: a status with this body. */
	readonly status?: number;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** Says nothing more after the text, with the connection open. */
	readonly hang?: boolean;
	readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

export type ChatAnswer = readonly ChatStep[] | ((request: ChatRequest, number: number) => ChatStep);

export interface ChatServer {
	/** With `/v1`. */
	readonly url: string;
	/** Makes it the provider `custom` of a nexus. */
	readonly env: Readonly<Record<string, string>>;
	readonly requests: readonly ChatRequest[];
	/** Resolves with the request of that number, from 0, as soon as it has come. */
	request(number: number): Promise<ChatRequest>;
	close(): Promise<void>;
}

/** @param answer steps in order, the last one repeated; or a function of the request and its number, from 0 */
export const chatServer = async (answer: ChatAnswer): Promise<ChatServer> => {
	const requests: ChatRequest[] = [];
	const waiting = new Set<() => void>();
	const stepFor = typeof answer === "function" ? answer : (_: ChatRequest, number: number) => inOrder(answer, number);
	const server = http.createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
		incoming.on("end", () => {
			if (incoming.method !== "POST") return sendJson(response, 404, { error: { message: "not found" } });
			const request = { ...JSON.parse(Buffer.concat(chunks).toString("utf8")), headers: incoming.headers };
			requests.push(request);
			for (const wake of [...waiting]) wake();
			const problem = invalidHistory(request.messages);
			if (problem !== undefined) return sendJson(response, 400, { error: { message: problem } });
			void play(stepFor(request, requests.length - 1), response);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	return {
		url,
		env: { NEXUS_BASE_URL: url, NEXUS_API_KEY: "test-key-1234567890" },
		requests,
		request: (number) =>
			new Promise((resolve) => {
				const look = () => {
					const found = requests[number];
					if (found === undefined) return;
					waiting.delete(look);
					resolve(found);
				};
				waiting.add(look);
				look();
			}),
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
};

/** Text of the messages of one role. */
export const textsOf = (request: ChatRequest | undefined, role: ChatMessage["role"]): readonly string[] =>
	(request?.messages ?? []).filter((message) => message.role === role).map((message) => contentText(message));

export const contentText = ({ content }: ChatMessage): string =>
	typeof content === "string" ? content : (content ?? []).map((part) => part.text ?? "").join("");

/** Each call has one result, right after the message that made it, and no result is without its call. */
export const invalidHistory = (messages: readonly ChatMessage[]): string | undefined => {
	let open = new Set<string>();
	for (const [index, message] of messages.entries()) {
		if (message.role === "tool") {
			if (!open.delete(message.tool_call_id ?? "")) return `message ${index} answers no call: ${message.tool_call_id}`;
			continue;
		}
		if (open.size > 0) return `calls without a result before message ${index}: ${[...open].join(", ")}`;
		open = new Set(message.tool_calls?.map((call) => call.id));
	}
	return open.size > 0 ? `calls without a result at the end: ${[...open].join(", ")}` : undefined;
};

const inOrder = (steps: readonly ChatStep[], number: number): ChatStep =>
	steps[Math.min(number, steps.length - 1)] ?? { text: "" };

const sendJson = (
	response: http.ServerResponse,
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): void => {
	response.writeHead(status, { "content-type": "application/json", ...headers });
	response.end(JSON.stringify(body));
};

const play = async (step: ChatStep, response: http.ServerResponse): Promise<void> => {
	if (step.status !== undefined) {
		sendJson(response, step.status, step.body ?? { error: { message: `status ${step.status}` } }, step.headers);
		return;
	}
	response.writeHead(200, { "content-type": "text/event-stream" });
	const chunk = (delta: object, finish: string | null = null) =>
		send(response, { choices: [{ index: 0, delta, finish_reason: finish }] });
	chunk({ role: "assistant", content: "" });
	const { text = "", chunk: size = 16, delayMs = 0, calls = [] } = step;
	for (let at = 0; at < text.length; at += size) {
		if (response.destroyed) return;
		chunk({ content: text.slice(at, at + size) });
		if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
	}
	for (const [index, call] of calls.entries()) {
		const args = typeof call.input === "string" ? call.input : JSON.stringify(call.input);
		const id = call.id ?? `call_${index}`;
		chunk({ tool_calls: [{ index, id, type: "function", function: { name: call.name, arguments: args } }] });
	}
	if (step.hang === true) return;
	chunk({}, calls.length > 0 ? "tool_calls" : "stop");
	send(response, { choices: [], usage: step.usage ?? { prompt_tokens: 10, completion_tokens: 5 } });
	response.end("data: [DONE]\n\n");
};

const send = (response: http.ServerResponse, value: object): void => {
	response.write(
		`data: ${JSON.stringify({ id: "chat-1", object: "chat.completion.chunk", created: 1, model: "any", ...value })}\n\n`,
	);
};
