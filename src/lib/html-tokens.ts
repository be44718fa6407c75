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

/** The character references of Latin-1 in the order of their code points, from U+00A0 (HTML 4.01, section 24.2). */
const latin1 =
	"nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/** Those of symbols and Greek that pages use (HTML 4.01, sections 24.3 and 24.4). */
const symbols =
	"amp& lt< gt> quot\" apos' OEligŒ oeligœ ScaronŠ scaronš YumlŸ fnofƒ circˆ tilde˜ ensp\u2002 emsp\u2003 thinsp\u2009 zwnj\u200c zwj\u200d lrm\u200e rlm\u200f ndash– mdash— lsquo‘ rsquo’ sbquo‚ ldquo“ rdquo” bdquo„ dagger† Dagger‡ bull• hellip… permil‰ prime′ Prime″ lsaquo‹ rsaquo› oline‾ frasl⁄ euro€ imageℑ realℜ trade™ alefsymℵ larr← uarr↑ rarr→ darr↓ harr↔ crarr↵ lArr⇐ uArr⇑ rArr⇒ dArr⇓ hArr⇔ forall∀ part∂ exist∃ empty∅ nabla∇ isin∈ notin∉ ni∋ prod∏ sum∑ minus− lowast∗ radic√ prop∝ infin∞ ang∠ and∧ or∨ cap∩ cup∪ int∫ there4∴ sim∼ cong≅ asymp≈ ne≠ equiv≡ le≤ ge≥ sub⊂ sup⊃ nsub⊄ sube⊆ supe⊇ oplus⊕ otimes⊗ perp⊥ sdot⋅ loz◊ spades♠ clubs♣ hearts♥ diams♦ check✓ AlphaΑ BetaΒ GammaΓ DeltaΔ EpsilonΕ ZetaΖ EtaΗ ThetaΘ IotaΙ KappaΚ LambdaΛ MuΜ NuΝ XiΞ OmicronΟ PiΠ RhoΡ SigmaΣ TauΤ UpsilonΥ PhiΦ ChiΧ PsiΨ OmegaΩ alphaα betaβ gammaγ deltaδ epsilonε zetaζ etaη thetaθ iotaι kappaκ lambdaλ muμ nuν xiξ omicronο piπ rhoρ sigmafς sigmaσ tauτ upsilonυ phiφ chiχ psiψ omegaω";

const entities: Readonly<Record<string, string>> = Object.fromEntries([
	...latin1.split(" ").map((name, index) => [name, String.fromCodePoint(0xa0 + index)]),
	...symbols.split(" ").map((entry) => {
		const name = /^[A-Za-z]+4?/.exec(entry)?.[0] ?? "";
		return [name, entry.slice(name.length)];
	}),
]);

/** Numbers 128 to 159 mean what they mean in windows-1252 (HTML, section 13.2.5.80). */
const fromCode = (code: number): string => {
	if (code >= 0x80 && code <= 0x9f) return new TextDecoder("windows-1252").decode(Uint8Array.of(code));
	const isNone = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
	return isNone ? "\uFFFD" : String.fromCodePoint(code);
};

/** Numbers and the names that are in use; anything else stays as it is. */
export const decodeEntities = (text: string): string =>
	text.includes("&")
		? text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}\d{0,2}));/g, (whole, decimal, hex, name) => {
				if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
				return fromCode(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
			})
		: text;
