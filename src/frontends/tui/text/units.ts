// Figures in few characters, always in the same form, so that columns line up.

/** 950, 3.1k, 45k, 1.2M. */
export const formatCount = (count: number): string => {
	if (count < 1000) return String(Math.round(count));
	if (count < 9950) return `${(count / 1000).toFixed(1)}k`;
	if (count < 999_500) return `${Math.round(count / 1000)}k`;
	return `${(count / 1_000_000).toFixed(1)}M`;
};

/** Bytes: 512, 12k, 2.4M, 1.1G. */
export const formatBytes = (bytes: number): string => {
	const units = ["", "k", "M", "G", "T"];
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)}${units[unit]}`;
};

/** 0:12, 12:05, 1:02:03. */
export const formatElapsed = (ms: number): string => {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const two = (value: number) => String(value).padStart(2, "0");
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
	return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
};

/** 0.1 s, 12 s, 2:05. */
export const formatDuration = (ms: number): string => {
	if (ms < 9950) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
	return ms < 99_500 ? `${Math.round(ms / 1000)} s` : formatElapsed(ms);
};

/** Whole seconds that have passed: 4 s. */
export const formatWait = (ms: number): string => `${Math.max(0, Math.floor(ms / 1000))} s`;

/** $0.02; $0.0004 when it is less than a cent; `unknown` for null. */
export const formatCost = (microUsd: number | null): string => {
	if (microUsd === null) return "unknown";
	const usd = microUsd / 1_000_000;
	if (usd > 0 && usd < 0.01) return `$${usd.toFixed(4)}`;
	return `$${usd.toFixed(2)}`;
};

/** 0 to 1 as 61%. */
export const formatShare = (share: number): string => `${Math.round(Math.max(0, share) * 100)}%`;
