import { defineConfig } from "vitest/config";

/** Long tests: `npm run test:soak`. They need what `npm run build` makes. */
export default defineConfig({
	test: {
		include: ["test/soak/**/*.test.ts"],
		testTimeout: 120_000,
		env: { TZ: "UTC" },
	},
});
