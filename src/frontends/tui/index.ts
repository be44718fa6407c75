// The terminal frontend. It holds a NexusClient and nothing else of the core.
import { defineFrontend } from "../../contracts/frontend.js";
import type { TuiOptions } from "./options.js";

export type { TuiOptions } from "./options.js";

/**
 * Ink's layout engine reads its built-in WebAssembly by `fetch` where there is one, which loads all of undici: a fifth
 * of the time to the first frame. Without one it decodes the bytes itself.
 */
const withoutFetch = async <T>(load: () => Promise<T>): Promise<T> => {
	const own = Object.getOwnPropertyDescriptor(globalThis, "fetch");
	if (own?.configurable !== true) return load();
	Object.defineProperty(globalThis, "fetch", { value: undefined, configurable: true, writable: true });
	try {
		return await load();
	} finally {
		Object.defineProperty(globalThis, "fetch", own);
	}
};

const { startTui } = await withoutFetch(() => import("./start.js"));

export const tuiFrontend = defineFrontend<TuiOptions>({ name: "tui", start: startTui });
