// Lets a plain Node process import the sources: `./x.js` finds `./x.ts`, which Node strips of its types.
import { registerHooks } from "node:module";

registerHooks({
	resolve(specifier, context, next) {
		try {
			return next(specifier, context);
		} catch (error) {
			if (!specifier.endsWith(".js")) throw error;
			return next(`${specifier.slice(0, -3)}.ts`, context);
		}
	},
});
