import { randomUUID } from "node:crypto";
import { openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A descriptor from which these bytes are read, of a file that has no name any more. The caller closes it. */
export function openUnnamedFile(bytes: string | Uint8Array): number {
	const path = join(tmpdir(), `nexus-bytes-${randomUUID()}`);
	writeFileSync(path, bytes, { mode: 0o600, flag: "wx" });
	try {
		return openSync(path, "r");
	} finally {
		rmSync(path, { force: true });
	}
}
