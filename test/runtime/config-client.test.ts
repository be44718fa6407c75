import { expect, test } from "vitest";
import type { LoadedConfig } from "../../src/config/load.js";
import { createConfigClient } from "../../src/runtime/config-client.js";

const refused = (): Promise<never> => Promise.reject(new Error("a file was read"));
const entries: LoadedConfig["entries"] = [
	{ key: "tui.theme", value: "light", source: "user", description: "colours of the screen" },
];

test("settings as they were at the start are known without reading", async () => {
	const config = createConfigClient({ path: "/nowhere/config.json", entries, reload: refused, writer: refused });
	expect(config.atStart("tui.theme")).toBe("light");
	expect(config.atStart("tui.nothing")).toBeUndefined();
	await expect(config.list()).rejects.toThrow("a file was read");
});
