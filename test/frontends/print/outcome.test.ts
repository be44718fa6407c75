import { expect, test } from "vitest";
import type { ErrorData } from "../../../src/contracts/errors.js";
import type { StopReason } from "../../../src/contracts/event.js";
import { emptyOutcome, exitCodeOf, type PrintOutcome } from "../../../src/frontends/print/outcome.js";

const error = (code: string, exitCode?: ErrorData["exitCode"]): Partial<PrintOutcome> => ({
	error: { code, message: "it failed", ...(exitCode === undefined ? {} : { exitCode }) },
	stopReason: "failed",
});
const stopped = (stopReason: StopReason): Partial<PrintOutcome> => ({ stopReason });
const denied: Partial<PrintOutcome> = { denied: { code: "permission.denied", message: "denied" } };

test.each<[string, Partial<PrintOutcome>, number]>([
	["done", stopped("done"), 0],
	["a wrong request", error("provider.invalid-request"), 6],
	["a request that is too long", error("provider.context-overflow"), 6],
	["no credit", error("provider.quota"), 6],
	["a service that is down", error("provider.overloaded"), 6],
	["no network", error("provider.network"), 6],
	["a model that refuses", error("provider.refused"), 1],
	["a wrong key", error("provider.authentication"), 3],
	["a model that this key may not use", error("provider.permission"), 3],
	["an unknown model", error("provider.not-found"), 3],
	["an error of another layer", error("internal"), 1],
	["an error's own code comes first", error("provider.invalid-request", 3), 3],
	["a denied call", denied, 4],
	["an error counts more than a denied call", { ...denied, ...error("provider.network") }, 6],
	["turns", stopped("max-turns"), 5],
	["budget", stopped("budget"), 5],
	["time", error("limit.timeout"), 5],
	["cancelled", stopped("cancelled"), 130],
	["terminated", { ...stopped("cancelled"), signalCode: 143 }, 143],
])("%s", (_, outcome, code) => {
	expect(exitCodeOf({ ...emptyOutcome("s"), ...outcome })).toBe(code);
});
