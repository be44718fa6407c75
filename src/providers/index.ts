// All model services that nexus knows by name.
import type { ProviderDefinition } from "../contracts/model.js";
import { anthropicProvider } from "./anthropic.js";
import { openaiProvider } from "./openai.js";
import { compatibleProvider } from "./openai-compatible.js";
import { chatPresets } from "./presets.js";

/** In the order in which one is chosen when several can be used. */
export const builtinProviders: readonly ProviderDefinition[] = [
	anthropicProvider,
	openaiProvider,
	...chatPresets.map(compatibleProvider),
];
