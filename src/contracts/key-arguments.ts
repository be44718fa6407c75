// What the commands about keys have in common.
import type { ArgumentValues } from "./command.js";

/** Providers that take a key, for completion. */
export const keyProviders: ArgumentValues = async ({ client }) =>
	client.keys.providers().map(({ id, title }) => ({ value: id, label: id, detail: title }));
