// What a conversation is made of, independent of any provider. These shapes are stored, so they only ever grow.
import { z } from "zod";
import type { JsonValue } from "./json.js";

/**
 * Opaque data that a provider needs back unchanged (a thinking signature, encrypted reasoning, a thought signature).
 * It is only valid for the same provider and model and is dropped for any other.
 */
export const residueSchema = z.object({
	provider: z.string(),
	model: z.string(),
	data: z.custom<JsonValue>((value) => value !== undefined),
});
export type Residue = z.infer<typeof residueSchema>;

export const textPartSchema = z.object({
	type: z.literal("text"),
	text: z.string(),
	residue: residueSchema.optional(),
});
export const reasoningPartSchema = z.object({
	type: z.literal("reasoning"),
	/** May be empty: some providers send only an encrypted form, which is in `residue`. */
	text: z.string(),
	residue: residueSchema.optional(),
});
export const imagePartSchema = z.object({
	type: z.literal("image"),
	mediaType: z.string(),
	/** Base64. */
	data: z.string(),
});
export const toolCallPartSchema = z.object({
	type: z.literal("tool-call"),
	callId: z.string(),
	name: z.string(),
	/** The parsed arguments; when `inputError` is there, the text that did not parse. */
	input: z.custom<JsonValue>((value) => value !== undefined),
	inputError: z.string().optional(),
	residue: residueSchema.optional(),
});
export const toolResultPartSchema = z.object({
	type: z.literal("tool-result"),
	callId: z.string(),
	name: z.string(),
	/** What the model reads. */
	content: z.string(),
	isError: z.boolean().optional(),
	/** The structured result, for screens and for the offline interpreter; never sent to a model. */
	details: z.custom<JsonValue>((value) => value !== undefined).optional(),
	images: z.array(imagePartSchema).optional(),
});

export type TextPart = z.infer<typeof textPartSchema>;
export type ReasoningPart = z.infer<typeof reasoningPartSchema>;
export type ImagePart = z.infer<typeof imagePartSchema>;
export type ToolCallPart = z.infer<typeof toolCallPartSchema>;
export type ToolResultPart = z.infer<typeof toolResultPartSchema>;

/** What an assistant message may hold, in the order in which it was said. */
export const assistantPartSchema = z.discriminatedUnion("type", [
	textPartSchema,
	reasoningPartSchema,
	toolCallPartSchema,
]);
export type AssistantPart = z.infer<typeof assistantPartSchema>;

export type UserMessage = { readonly role: "user"; readonly parts: readonly (TextPart | ImagePart)[] };
export type AssistantMessage = {
	readonly role: "assistant";
	readonly parts: readonly AssistantPart[];
	/** `provider/model` that said it. */
	readonly model?: string;
};
export type ToolMessage = { readonly role: "tool"; readonly parts: readonly ToolResultPart[] };

/** A conversation is sendable when each tool call of an assistant message is answered by the tool message right after it. */
export type Message = UserMessage | AssistantMessage | ToolMessage;

export const messageText = (message: Message): string =>
	message.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
