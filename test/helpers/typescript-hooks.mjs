// Lets a child process run the TypeScript sources: `./x.js` in an import is `./x.ts` on disk.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

registerHooks({
	resolve(specifier, context, next) {
		if (specifier.startsWith(".") && specifier.endsWith(".js") && context.parentURL !== undefined) {
			const source = new URL(specifier.replace(/\.js$/, ".ts"), context.parentURL);
			if (existsSync(fileURLToPath(source))) return next(source.href, context);
		}
		return next(specifier, context);
	},
});
