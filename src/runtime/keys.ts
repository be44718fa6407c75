// Keys that nexus keeps for the person: in the keyring where there is one, else encrypted under NEXUS_HOME. Those in the
// environment count more. The keyring is asked only when a model or a tool is about to run.
import { randomBytes } from "node:crypto";
import type { Keyring, KeyStatus, KeysClient } from "../contracts/credentials.js";
import { NexusError, toErrorData } from "../contracts/errors.js";
import type { ProviderDefinition } from "../contracts/model.js";
import { didYouMean } from "../lib/nearest.js";
import type { KeptKey, KeptKeys } from "../security/kept-keys.js";
import { checkedKey } from "./key-shape.js";
import { baseUrlOf, type KeptKeyFinder, keyVariable, type ModelSettings, originOf } from "./models.js";

export interface KeysOptions {
	readonly files: KeptKeys;
	/** Nothing of this run is kept. */
	readonly isReadOnly: boolean;
	/** Imported on first use. */
	readonly keyring: () => Promise<Keyring>;
	/** From now on taken out of what is stored and shown. */
	readonly hide: (secret: string) => void;
	readonly warn: (message: string) => void;
}

export interface Keys extends KeptKeyFinder {
	/** Knows every kept key, so that none gets into a log; what cannot be read is said once. */
	load(): Promise<void>;
	client(settings: ModelSettings): KeysClient;
}

const keyringValue = (origin: string, key: string): string => JSON.stringify({ origin, key });

/** Undefined when it is for another origin, or of somebody else. */
const keyIn = (value: string | undefined, origin: string): string | undefined => {
	try {
		const { origin: bound, key } = JSON.parse(value ?? "") as Record<string, unknown>;
		return bound === origin && typeof key === "string" ? key : undefined;
	} catch {
		return undefined;
	}
};

export const createKeys = ({ files, isReadOnly, keyring, hide, warn }: KeysOptions): Keys => {
	const known = new Map<string, KeptKey>();
	let asked: Promise<void> | undefined;
	const readFiles = (): void => {
		known.clear();
		asked = undefined;
		for (const kept of files.read()) {
			known.set(kept.provider, kept);
			if (kept.key !== undefined) hide(kept.key);
		}
	};
	readFiles();

	const learn = (kept: KeptKey, value: string | undefined): void => {
		const key = keyIn(value, kept.origin);
		if (key !== undefined) hide(key);
		known.set(kept.provider, key === undefined ? { ...kept, trouble: "the keyring has it no more" } : { ...kept, key });
	};

	/** Of all providers at once: a keyring takes its time for each question. */
	const askKeyring = async (): Promise<void> => {
		const there = [...known.values()].filter((kept) => kept.keptIn === "keyring" && kept.key === undefined);
		if (there.length === 0) return;
		try {
			const found = await (await keyring()).get(there.flatMap(({ account }) => account ?? []));
			for (const kept of there) learn(kept, found.get(kept.account ?? ""));
		} catch (error) {
			const why = toErrorData(error).message;
			warn(`the keyring cannot be read: ${why}`);
			for (const kept of there) known.set(kept.provider, { ...kept, trouble: `the keyring cannot be read: ${why}` });
			asked = undefined;
		}
	};
	const load = (): Promise<void> => {
		asked ??= askKeyring();
		return asked;
	};

	const key = async (provider: string): Promise<string> => {
		await load();
		const kept = known.get(provider);
		if (kept?.key !== undefined) return kept.key;
		throw new NexusError(
			"auth.unreadable",
			`the key for ${provider} cannot be read: ${kept?.trouble ?? "it is gone"}`,
			{
				hint: `unlock the keyring, or set the key again with \`nexus auth set ${provider}\``,
				exitCode: 3,
			},
		);
	};

	const forgetAccount = async (account: string | undefined): Promise<void> => {
		if (account !== undefined) await (await keyring()).remove(account);
	};

	/** The keyring has it, or why it does not. */
	const putInKeyring = async (account: string, origin: string, secret: string): Promise<string | undefined> => {
		try {
			await (await keyring()).set(account, keyringValue(origin, secret));
			return undefined;
		} catch (error) {
			return toErrorData(error).message;
		}
	};

	const client = (settings: ModelSettings): KeysClient => {
		const takesKey = settings.providers.filter(
			({ apiKeyVariables, isHidden }) => apiKeyVariables.length > 0 && !isHidden,
		);
		const find = (id: string): ProviderDefinition => {
			const definition = takesKey.find((candidate) => candidate.id === id);
			if (definition !== undefined) return definition;
			const ids = takesKey.map((candidate) => candidate.id);
			throw new NexusError("auth.unknown-provider", `no provider ${id} takes a key${didYouMean(id, ids)}`, {
				hint: `those that do are ${ids.join(", ")}`,
				exitCode: 2,
			});
		};
		const refuseUnkept = (): void => {
			if (!isReadOnly) return;
			throw new NexusError("auth.no-home", "nothing is kept in this run, and no key either", {
				hint: "leave --no-session out, or set NEXUS_HOME to a folder that you can write to",
				exitCode: 2,
			});
		};

		const statusOf = (definition: ProviderDefinition): readonly KeyStatus[] => {
			const variable = keyVariable(definition, settings);
			const kept = known.get(definition.id);
			if (variable === undefined && kept === undefined) return [];
			const usual = baseUrlOf(definition, settings);
			const isForHere = kept !== undefined && usual !== undefined && kept.origin === originOf(usual);
			const usedFrom =
				variable === undefined ? (isForHere && kept.key !== undefined ? kept.keptIn : undefined) : { variable };
			return [
				{
					provider: definition.id,
					title: definition.title,
					...(kept === undefined ? {} : { keptIn: kept.keptIn, origin: kept.origin }),
					...(kept?.key === undefined || kept.key.length < 16 ? {} : { ends: kept.key.slice(-4) }),
					...(kept?.trouble === undefined ? {} : { trouble: kept.trouble }),
					...(usedFrom === undefined ? {} : { usedFrom }),
				},
			];
		};

		return {
			providers: () => takesKey.map(({ id, title }) => ({ id, title })),
			check: (provider) => {
				find(provider);
				refuseUnkept();
			},
			list: async () => {
				readFiles();
				await load();
				return takesKey.flatMap(statusOf);
			},
			set: async (provider, text, { isFile }) => {
				const definition = find(provider);
				refuseUnkept();
				const address = baseUrlOf(definition, settings);
				if (address === undefined)
					throw new NexusError("auth.no-address", `${definition.title} has no address that a key could be for`, {
						hint: `nexus config set providers.${provider}.baseUrl https://…`,
						exitCode: 2,
					});
				const origin = originOf(address);
				const isAtUsualAddress = address === definition.defaultBaseUrl;
				const secret = checkedKey(text, { id: provider, title: definition.title, isAtUsualAddress });
				hide(secret);
				const before = known.get(provider);
				const account = `${provider}-${randomBytes(6).toString("hex")}`;
				const noKeyring = isFile ? undefined : await putInKeyring(account, origin, secret);
				const keptIn = isFile || noKeyring !== undefined ? ("file" as const) : ("keyring" as const);
				if (keptIn === "file") await files.writeSealed(provider, origin, secret);
				else await files.writeAccount(provider, origin, account);
				// What it replaces is of no use to anybody; a keyring that does not answer keeps it.
				await forgetAccount(before?.account).catch(() => {});
				readFiles();
				const overriddenBy = keyVariable(definition, settings);
				return {
					keptIn,
					origin,
					...(noKeyring === undefined ? {} : { noKeyring }),
					...(overriddenBy === undefined ? {} : { overriddenBy }),
				};
			},
			remove: async (provider) => {
				refuseUnkept();
				readFiles();
				const kept = known.get(provider);
				if (kept === undefined) {
					find(provider);
					return undefined;
				}
				try {
					await forgetAccount(kept.account);
				} catch (error) {
					throw new NexusError(
						"auth.keyring",
						`the keyring still has the key for ${provider}: ${toErrorData(error).message}`,
						{ hint: "unlock it and try again" },
					);
				}
				files.remove(provider);
				readFiles();
				return kept.keptIn;
			},
		};
	};

	return {
		find: (provider) => {
			const kept = known.get(provider);
			return kept === undefined ? undefined : { keptIn: kept.keptIn, origin: kept.origin };
		},
		key,
		load,
		client,
	};
};
