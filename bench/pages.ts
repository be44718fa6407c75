// Pages as sites make them: frames, menus, classes, attributes and scripts around what is to be read. Always the same.
const words =
	"time year people way day man thing woman life child world school state family student group country problem hand part place case week company system program question work government number night point home water room mother area money story fact month lot right study book eye job word business issue side kind head house service friend father power hour game line end member law car city community name president team minute idea body information back parent face others level office door health person art war history party result change morning reason research girl guy moment air teacher force education".split(
		" ",
	);

/** The numbers of a linear congruential generator (Numerical Recipes): 0 to 1. */
const numbers = (seed: number): (() => number) => {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
};

interface Writer {
	word(): string;
	sentence(): string;
	paragraph(): string;
	link(): string;
}

const writer = (seed: number): Writer => {
	const next = numbers(seed);
	const word = (): string => words[Math.floor(next() * words.length)] ?? "";
	const several = (count: number): string => Array.from({ length: count }, word).join(" ");
	const link = (): string =>
		`<a class="link-${Math.floor(next() * 50)}" data-id="${Math.floor(next() * 1e6)}" href="/${word()}/${word()}">${several(2)}</a>`;
	const sentence = (): string => `${several(6 + Math.floor(next() * 8))}, ${next() < 0.2 ? link() : several(3)}.`;
	const paragraph = (): string =>
		`<p class="css-${Math.floor(next() * 1e6).toString(36)} body-text">${Array.from({ length: 4 }, sentence).join(" ")} <em>${word()}</em> &amp; <strong>${word()}</strong></p>`;
	return { word, sentence, paragraph, link };
};

const times = (count: number, make: (index: number) => string): string =>
	Array.from({ length: count }, (_, index) => make(index)).join("\n");

const frame = (
	title: string,
	{ link, sentence }: Writer,
	content: string,
): string => `<!doctype html><html lang="en"><head>
<meta charset="utf-8"><title>${title}</title><meta name="description" content="${sentence().replaceAll(/<[^>]*>|"/g, "")}">
<style>${times(120, (index) => `.css-${index}{color:#${index};margin:${index}px;padding:0}`)}</style>
<script>${times(150, (index) => `window.data${index}={"a":[1,2,3],"b":"<div>${index}</div>"};`)}</script></head><body>
<header class="site-header"><nav class="menu"><ul>${times(60, () => `<li class="menu-item">${link()}</li>`)}</ul></nav></header>
<div class="layout"><div class="layout__inner">${content}
<div class="sidebar widget-area">${times(30, () => `<div class="widget"><span class="icon"><svg viewBox="0 0 1 1"><path d="M0 0h1"/></svg></span>${link()}</div>`)}</div></div></div>
<footer class="site-footer"><ul>${times(40, () => `<li>${link()}</li>`)}</ul></footer><script>${times(100, () => "track();")}</script></body></html>`;

/** An article that says where it is, one that does not, a reference with tables and code, a thread, a start page. */
export const benchPages = (): readonly { readonly name: string; readonly html: string }[] => {
	const write = writer(1);
	const { paragraph, sentence, link, word } = write;
	const row = () => `<tr><td><code>${word()}_${word()}</code></td><td>${sentence()}</td><td>${link()}</td></tr>`;
	const entry = (
		index: number,
	) => `<h3 id="s${index}">${word()}<a class="anchor" href="#s${index}">¶</a></h3>${paragraph()}
<pre class="highlight"><code class="language-js"><span class="k">const</span> <span class="n">${word()}</span> = <span class="m">${index}</span>;\n${word()}();</code></pre>
<table class="params"><thead><tr><th>Name</th><th>Meaning</th><th>See</th></tr></thead><tbody>${times(8, row)}</tbody></table>`;
	const post = (
		index: number,
	) => `<div class="post" id="p${index}"><div class="post-head"><a href="/u/${word()}">${word()}</a> <time datetime="2026-11-20">today</time></div>
<div class="post-body">${paragraph()}<blockquote>${paragraph()}</blockquote><ul>${times(4, () => `<li>${sentence()}</li>`)}</ul></div></div>`;
	return [
		{
			name: "article, marked",
			html: frame("Article", write, `<main><article><h1>${word()}</h1>${times(60, paragraph)}</article></main>`),
		},
		{
			name: "article, to be found",
			html: frame("Story", write, `<div class="story"><h1>${word()}</h1>${times(60, paragraph)}</div>`),
		},
		{ name: "reference", html: frame("Reference", write, `<main>${times(50, entry)}</main>`) },
		{ name: "thread", html: frame("Thread", write, `<div class="thread">${times(60, post)}</div>`) },
		{
			name: "start page",
			html: frame(
				"News",
				write,
				times(200, () => `<div class="teaser"><h3>${link()}</h3><p>${sentence()}</p></div>`),
			),
		},
	];
};
