import { snapshotMigrations } from "../adapters/snapshots/database.js";
import { agentRecordMigrations } from "../adapters/sqlite-agent-records.js";
import { busMigrations } from "../adapters/sqlite-bus-schema.js";
import { notesSchema } from "../adapters/sqlite-notes.js";
import { reminderMigrations } from "../adapters/sqlite-reminders.js";
import { sessionMigrations } from "../adapters/sqlite-session-schema.js";
import { sharedMigrations } from "../adapters/sqlite-shared-schema.js";
import { workflowRunMigrations } from "../adapters/sqlite-workflow-runs.js";

/** The newest schema of each store, by its path in NEXUS_HOME. */
export const storeSchemas = (): Readonly<Record<string, number>> => ({
	"nexus.sqlite": sessionMigrations.length,
	"notes.sqlite": notesSchema,
	"reminders.sqlite": reminderMigrations.length,
	"agents.sqlite": agentRecordMigrations.length,
	"runs.sqlite": workflowRunMigrations.length,
	"bus.sqlite": busMigrations.length,
	"shared.sqlite": sharedMigrations.length,
	"snapshots/store.sqlite": snapshotMigrations.length,
});
