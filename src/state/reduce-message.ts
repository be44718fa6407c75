import type { EventOf } from "../contracts/event.js";
import type { Block, SessionState, TextBlock } from "./state.js";

type MessageEvent = EventOf<"message.start" | "message.delta" | "message.restart" | "message.end">;

const isOf =
	(messageId: string) =>
	(block: Block): block is TextBlock =>
		(block.kind === "text" || block.kind === "reasoning") && block.messageId === messageId;

export const reduceMessage = (state: SessionState, event: MessageEvent): SessionState => {
	const { messageId } = event.data;
	switch (event.type) {
		case "message.start":
			return state;
		case "message.delta":
			return { ...state, blocks: appendDelta(state.blocks, messageId, event.data.channel, event.data.text) };
		case "message.restart":
			return { ...state, blocks: state.blocks.filter((block) => !isOf(messageId)(block)) };
		case "message.end":
			return { ...state, blocks: replaceMessage(state.blocks, messageId, finalBlocks(event)) };
	}
};

const appendDelta = (
	blocks: readonly Block[],
	messageId: string,
	channel: TextBlock["kind"],
	text: string,
): readonly Block[] => {
	const last = blocks.at(-1);
	if (last !== undefined && isOf(messageId)(last)) {
		if (last.kind === channel) return [...blocks.slice(0, -1), { ...last, text: last.text + text }];
		return [...blocks.slice(0, -1), { ...last, isOpen: false }, openBlock(messageId, channel, text, indexOf(last) + 1)];
	}
	return [...blocks, openBlock(messageId, channel, text, blocks.filter(isOf(messageId)).length)];
};

const openBlock = (messageId: string, kind: TextBlock["kind"], text: string, index: number): TextBlock => ({
	kind,
	id: `${messageId}:${index}`,
	messageId,
	text,
	isOpen: true,
	isInterrupted: false,
});

const indexOf = (block: TextBlock): number => Number(block.id.slice(block.messageId.length + 1));

const finalBlocks = (event: EventOf<"message.end">): readonly TextBlock[] =>
	event.data.parts
		.filter((part) => part.type !== "tool-call" && part.text !== "")
		.map((part, index) => ({
			kind: part.type === "reasoning" ? ("reasoning" as const) : ("text" as const),
			id: `${event.data.messageId}:${index}`,
			messageId: event.data.messageId,
			text: part.type === "tool-call" ? "" : part.text,
			isOpen: false,
			isInterrupted: event.data.interrupted === true,
		}));

/** In place of the streamed blocks, so that what came between (a notice, another agent) keeps its order. */
const replaceMessage = (blocks: readonly Block[], messageId: string, final: readonly TextBlock[]): readonly Block[] => {
	const at = blocks.findIndex(isOf(messageId));
	if (at === -1) return [...blocks, ...final];
	const rest = blocks.filter((block) => !isOf(messageId)(block));
	return [...rest.slice(0, at), ...final, ...rest.slice(at)];
};
