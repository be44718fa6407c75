import { z } from "zod";

/** A message in the details of a tool. */
export const receivedMessageSchema = z.object({
	id: z.string(),
	from: z.string(),
	kind: z.string(),
	topic: z.string().optional(),
	time: z.string(),
	text: z.string(),
	taintedBy: z.string().optional(),
});

/** What became of a message that was sent. */
export const sendReceiptSchema = z.object({
	id: z.string(),
	accepted: z.array(z.string()),
	refused: z.array(z.object({ address: z.string(), reason: z.string() })),
	isDuplicate: z.boolean(),
});

/** A value that agents share. */
export const sharedEntrySchema = z.object({
	key: z.string(),
	value: z.json(),
	version: z.number(),
	by: z.string(),
	time: z.string(),
	isDeleted: z.boolean(),
	taintedBy: z.string().optional(),
});
