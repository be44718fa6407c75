/** Everything a generator yields, and what it returns. */
export const collect = async <T, R>(generator: AsyncGenerator<T, R>): Promise<{ items: T[]; result: R }> => {
	const items: T[] = [];
	for (;;) {
		const step = await generator.next();
		if (step.done === true) return { items, result: step.value };
		items.push(step.value);
	}
};
