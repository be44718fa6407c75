// Stand-ins that the build gives the SDKs for the globals `Headers`, `Response` and `FormData`: merely touching those loads the whole
// of undici, a third of the time to the first request. What the SDKs build with them is never sent (`sdk-fetch.ts`).

/** The part of Headers that the SDKs use. Names are case-insensitive; repeated values are joined by a comma. */
class LightHeaders {
	readonly #values = new Map<string, string>();

	constructor(init?: Iterable<readonly [string, string]> | Readonly<Record<string, string>>) {
		if (init === undefined) return;
		const pairs = Symbol.iterator in init ? (init as Iterable<readonly [string, string]>) : Object.entries(init);
		for (const [name, value] of pairs) this.append(name, value);
	}

	append(name: string, value: string): void {
		const known = this.get(name);
		this.set(name, known === null ? String(value) : `${known}, ${value}`);
	}

	set(name: string, value: string): void {
		this.#values.set(name.toLowerCase(), String(value));
	}

	get(name: string): string | null {
		return this.#values.get(name.toLowerCase()) ?? null;
	}

	has(name: string): boolean {
		return this.#values.has(name.toLowerCase());
	}

	delete(name: string): void {
		this.#values.delete(name.toLowerCase());
	}

	forEach(call: (value: string, name: string, headers: LightHeaders) => void): void {
		for (const [name, value] of this) call(value, name, this);
	}

	entries(): IterableIterator<[string, string]> {
		return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)).values();
	}

	keys(): IterableIterator<string> {
		return [...this.entries()].map(([name]) => name).values();
	}

	values(): IterableIterator<string> {
		return [...this.entries()].map(([, value]) => value).values();
	}

	[Symbol.iterator](): IterableIterator<[string, string]> {
		return this.entries();
	}
}

const isNamed = (value: unknown, name: string): boolean =>
	typeof value === "object" && value !== null && value.constructor?.name === name;

/** Makes and recognises real responses; only then is the global touched. */
class LazyResponse {
	constructor(...init: ConstructorParameters<typeof globalThis.Response>) {
		// biome-ignore lint/correctness/noConstructorReturn: whoever asks for a response gets a real one.
		return new globalThis.Response(...init);
	}

	static [Symbol.hasInstance](value: unknown): boolean {
		return isNamed(value, "Response") && value instanceof globalThis.Response;
	}
}

/** The same for forms. */
class LazyFormData {
	constructor() {
		// biome-ignore lint/correctness/noConstructorReturn: as above.
		return new globalThis.FormData();
	}

	static [Symbol.hasInstance](value: unknown): boolean {
		return isNamed(value, "FormData") && value instanceof globalThis.FormData;
	}
}

export { LazyFormData as FormData, LazyResponse as Response, LightHeaders as Headers };
