// The fuzz of every test run at its full length.
import { it } from "vitest";
import { fuzzCommands, fuzzPaths } from "../security/fuzz-cases.js";

it("R9 R10 of 10,000 generated commands none that holds a denied one is allowed", () => fuzzCommands(10_000));
it("R17 of 10,000 generated paths with links none leads out of the workspace unseen", () => fuzzPaths(10_000));
