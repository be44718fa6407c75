/** `prefix1`, `prefix2` …: ids that a test can foresee. */
export const sequence = (prefix = "id"): (() => string) => {
	let count = 0;
	return () => `${prefix}${++count}`;
};
