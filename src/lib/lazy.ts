/** `build` at its first use, once. For tables that cost time to make and that many runs never need. */
export const lazy = <Value>(build: () => Value): (() => Value) => {
	let made: { readonly value: Value } | undefined;
	return () => {
		made ??= { value: build() };
		return made.value;
	};
};
