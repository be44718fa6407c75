import { AsyncQueue } from "./async-queue.js";

/**
 * Runs several generators at once and yields what they yield in the order in which it comes; gives their return values
 * in the order of the generators. The first error ends it after the others have been told to return.
 */
export async function* mergeAsync<T, R>(generators: readonly AsyncGenerator<T, R>[]): AsyncGenerator<T, R[]> {
	const queue = new AsyncQueue<T>();
	const drain = async (generator: AsyncGenerator<T, R>): Promise<R> => {
		while (true) {
			const step = await generator.next();
			if (step.done === true) return step.value;
			queue.push(step.value);
		}
	};
	const all = Promise.all(generators.map(drain));
	const closed = all.then(
		() => queue.close(),
		() => queue.close(),
	);
	yield* queue;
	await closed;
	return all;
}
