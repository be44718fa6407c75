import { formatBytes } from "./plural.js";

const everyMs = 500;
const firstBytes = 1_000_000;

/** Lines such as `3.2 MB of 10 MB` for transfers that take a while: at most two a second, none below a megabyte. */
export function transferProgress(
	nowMs: () => number,
	show: (line: string) => void,
): (received: number, total: number | undefined) => void {
	let lastMs = Number.NEGATIVE_INFINITY;
	return (received, total) => {
		if (received < firstBytes || nowMs() - lastMs < everyMs) return;
		lastMs = nowMs();
		show(`${formatBytes(received)}${total === undefined ? "" : ` of ${formatBytes(total)}`}\n`);
	};
}
