import { expect, test } from "vitest";
import { terminalNotice } from "../../src/lib/terminal-notice.js";

test.each([
	["tea", "xterm-256color", "\u001b]9;nexus: tea\u0007\u0007"],
	["a\u0007b\u001b]0;x\u0007\nc", "xterm", "\u001b]9;nexus: ab c\u0007\u0007"],
	["4;1;50", "xterm", "\u001b]9;nexus: 4;1;50\u0007\u0007"],
	["tea", "linux", "\u0007"],
])("%j on %s", (text, term, bytes) => {
	expect(terminalNotice(text, term)).toBe(bytes);
});
