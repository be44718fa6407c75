// Options that the commands of the bus have in common.
import { z } from "zod";
import { deliveryStates, type MessageFilter, topicFilterPattern } from "./bus.js";

export const busFilterShape = {
	agent: z.string().optional().describe("only of or for this address"),
	topic: z.string().regex(topicFilterPattern).optional().describe("only of topics like this, e.g. build.*"),
	kind: z.string().optional().describe("only of this kind, e.g. request"),
	text: z.string().optional().describe("only with this in it"),
	state: z.enum(deliveryStates).optional().describe("only those of which some delivery is in this state"),
	space: z.string().optional().describe("only of this session"),
};

type Given = z.output<z.ZodObject<typeof busFilterShape>>;

export const busFilter = ({ agent, topic, kind, text, state, space }: Given): MessageFilter => ({
	...{ agent, topic, kind, text, state, space },
});
