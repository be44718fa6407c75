/** A thing that is made with its first use: each engine of the library takes a good part of a tenth of a second. */
export const lazy = <T>(make: () => T): (() => T) => {
	let made: { readonly value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
};
