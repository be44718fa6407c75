// What copying and moving have in common: from where, to where, and what is made on the way.
import { basename, dirname } from "node:path";
import { z } from "zod";

export const transferInput = z.object({
	from: z.string().describe("File or folder"),
	to: z.string().describe("Path or folder"),
	overwrite: z.boolean().default(false).describe("Replace"),
});

export const transferOutput = z.object({ from: z.string(), to: z.string() });

type Ends = Pick<z.output<typeof transferInput>, "from" | "to">;

export const transferTitle = ({ from, to }: Ends): string => `${from} → ${to}`;

/** Both places where it may end up, since only a look at the disk tells whether `to` is a folder. */
export const targetAccess = ({ from, to }: Ends) =>
	[to, insideOf(from, to)].map((path) => ({ effect: "write" as const, path }));

interface TargetFiles {
	exists(path: string): Promise<boolean>;
	stat(path: string): Promise<{ readonly kind: string }>;
	realPath(path: string): Promise<string>;
	makeDirectory(path: string): Promise<void>;
}

/** Where `from` ends up: inside `to` when that is a folder, as with mv and cp. Folders above it are made. */
export async function makeTarget(fs: TargetFiles, { from, to }: Ends): Promise<string> {
	// Throws with the nearest names before anything is made.
	await fs.stat(from);
	const isFolder = to.endsWith("/") || ((await fs.exists(to)) && (await fs.stat(to)).kind === "directory");
	const target = isFolder ? insideOf(from, to) : to;
	const parent = dirname(await fs.realPath(target));
	if (!(await fs.exists(parent))) await fs.makeDirectory(parent);
	return target;
}

const insideOf = (from: string, to: string): string =>
	`${to.replace(/\/+$/, "")}/${basename(from.replace(/\/+$/, ""))}`;
