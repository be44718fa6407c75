import { describe, expect, it } from "vitest";
import { protectedPart } from "../../src/lib/protected-paths.js";

describe("protectedPart", () => {
	it.each([
		["/w/.nexus/config.toml", ".nexus/config.toml"],
		["/w/.git/hooks/pre-commit", ".git/hooks"],
		["/w/sub/.GIT/config", ".GIT/config"],
		["/home/a/.bashrc", ".bashrc"],
		["/home/a/.config/autostart/x.desktop", ".config/autostart"],
		["/w/.vscode/tasks.json", ".vscode/tasks.json"],
		["/w/.mcp.json", ".mcp.json"],
		["/w/.gitignore", undefined],
		["/w/src/git/config", undefined],
		["/w/.github/workflows/ci.yml", undefined],
	])("D15 %s: %s", (path, expected) => {
		expect(protectedPart(path)).toBe(expected);
	});
});
