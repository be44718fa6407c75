import { it } from "vitest";
import { fuzzCommands, fuzzPaths } from "./fuzz-cases.js";

it("R9 R10 of 1,000 generated commands none that holds a denied one is allowed", { timeout: 60_000 }, () =>
	fuzzCommands(1000),
);
it("R17 of 1,000 generated paths with links none leads out of the workspace unseen", { timeout: 60_000 }, () =>
	fuzzPaths(1000),
);
