import { z } from "zod";
import type { CommandContext } from "../../src/contracts/command.js";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import { keyProviders } from "../../src/contracts/key-arguments.js";

export const authSetCommand = defineCommand({
	name: "auth set",
	description: "Keep a provider's API key: in the system's keyring, else encrypted in a file",
	surfaces: ["cli", "slash"],
	args: z.object({
		provider: z.string().describe("whose key, e.g. openai"),
		file: z.boolean().default(false).describe("in the encrypted file even where there is a keyring"),
	}),
	positional: ["provider"],
	values: { provider: keyProviders },
	examples: ["nexus auth set openai", "nexus auth set groq < key.txt"],
	async run({ provider, file }, context) {
		const { client } = context;
		client.keys.check(provider);
		const { keptIn, origin, noKeyring, overriddenBy } = await client.keys.set(
			provider,
			await secretOf(provider, context),
			{ isFile: file },
		);
		const place = keptIn === "keyring" ? "in the system's keyring" : `encrypted in ${client.info.home}/credentials`;
		const text = [
			...(noKeyring === undefined ? [] : [`there is no keyring to use: ${noKeyring}`]),
			`the key for ${provider} is kept ${place}, and sent to ${origin} alone`,
			...(overriddenBy === undefined ? [] : [`${overriddenBy} is set, and counts more as long as it is`]),
		];
		const json = {
			provider,
			keptIn,
			origin,
			...(noKeyring === undefined ? {} : { noKeyring }),
			...(overriddenBy === undefined ? {} : { overriddenBy }),
		};
		return { type: "message", text: text.join("\n"), json };
	},
});

/** Never an argument: those are seen by every program and kept in the shell's history. */
const secretOf = async (provider: string, { surface, askSecret, readStdin }: CommandContext): Promise<string> => {
	if (surface === "slash")
		throw new NexusError("auth.seen", "a key typed here would be seen, and kept with the prompts", {
			hint: `run \`nexus auth set ${provider}\` in a shell`,
			exitCode: 2,
		});
	if (askSecret !== undefined) return askSecret(`API key for ${provider} (it is not shown): `);
	const piped = await readStdin();
	if (piped.trim() !== "") return piped;
	throw new NexusError("auth.no-key", "there is no key: nobody can be asked, and nothing is piped in", {
		hint: `nexus auth set ${provider} < file, or at a terminal`,
		exitCode: 2,
	});
};
