// The terminal frontend. It holds a NexusClient and nothing else of the core.
import { defineFrontend } from "../../contracts/frontend.js";
import type { TuiOptions } from "./options.js";
import { startTui } from "./start.js";

export type { TuiOptions } from "./options.js";

export const tuiFrontend = defineFrontend<TuiOptions>({ name: "tui", start: startTui });
