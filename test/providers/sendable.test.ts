import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Message } from "../../src/contracts/message.js";
import { sendableMessages, wireCallId } from "../../src/providers/sendable.js";

const user: Message = { role: "user", parts: [{ type: "text", text: "hi" }] };
const calls = (...ids: string[]): Message => ({
	role: "assistant",
	parts: ids.map((callId) => ({ type: "tool-call", callId, name: "f", input: {} })),
});
const results = (...ids: string[]): Message => ({
	role: "tool",
	parts: ids.map((callId) => ({ type: "tool-result", callId, name: "f", content: `of ${callId}` })),
});
const shape = (messages: readonly Message[]) =>
	sendableMessages(messages).map((message) =>
		message.parts.map((part) =>
			part.type === "tool-call"
				? `call ${part.callId}`
				: part.type === "tool-result"
					? part.content.startsWith("of")
						? part.content
						: `${part.callId} interrupted`
					: part.type,
		),
	);

describe("sendableMessages", () => {
	it.each<[string, Message[], string[][]]>([
		["a good one stays", [user, calls("a"), results("a")], [["text"], ["call a"], ["of a"]]],
		[
			"results in the order of the calls",
			[calls("a", "b"), results("b", "a")],
			[
				["call a", "call b"],
				["of a", "of b"],
			],
		],
		[
			"results in several messages",
			[calls("a", "b"), results("b"), results("a")],
			[
				["call a", "call b"],
				["of a", "of b"],
			],
		],
		["an open call", [user, calls("a"), user], [["text"], ["call a"], ["a interrupted"], ["text"]]],
		["an open call at the end", [calls("a")], [["call a"], ["a interrupted"]]],
		["a result of no call", [user, results("x"), user], [["text"], ["text"]]],
		["a result too late", [calls("a"), user, results("a")], [["call a"], ["a interrupted"], ["text"]]],
		["the same id twice in an answer", [calls("a", "a"), results("a", "a")], [["call a"], ["of a"]]],
		["an empty answer", [user, { role: "assistant", parts: [{ type: "text", text: "" }] }, user], [["text"], ["text"]]],
	])("%s", (_name, messages, expected) => expect(shape(messages)).toEqual(expected));

	it("answers each call once, right after it, for any history", () => {
		const id = fc.constantFrom("a", "b", "c");
		const message = fc.oneof(
			fc.constant(user),
			fc.array(id, { maxLength: 3 }).map((ids) => calls(...ids)),
			fc.array(id, { maxLength: 3 }).map((ids) => results(...ids)),
		);
		fc.assert(
			fc.property(fc.array(message), (messages) => {
				const sendable = sendableMessages(messages);
				for (const [index, current] of sendable.entries()) {
					const open =
						current.role === "assistant"
							? current.parts.flatMap((part) => (part.type === "tool-call" ? [part.callId] : []))
							: [];
					const next = sendable[index + 1];
					const answered = next?.role === "tool" ? next.parts.map((part) => part.callId) : [];
					if (current.role === "assistant") expect(answered).toEqual(open);
					if (current.role === "tool") expect(sendable[index - 1]?.role).toBe("assistant");
				}
			}),
		);
	});
});

describe("wireCallId", () => {
	it("gives ids that are taken, the same for the same, others for others", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), fc.constantFrom<"any" | "nine">("any", "nine"), (one, other, style) => {
				const pattern = style === "nine" ? /^[A-Za-z0-9]{9}$/ : /^[A-Za-z0-9_-]{1,64}$/;
				expect(wireCallId(one, style)).toMatch(pattern);
				expect(wireCallId(one, style) === wireCallId(other, style)).toBe(one === other);
			}),
		);
	});
});
