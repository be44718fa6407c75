import type { JsonSchema } from "../../contracts/json.js";

export type OutputFormat = "text" | "json" | "stream-json";

export interface PrintOptions {
	/** Empty when the prompts come as stream-json. */
	readonly prompt: string;
	/** The part of it that the person wrote on the command line; the rest was piped in. */
	readonly typed: string;
	readonly inputFormat: "text" | "stream-json";
	readonly outputFormat: OutputFormat;
	/** Also written there. */
	readonly outputFile: string | undefined;
	readonly outputSchema: JsonSchema | undefined;
	/** Sent one after the other, instead of `prompt`. */
	readonly prompts?: readonly string[];
	/** Go on in this session. */
	readonly sessionId: string | undefined;
	/** First with the run that was under way in it. */
	readonly resumes?: boolean;
	readonly timeoutMs: number | undefined;
	readonly isQuiet: boolean;
	readonly isVerbose: boolean;
}
