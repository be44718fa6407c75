import { defineFrontend } from "../../contracts/frontend.js";
export const tuiFrontend = defineFrontend<Record<string, unknown>>({ name: "tui", start: async () => 0 });
