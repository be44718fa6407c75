import type { JsonSchema } from "../contracts/json.js";
import type { ProviderDefinition } from "../contracts/model.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { SessionType } from "../contracts/session-type.js";
import type { ToolEntry } from "../contracts/tool.js";

/** What a runtime is made of; other catalogues make another product, or a test. */
export interface Catalogues {
	readonly version: string;
	readonly tools: readonly ToolEntry[];
	readonly providers: readonly ProviderDefinition[];
	/** Folder with the built-in agents. */
	readonly agentsFolder: string;
}

export interface RuntimeOptions {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly model?: string | undefined;
	readonly fallbackModels?: readonly string[];
	readonly isOffline?: boolean;
	/** Without a usable model there is nothing to do. */
	readonly isModelNeeded?: boolean;
	readonly agent?: string | undefined;
	readonly mode?: PermissionMode | undefined;
	/** Of sessions that begin. */
	readonly sessionType?: SessionType | undefined;
	readonly allow?: readonly string[];
	readonly deny?: readonly string[];
	readonly maxTurns?: number | undefined;
	readonly maxBudgetUsd?: number | undefined;
	readonly addDirs?: readonly string[];
	readonly systemPrompt?: string | undefined;
	readonly appendSystemPrompt?: string | undefined;
	readonly configFile?: string | undefined;
	/** Keep nothing on disk. */
	readonly isEphemeral?: boolean;
	/** A person can answer questions. */
	readonly canAsk: boolean;
	readonly outputSchema?: JsonSchema | undefined;
}
