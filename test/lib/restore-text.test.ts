import { expect, it } from "vitest";
import { fileLines, shownPath } from "../../src/lib/restore-text.js";

it.each([
	["/p/a.txt", "a.txt"],
	["/p", "."],
	["/q/a", "/q/a"],
	["/p/e\u001b]0;x\u0007", "e␛]0;x␇"],
	["/p/a\n  - all.txt  -1", "a␊  - all.txt  -1"],
	["/p/a\r\nb\tc\u202e", "a␍␊b␉c<U+202E>"],
])("D27 R12 R28 the path %j is shown as %s", (path, shown) => {
	expect(shownPath(path, "/p")).toBe(shown);
	expect(fileLines([{ path, kind: "file", action: "delete" }], "/p")).toHaveLength(1);
	expect(fileLines([{ path, kind: "file", action: "delete" }], "/p").join("")).not.toContain("\n");
});
