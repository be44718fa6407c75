// The faces, each imported only when it is the one that starts.
export const printFrontend = async () => (await import("../src/frontends/print/index.js")).printFrontend;
export const tuiFrontend = async () => (await import("../src/frontends/tui/index.js")).tuiFrontend;
