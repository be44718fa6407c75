// Keys of services that nexus keeps for the person: where they are, and how they are asked for.

/** `keyring`: of the operating system. `file`: under NEXUS_HOME, encrypted. */
export type KeptIn = "keyring" | "file";

/** What is known of a provider's key. Never the key. */
export interface KeyStatus {
	readonly provider: string;
	readonly title: string;
	/** Where a key is kept; undefined where none is. */
	readonly keptIn?: KeptIn;
	/** The only address that it is sent to, as an origin: `https://api.openai.com` (SECURITY R23). */
	readonly origin?: string;
	/** Of the kept key, at most the last 4 characters; undefined where it is short or cannot be read. */
	readonly ends?: string;
	/** Why it cannot be read. */
	readonly trouble?: string;
	/** The key that requests use now: of this variable, or the kept one. */
	readonly usedFrom?: { readonly variable: string } | KeptIn;
}

export interface KeySet {
	readonly keptIn: KeptIn;
	readonly origin: string;
	/** Where a file holds it though a keyring was wanted: why. */
	readonly noKeyring?: string;
	/** A variable that is set and counts more. */
	readonly overriddenBy?: string;
}

/** The noun `keys` of the client. */
export interface KeysClient {
	/** Those that are kept or set in the environment. */
	list(): Promise<readonly KeyStatus[]>;
	/** Providers that take a key. */
	providers(): readonly { readonly id: string; readonly title: string }[];
	/** Throws before anything is asked: `auth.unknown-provider`, `auth.no-home` (exit 2). */
	check(provider: string): void;
	/** Throws `auth.*` for what is no key of it. `isFile`: not in the keyring even where there is one. */
	set(provider: string, key: string, options: { readonly isFile: boolean }): Promise<KeySet>;
	/** Where it was; undefined where none was kept. Throws `auth.keyring` when the keyring holds it and does not answer. */
	remove(provider: string): Promise<KeptIn | undefined>;
}

/**
 * A keyring of the operating system. Every call has a deadline and throws NexusError `keyring.unavailable`, whose message
 * is the reason alone, e.g. `no answer within 3 s`.
 */
export interface Keyring {
	/** The secrets that are there, by account. */
	get(accounts: readonly string[]): Promise<ReadonlyMap<string, string>>;
	set(account: string, secret: string): Promise<void>;
	/** One that is not there is no error. */
	remove(account: string): Promise<void>;
}
