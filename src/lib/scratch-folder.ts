import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ScratchFolder extends AsyncDisposable {
	readonly path: string;
	/** A new file in it, of mode 0600. */
	write(name: string, text: string): Promise<void>;
}

/** A new folder of mode 0700 for this call only; `await using` removes it with all that is in it. */
export async function createScratchFolder(prefix: string): Promise<ScratchFolder> {
	const path = await mkdtemp(join(await realpath(tmpdir()), prefix));
	return {
		path,
		write: (name, text) => writeFile(join(path, name), text, { flag: "wx", mode: 0o600 }),
		[Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
	};
}
