import type { Writable } from "node:stream";
import type { NexusClient } from "./client.js";
import type { CommandDefinition } from "./command.js";

/** Where a frontend reads and writes; never `process` directly. */
export interface FrontendIo {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream | Writable;
	readonly stderr: NodeJS.WriteStream | Writable;
	readonly env: Readonly<Record<string, string | undefined>>;
}

export interface FrontendContext<Options> {
	readonly client: NexusClient;
	readonly commands: readonly CommandDefinition[];
	readonly options: Options;
	readonly io: FrontendIo;
	/** Aborts on TERM and HUP: store, restore the terminal, return within 2 s. */
	readonly signal: AbortSignal;
}

export interface FrontendDefinition<Options> {
	readonly name: string;
	/** Resolves to the exit code when the person is done. */
	start(context: FrontendContext<Options>): Promise<number>;
}

export const defineFrontend = <Options>(definition: FrontendDefinition<Options>): FrontendDefinition<Options> =>
	definition;
