// The one list of everything that nexus brings.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { builtinProviders } from "../src/providers/index.js";
import { offlineProvider } from "../src/providers/offline/index.js";
import { scriptedProvider } from "../src/providers/scripted.js";
import type { Catalogues } from "../src/runtime/options.js";
import { builtinTools } from "../tools/index.js";

export const catalogues = (version: string): Catalogues => ({
	version,
	tools: builtinTools,
	providers: [...builtinProviders, scriptedProvider, offlineProvider],
	agentsFolder: agentsFolder(),
});

/** Beside bin/ in the sources; in the package beside dist/, where this code may be in a folder of chunks. */
const agentsFolder = (): string => {
	const [near, far] = ["../agents", "../../agents"].map((path) => fileURLToPath(new URL(path, import.meta.url)));
	return near !== undefined && existsSync(near) ? near : (far ?? "");
};
