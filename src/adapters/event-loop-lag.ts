// How late the event loop is, measured only while somebody asks.
import { monitorEventLoopDelay } from "node:perf_hooks";

const resolutionMs = 20;
/** Without a question for this long, measuring stops, and with it its timer. */
const restAfterMs = 5000;

export interface EventLoopLag {
	/** 99th percentile since the last call, in milliseconds; 0 at the first. */
	read(): number;
	close(): void;
}

export function createEventLoopLag(): EventLoopLag {
	let histogram: ReturnType<typeof monitorEventLoopDelay> | undefined;
	let rest: NodeJS.Timeout | undefined;
	let probe: NodeJS.Timeout | undefined;
	let firstTickMs = 0;
	/** A reset histogram misses the first tick, which is when what reading set off delays the loop: timed apart. */
	const startProbe = () => {
		clearTimeout(probe);
		const started = performance.now();
		firstTickMs = 0;
		probe = setTimeout(() => {
			firstTickMs = Math.max(0, performance.now() - started - resolutionMs);
		}, resolutionMs).unref();
	};
	const close = () => {
		clearTimeout(rest);
		clearTimeout(probe);
		histogram?.disable();
		histogram = undefined;
	};
	return {
		read: () => {
			clearTimeout(rest);
			rest = setTimeout(close, restAfterMs).unref();
			if (histogram === undefined) {
				histogram = monitorEventLoopDelay({ resolution: resolutionMs });
				histogram.enable();
				startProbe();
				return 0;
			}
			const ticks = histogram.count === 0 ? 0 : histogram.percentile(99) / 1e6 - resolutionMs;
			const lag = Math.max(0, ticks, firstTickMs);
			histogram.reset();
			startProbe();
			return lag;
		},
		close,
	};
}
