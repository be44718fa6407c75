throw new Error(
	"better-sqlite3 is not part of nexus: @keyv/sqlite runs on node:sqlite (see docs/decisions/0002-keyv-on-node-sqlite.md)",
);
