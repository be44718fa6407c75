import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
	resolve: { alias: { "fast-check": fileURLToPath(new URL("test/helpers/seeded-cases.ts", import.meta.url)) } },
	test: {
		include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
		exclude: ["test/soak/**"],
		testTimeout: 15_000,
		// Much of the time is spent waiting for processes: twice as many workers as there are cores fill it.
		maxWorkers: availableParallelism() * 2,
		// Files that a test writes are loaded by Node itself, as they are in the program.
		server: { deps: { external: [/\/nexus-test-/] } },
		// Nothing of the machine's own settings may change what a test sees.
		env: { TZ: "UTC" },
	},
});
