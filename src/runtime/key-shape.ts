import { NexusError } from "../contracts/errors.js";

/** How keys of services begin, longest first where one begins another. From the services' own documentation, November 2026. */
const beginnings: readonly (readonly [beginning: string, provider: string])[] = [
	["sk-ant-", "anthropic"],
	["sk-or-", "openrouter"],
	["gsk_", "groq"],
	["xai-", "xai"],
	["hf_", "huggingface"],
	["AIza", "gemini"],
];

const minCharacters = 8;
const maxCharacters = 1000;

/**
 * The key in what a person pasted: without what is around it. At its usual address a service is not given the key of
 * another one.
 * @throws NexusError `auth.no-key` (exit 2); no message repeats any of it
 */
export const checkedKey = (
	text: string,
	provider: { readonly id: string; readonly title: string; readonly isAtUsualAddress: boolean },
): string => {
	const key = text.trim();
	const refuse = (why: string): never => {
		throw new NexusError("auth.no-key", `this is no key for ${provider.title}: ${why}`, {
			hint: "paste the key alone, as the service shows it",
			exitCode: 2,
		});
	};
	if (key === "") return refuse("it is empty");
	if (/\s/.test(key)) return refuse("it has spaces or several lines");
	if (/[^\x21-\x7e]/.test(key)) return refuse("it has characters that no key has");
	if (key.length < minCharacters) return refuse(`it is shorter than ${minCharacters} characters`);
	if (key.length > maxCharacters) return refuse(`it is longer than ${maxCharacters} characters`);
	if (/^[\w.-]+=/.test(key) && /^(?:export|[A-Z][A-Z0-9_]*)=/.test(key)) return refuse("it is a line with a variable");
	const owner = beginnings.find(([beginning]) => key.startsWith(beginning))?.[1];
	if (provider.isAtUsualAddress && owner !== undefined && owner !== provider.id)
		return refuse(`it begins as a key of ${owner} does`);
	return key;
};
