import type { ArgumentValues } from "./command.js";

/** The mailboxes there are, for completion. */
export const addressValues: ArgumentValues = async ({ client }) =>
	(await client.bus.stats()).mailboxes.map(({ address, queued, isPaused, isOpen }) => ({
		value: address,
		label: address,
		detail: [`${queued} waiting`, ...(isPaused ? ["paused"] : []), ...(isOpen ? [] : ["nobody there"])].join(", "),
	}));
