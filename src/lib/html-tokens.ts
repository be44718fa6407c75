// HTML as a flat row of tokens, in one pass whose time grows with the length only, however broken the page is.

export type HtmlToken =
	| { readonly type: "text"; readonly text: string }
	| { readonly type: "open"; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
	| { readonly type: "close"; readonly name: string };

/** Elements whose content is never a reader's text. */
const skipped: readonly string[] = [
	"script",
	"style",
	"noscript",
	"template",
	"svg",
	"iframe",
	"object",
	"canvas",
	"math",
	"select",
];

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

/** The tag that starts at `start` ("<" and a letter); undefined when it never ends. */
function readTag(
	html: string,
	start: number,
): { name: string; attributes: Map<string, string>; end: number } | undefined {
	const attributes = new Map<string, string>();
	let at = start + 1;
	while (at < html.length && !isSpace(html[at]) && html[at] !== ">" && html[at] !== "/") at++;
	const name = html.slice(start + 1, at).toLowerCase();
	for (;;) {
		while (isSpace(html[at]) || html[at] === "/") at++;
		if (at >= html.length) return undefined;
		if (html[at] === ">") return { name, attributes, end: at + 1 };
		const nameStart = at;
		at++;
		while (at < html.length && !isSpace(html[at]) && html[at] !== "=" && html[at] !== ">" && html[at] !== "/") at++;
		const attribute = html.slice(nameStart, at).toLowerCase();
		while (isSpace(html[at])) at++;
		let value = "";
		if (html[at] === "=") {
			at++;
			while (isSpace(html[at])) at++;
			const quote = html[at];
			const valueStart = quote === '"' || quote === "'" ? at + 1 : at;
			if (valueStart > at) {
				at = html.indexOf(quote ?? '"', valueStart);
				if (at === -1) return undefined;
				value = html.slice(valueStart, at++);
			} else {
				while (at < html.length && !isSpace(html[at]) && html[at] !== ">") at++;
				value = html.slice(valueStart, at);
			}
		}
		if (!attributes.has(attribute)) attributes.set(attribute, value);
	}
}

/** Text comes with its entities as they are. Comments, doctypes and what no reader sees are left out. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
	let at = 0;
	while (at < html.length) {
		const open = html.indexOf("<", at);
		if (open === -1) {
			yield { type: "text", text: html.slice(at) };
			return;
		}
		if (open > at) yield { type: "text", text: html.slice(at, open) };
		if (html.startsWith("<!--", open)) {
			const end = html.indexOf("-->", open + 4);
			if (end === -1) return;
			at = end + 3;
		} else if (/[!?]/.test(html[open + 1] ?? "")) {
			const end = html.indexOf(">", open);
			if (end === -1) return;
			at = end + 1;
		} else if (html[open + 1] === "/") {
			const end = html.indexOf(">", open);
			if (end === -1) return;
			yield {
				type: "close",
				name: html
					.slice(open + 2, end)
					.trim()
					.toLowerCase(),
			};
			at = end + 1;
		} else if (/[a-zA-Z]/.test(html[open + 1] ?? "")) {
			const tag = readTag(html, open);
			if (tag === undefined) return;
			at = tag.end;
			if (!skipped.includes(tag.name)) yield { type: "open", name: tag.name, attributes: tag.attributes };
			else if (html[tag.end - 2] !== "/") {
				const close = new RegExp(`</${tag.name}`, "gi");
				close.lastIndex = at;
				const found = close.exec(html);
				if (found === null) return;
				const end = html.indexOf(">", found.index);
				if (end === -1) return;
				at = end + 1;
			}
		} else {
			yield { type: "text", text: "<" };
			at = open + 1;
		}
	}
}

/** The named character references that pages use in prose (HTML, section 13.5); numbers are all understood. */
const entities: Readonly<Record<string, string>> = {
	amp: "&",
	lt: "<",
	gt: ">",
	quot: '"',
	apos: "'",
	nbsp: "\u00a0",
	copy: "©",
	reg: "®",
	trade: "™",
	deg: "°",
	euro: "€",
	pound: "£",
	times: "×",
	middot: "·",
	bull: "•",
	hellip: "…",
	ndash: "–",
	mdash: "—",
	lsquo: "‘",
	rsquo: "’",
	ldquo: "“",
	rdquo: "”",
	laquo: "«",
	raquo: "»",
	auml: "ä",
	ouml: "ö",
	uuml: "ü",
	szlig: "ß",
	eacute: "é",
	egrave: "è",
};

export const decodeEntities = (text: string): string =>
	text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, decimal, hex, name) => {
		if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
		const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
		return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\uFFFD" : String.fromCodePoint(code);
	});
