import { describe, expect, it } from "vitest";
import { blockedRange } from "../../src/lib/public-address.js";

describe("blockedRange", () => {
	it.each(["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])("%s is public", (address) => {
		expect(blockedRange(address)).toBeUndefined();
	});
	it.each(["fe80::1%eth0", "nonsense", "::", "4000::1", "2001:db8::1", "::ffff:10.0.0.1"])("%s is not", (address) => {
		expect(blockedRange(address)).toBeDefined();
	});
});
