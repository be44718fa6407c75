import { edit } from "../composer/buffer.js";
import type { Screen } from "./contract.js";

/** A prompt that could not be stored comes back into the composer. */
export const prompt = async (screen: Screen, text: string): Promise<void> => {
	try {
		await screen.client.prompt(await screen.sessionId(), { text });
	} catch (error) {
		const { buffer } = screen.store.get();
		if (buffer.text === "") screen.store.set({ buffer: edit(buffer, { type: "set", text }) });
		throw error;
	}
};
