import { plural } from "./plural.js";

interface Receipt {
	readonly id: string;
	readonly accepted: readonly string[];
	readonly refused: readonly { readonly address: string; readonly reason: string }[];
	readonly isDuplicate: boolean;
}

/** A tool's result for a message that was sent. */
export const sentOutput = (receipt: Receipt) => {
	const { id, accepted, refused, isDuplicate } = receipt;
	const failed = refused.map(({ address, reason }) => `${address}: ${reason.replaceAll("-", " ")}`);
	const lines = isDuplicate
		? [`Sent before as ${id}; not sent again.`]
		: [
				accepted.length === 0
					? `Nobody got message ${id}.`
					: `Message ${id} is in the mailbox of ${accepted.join(", ")}.`,
				...(failed.length === 0 ? [] : [`Not delivered to ${failed.join("; ")}.`]),
			];
	return {
		content: lines.join("\n"),
		details: {
			id,
			accepted: [...accepted],
			refused: refused.map(({ address, reason }) => ({ address, reason })),
			isDuplicate,
		},
		summary: isDuplicate ? "sent before" : `to ${plural(accepted.length, "agent")}`,
		...(accepted.length === 0 && refused.length > 0 ? { isError: true } : {}),
	};
};
