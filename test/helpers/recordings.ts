// Recorded sessions as fixtures: what `nexus sessions export --format jsonl` wrote, in test/fixtures/recordings.
import { readdirSync, readFileSync } from "node:fs";
import type { NexusEvent } from "../../src/contracts/event.js";
import { readRecordingFile } from "../../src/session/archive.js";

const folder = new URL("../fixtures/recordings/", import.meta.url);

export const recordingNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.jsonl$/, ""));

export const recordingText = (name: string): string => readFileSync(new URL(`${name}.jsonl`, folder), "utf8");

export const recordingEvents = (name: string): readonly NexusEvent[] => readRecordingFile(recordingText(name)).events;
