import { z } from "zod";
import { NexusError } from "../contracts/errors.js";
import { contentOf, maxFiles } from "./contents.js";
import { maxRecordBytes } from "./records.js";

const path = z.string().refine((text) => contentOf(text) !== undefined, "has no place in a backup");
const size = z.int().min(0);

/** What comes at most: known before anything is unpacked. */
const planSchema = z.strictObject({ files: z.int().min(0).max(maxFiles), bytes: size });
const fileSchema = z.strictObject({ path, isExecutable: z.boolean() });
const entrySchema = z.strictObject({ path, sizeBytes: size, sha256: z.hex().length(64) });
const manifestSchema = z.strictObject({
	id: z.string(),
	/** SHA-256 of the header, so that it cannot have changed either. */
	header: z.hex().length(64),
	files: z.array(entrySchema).max(maxFiles),
});

export type BackupPlan = z.output<typeof planSchema>;
export type BackupFile = z.output<typeof fileSchema>;
export type ManifestEntry = z.output<typeof entrySchema>;
export type Manifest = z.output<typeof manifestSchema>;

/** Of all parts together: a quarter of a million files with long names. */
export const maxManifestBytes = 128 * 1024 ** 2;

export const parsePlan = (bytes: Buffer): BackupPlan => parse(planSchema, bytes);
export const parseFile = (bytes: Buffer): BackupFile => parse(fileSchema, bytes);
export const parseManifest = (parts: readonly Buffer[]): Manifest => parse(manifestSchema, Buffer.concat(parts));

export const toJsonBytes = (value: BackupPlan | BackupFile | Manifest): Buffer => Buffer.from(JSON.stringify(value));

/** As parts that fit a record each. */
export const manifestParts = (manifest: Manifest): readonly Buffer[] => {
	const bytes = toJsonBytes(manifest);
	const count = Math.ceil(bytes.length / maxRecordBytes);
	return Array.from({ length: count }, (_, index) =>
		bytes.subarray(index * maxRecordBytes, (index + 1) * maxRecordBytes),
	);
};

/** @throws NexusError `backup.hostile` for a file outside of what a backup holds */
const parse = <T>(schema: z.ZodType<T>, bytes: Buffer): T => {
	const value: unknown = JSON.parse(bytes.toString("utf8"));
	const checked = schema.safeParse(value);
	if (checked.success) return checked.data;
	const issue = checked.error.issues[0];
	const [name] = typeof value === "object" && value !== null && "path" in value ? [String(value.path)] : [];
	if (name !== undefined && issue?.path[0] === "path") {
		throw new NexusError("backup.hostile", `the backup wants to write ${JSON.stringify(name.slice(0, 200))}`, {
			hint: "nothing was changed; no nexus has written that",
		});
	}
	throw new Error(`its contents make no sense (${issue?.path.join(".")}: ${issue?.message})`);
};
