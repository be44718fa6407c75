// One page that needs nothing else: no script, no address that it would load something from.
import type { MessageCall, SessionMessage } from "../contracts/session-view.js";
import type { SessionRow } from "../contracts/store.js";

const style = `
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: #1c1c1c; background: #fff; }
article { margin: 1.2rem 0; overflow-wrap: anywhere; }
.person { padding: .6rem 1rem; border-radius: .5rem; background: #eef3fa; }
.text { white-space: pre-wrap; }
pre { padding: .6rem .8rem; overflow-x: auto; white-space: pre-wrap; background: #f4f4f2; border-radius: .4rem; font: 13px/1.45 ui-monospace, monospace; }
summary { cursor: pointer; font: 14px ui-monospace, monospace; }
header p, small, .context { color: #666; }
@media (prefers-color-scheme: dark) {
	body { color: #ddd; background: #16181b; } .person { background: #22303f; } pre { background: #202327; } header p, small, .context { color: #999; }
}`;

export const sessionHtml = (row: SessionRow, messages: readonly SessionMessage[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(row.title || "Untitled session")}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(row.title || "Untitled session")}</h1>
<p>${escapeHtml(`${row.createdAt.slice(0, 16).replace("T", " ")} · ${row.model} · ${row.cwd}`)}</p>
</header>
${messages.map(article).join("\n")}
</body>
</html>
`;

const article = (message: SessionMessage): string => {
	const note = message.isInterrupted === true ? "\n<small>interrupted</small>" : "";
	const text = message.text.trim() === "" ? "" : textHtml(message.text.trim());
	return `<article class="${message.by}" id="message-${message.number}">
${text}${note}${message.calls.map(call).join("")}
</article>`;
};

const call = ({ name, title, input, status, summary, content }: MessageCall): string => `
<details>
<summary>${escapeHtml(`${name}: ${title}`)} <small>${escapeHtml(`${status ?? "not ended"}${summary === "" ? "" : `, ${summary}`}`)}</small></summary>
<pre>${escapeHtml(JSON.stringify(input, null, 2))}</pre>
<pre>${escapeHtml(content)}</pre>
</details>`;

/** Text as it is, but for fenced code. */
const textHtml = (text: string): string =>
	text
		.split(/^(```[^\n]*\n[\s\S]*?^```[ \t]*)$/m)
		.map((part) => {
			const code = /^```[^\n]*\n([\s\S]*?)\n?^```[ \t]*$/m.exec(part);
			if (code !== null) return `<pre><code>${escapeHtml(code[1] ?? "")}</code></pre>`;
			return part.trim() === "" ? "" : `<div class="text">${escapeHtml(part.trim())}</div>`;
		})
		.join("\n");

const entities: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

/** Control characters mean nothing in a page and are left out; a lone half of a character is repaired. */
const escapeHtml = (text: string): string =>
	text
		.toWellFormed()
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, "")
		.replace(/[&<>"']/g, (character) => entities[character] ?? "");
