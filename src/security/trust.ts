// Which folders the person has said to trust (SECURITY R1 to R3). Recorded under NEXUS_HOME, never in the folder.
import { join } from "node:path";
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "./private-file.js";
import { nearestRealPath } from "./real-path.js";

const fileSchema = z.object({
	version: z.literal(1),
	folders: z.array(z.object({ path: z.string(), time: z.string() })),
});
type TrustFile = z.infer<typeof fileSchema>;

export interface Trust {
	/**
	 * Whether the real path of this very folder was trusted. What lies in a trusted folder is not trusted by that: it may
	 * be somebody else's repository. Throws NexusError `file.failed` for a record that cannot be read.
	 */
	isTrusted(folder: string): Promise<boolean>;
	/** For one real path; a link to the folder means the folder. */
	setTrusted(folder: string, isTrusted: boolean, time: Date): Promise<void>;
	list(): Promise<readonly string[]>;
}

/** `home` is NEXUS_HOME. */
export function createTrust(home: string): Trust {
	const file = join(home, "trust.json");

	const read = async (): Promise<TrustFile> => {
		const value = await readPrivateJson(file);
		const parsed = fileSchema.safeParse(value);
		return parsed.success ? parsed.data : { version: 1, folders: [] };
	};

	const isTrusted = async (folder: string): Promise<boolean> => {
		const path = await nearestRealPath(folder);
		const { folders } = await read();
		return folders.some((entry) => entry.path === path);
	};

	const setTrusted = async (folder: string, trusted: boolean, time: Date): Promise<void> => {
		const path = await nearestRealPath(folder);
		const { folders } = await read();
		const others = folders.filter((entry) => entry.path !== path);
		const added = trusted ? [{ path, time: time.toISOString() }] : [];
		await writePrivateJson(file, { version: 1, folders: [...others, ...added] });
	};

	return { isTrusted, setTrusted, list: async () => (await read()).folders.map((entry) => entry.path) };
}
