// Asks the keyring of the operating system, in a process of its own: a keyring that waits for a person, or for a bus that
// does not answer, cannot be called off in any other way. The door for @napi-rs/keyring.
import { AsyncEntry } from "@napi-rs/keyring";

type Question =
	| { readonly ask: "get"; readonly accounts: readonly string[] }
	| { readonly ask: "set"; readonly account: string; readonly secret: string }
	| { readonly ask: "remove"; readonly account: string };

/** Never the kernel's own keyring, which forgets at the next start of the machine. */
const entry = (account: string): AsyncEntry => new AsyncEntry("nexus", account, { linux: { store: "secret-service" } });

const answer = async (question: Question): Promise<Record<string, string>> => {
	if (question.ask === "set") {
		await entry(question.account).setPassword(question.secret);
		const kept = await entry(question.account).getPassword();
		if (kept !== question.secret) throw new Error("it did not keep what it was given");
		return {};
	}
	if (question.ask === "remove") {
		await entry(question.account).deletePassword();
		return {};
	}
	const found: Record<string, string> = {};
	for (const account of question.accounts) {
		const secret = await entry(account).getPassword();
		if (secret !== null) found[account] = secret;
	}
	return found;
};

const main = async (): Promise<object> => {
	try {
		const pieces = await process.stdin.setEncoding("utf8").toArray();
		return { found: await answer(JSON.parse(pieces.join("")) as Question) };
	} catch (error) {
		return { trouble: error instanceof Error ? error.message : String(error) };
	}
};

process.stdout.write(JSON.stringify(await main()));
