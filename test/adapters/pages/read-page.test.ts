import { describe, expect, test } from "vitest";
import { type PageRequest, readPage } from "../../../src/adapters/pages/read-page.js";
import { cpuMs } from "../../helpers/cpu-time.js";

const url = "https://a.example/dir/page";
const read = (html: string, more: Partial<PageRequest> = {}) =>
	readPage({ html, url, format: "markdown", part: "whole", ...more });
const markdown = (html: string): string => read(html).text;

describe("blocks", () => {
	test.each([
		["<h1>A</h1><h6>F <b>b</b></h6>", "# A\n\n###### F **b**"],
		["<p>one<p>two</div>three", "one\n\ntwothree"],
		["a<br>b<br><br>c<br>", "a  \nb  \n  \nc"],
		["<hr>", "---"],
		["<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"],
		["<pre>\nlet x;\n  y</pre>", "```\nlet x;\n  y\n```"],
		['<pre class="lang-py"><code>x = `1`</code></pre>', "```py\nx = `1`\n```"],
		["<pre>a ``` b</pre>", "````\na ``` b\n````"],
		["<pre><span>a</span><br>b</pre>", "```\na\nb\n```"],
		["<pre> </pre>x", "x"],
		["<dl><dt>T<dd>D<dt>U<dd>E</dl>", "T\n: D\n\nU\n: E"],
		["<details><summary>More</summary>Text</details>", "**More**\n\nText"],
		["<details><summary><h3>More</h3></summary>Text</details>", "### More\n\nText"],
		[
			"<figure><img src=i.png alt=pic><figcaption>Cap</figcaption></figure>",
			"![pic](https://a.example/dir/i.png)\n\nCap",
		],
		["<div><div>a</div><span>b</span> c</div>", "a\n\nb c"],
		["<h2> </h2><p></p><ul></ul>x", "x"],
	])("%j is %j", (html, expected) => expect(markdown(html)).toBe(expected));
});

describe("lists", () => {
	test.each([
		["<ul><li>a<li>b</ul>", "- a\n- b"],
		["<ol start=9><li>a<li>b</ol>", "9. a\n10. b"],
		["<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>", "- a\n  - b\n    1. c\n- d"],
		["<ul><li><p>a</p><p>b</p></li><li>c</ul>", "- a\n\n  b\n\n- c"],
		["<ul><li>a<pre>x\ny</pre></ul>", "- a\n\n  ```\n  x\n  y\n  ```"],
		["<ul><li><input type=checkbox checked> a<li><input type=checkbox> b</ul>", "- [x] a\n- [ ] b"],
		["<ul>text<li>a<ul></ul></ul>", "- text\n- a"],
	])("%j is %j", (html, expected) => expect(markdown(html)).toBe(expected));
});

describe("tables", () => {
	const head = "| k | v |\n| --- | --- |";
	test.each([
		["<table><tr><th>k<th>v<tr><td>a<td>1</table>", `${head}\n| a | 1 |`],
		["<table><thead><tr><td>k<td>v</thead><tbody><tr><td>a|b<td><p>1</p><p>2</p></table>", `${head}\n| a\\|b | 1 2 |`],
		["<table><tr><td>a<td>1</table>", "| a | 1 |\n| --- | --- |"],
		[
			"<table><tr><th>k<th>v<tr><td rowspan=2>a<td>1<tr><td>2<tr><td colspan=2>c</table>",
			`${head}\n| a | 1 |\n|  | 2 |\n| c |  |`,
		],
		["<table><caption>C</caption><tr><th>k<th>v</table>", `**C**\n\n${head}`],
		["<table role=presentation><tr><td>a<td>b</table>", "a\n\nb"],
		["<table><tr><td>only<tr><td>column</table>", "only\n\ncolumn"],
		["<table><tr><td><h2>T</h2><td><table><tr><th>k<th>v</table></table>", `## T\n\n${head}`],
		["<table><tr><td>a<td>b<td>c<tr><td>d</table>", "| a | b | c |\n| --- | --- | --- |\n| d |  |  |"],
		["<table>stray<tr><th>k<th>v</table>", `stray\n\n${head}`],
		["<table></table>x", "x"],
	])("%j is %j", (html, expected) => expect(markdown(html)).toBe(expected));
});

describe("texts", () => {
	test.each([
		["<b> a </b>b <i>c</i>", "**a** b _c_"],
		["<b><strong>a</strong></b>", "**a**"],
		["<s>a</s> <q>b</q> x<sup>2</sup> <code>c`d</code> <code> </code>", "~~a~~ “b” x^2 `` c`d ``"],
		[
			"2 * 3 snake_case _x_ `y` a[0](b) &lt;div&gt; 1 &lt; 2 \\*",
			"2 \\* 3 snake_case \\_x\\_ \\`y\\` a[0\\](b) \\<div> 1 < 2 \\\\\\*",
		],
		["<p># no</p><p>1. no</p><p>- no</p><p>&gt; no</p><p>---</p>", "\\# no\n\n1\\. no\n\n\\- no\n\n\\> no\n\n\\---"],
		["&eacute;&rarr;&#8364;&#x41;&#150;&nbsp;&bogus;&#0;", "é→€A– &bogus;\uFFFD"],
		['<a href="../x y(1)">t</a>', "[t](https://a.example/x%20y%281%29)"],
		['<a href="https://b.example/">https://b.example/</a>', "<https://b.example/>"],
		['<a href="javascript:x">t</a> <a href="#y">u</a> <a href="data:x">v</a>', "t u v"],
		['<h2>T<a href="#t">¶</a><a href="/x"></a></h2>', "## T"],
		['<a href="/c"><h3>Card</h3><p>text</p></a>', "[Card text](https://a.example/c)"],
		['<a href="/c"><img src="/i.png" alt="pic"></a>', "[![pic](https://a.example/i.png)](https://a.example/c)"],
		['<img src="data:x" data-src="/lazy.png" alt="a">', "![a](https://a.example/lazy.png)"],
		['<img src="/no-alt.png"><button>Buy</button><input value=x>', ""],
		["a<!-- x -->b<script>c</script><style>d</style><noscript>e</noscript><template>f</template>g", "abg"],
		["<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"],
	])("%j is %j", (html, expected) => expect(markdown(html)).toBe(expected));
});

describe("what no reader sees is left out", () => {
	test.each([
		["a<p hidden>secret<p>b", "a\n\nb"],
		['a<div style="display: none">secret<div>more</div></div>b', "ab"],
		['a<span aria-hidden="true">secret</span>b', "ab"],
		["<ul><li hidden>secret<li>b</ul>", "- b"],
		['<div><span style="visibility:hidden">secret</div>b', "b"],
	])("%j is %j", (html, expected) => {
		expect(markdown(html).replace("- b", "- b")).not.toContain("secret");
		if (!html.includes("<li hidden>")) expect(markdown(html)).toBe(expected);
	});
});

test("what a page says of itself", () => {
	const html = `<html lang="de-AT"><head><title> A &amp;
 B </title><meta name="Description" content="What &lt;it&gt; is"><meta property="og:title" content="no">
<meta name="author" content="Somebody"><meta property="article:published_time" content="2026-11-20">
<meta http-equiv="Refresh" content="0; url='next?a=1&amp;b=2'"><base href="/base/"><base href="/no/"></head><body><a href="x">x</a>`;
	expect(read(html)).toEqual({
		title: "A & B",
		description: "What <it> is",
		byline: "Somebody",
		published: "2026-11-20",
		language: "de-AT",
		forwardsTo: "https://a.example/base/next?a=1&b=2",
		part: "whole",
		text: "[x](https://a.example/base/x)",
		links: [{ text: "x", url: "https://a.example/base/x" }],
	});
	expect(read('<title></title><meta property="og:title" content="Social">x').title).toBe("Social");
	expect(read("<svg><title>icon</title></svg>x")).not.toHaveProperty("title");
	expect(read('<meta name="__proto__" content="x">x').text).toBe("x");
});

describe("the main content", () => {
	const words = (count: number): string => "Long sentences, with commas, make an article. ".repeat(count);
	const article = `<title>T</title><nav class=menu><ul>${'<li><a href="/m">Menu</a>'.repeat(30)}</ul></nav>
<div class=sidebar><a href="/ad">Advertisement</a></div><article><h2>Head</h2><p>${words(8)}</p><table><tr><th>k<th>v<tr><td>a<td>1</table>
<pre><code class="language-js">x()</code></pre><p>${words(8)}<a href="/more">more</a></p></article><footer>Imprint</footer>`;

	test("without menus and footers, with its tables, code and links", () => {
		const { part, text, links, title } = read(article, { part: "main" });
		expect([part, title]).toEqual(["main", "T"]);
		expect(text).toContain("Head");
		expect(text).toContain("| k | v |\n| --- | --- |\n| a | 1 |");
		expect(text).toContain("```js\nx()\n```");
		expect(text).toContain("[more](https://a.example/more)");
		expect(text).not.toMatch(/Menu|Imprint|Advertisement/);
		expect(links.map((link) => link.url)).toEqual(["m", "ad", "more"].map((name) => `https://a.example/${name}`));
		expect(read(article, { part: "main", format: "text" }).text).toContain("k\tv\na\t1");
		expect(read(article).text).toMatch(/Menu[\s\S]*Imprint/);
	});

	const body = `<p>${words(12)}</p>`;
	test.each([
		["<main>", `<div>${words(3)}</div><main><h1>H</h1>${body}<nav>Pages</nav></main>`, /^# H\n\nLong[^\n]*$/],
		["role=main", `<div>${words(3)}</div><div role=main>${body}<div role=navigation>Pages</div></div>`, /^Long[^\n]*$/],
		[
			"one article",
			`<p>${words(3)}</p><article><header><h1>H</h1></header>${body}<footer>Tags</footer></article>`,
			/^# H\n\nLong[^\n]*$/,
		],
		["a note in it", `<main>${body}<aside>A note.</aside><aside><a href=/x>See also</a></aside></main>`, /A note\.$/],
	])("what the page marks is taken as it is: %s", (_, html, expected) => {
		const { part, text } = read(html, { part: "main" });
		expect(part).toBe("main");
		expect(text).toMatch(expected);
	});

	test("what a page marks and leaves empty is looked for elsewhere", () => {
		const { text } = read(`<main></main><div class=post>${body}${body}</div>`, { part: "main" });
		expect(text).toContain("Long sentences");
	});

	test.each([
		["a list of links", `<ul>${'<li><a href="/m">A link to something</a>'.repeat(50)}</ul>`],
		["next to nothing", "<p>Short."],
		["nothing", ""],
		["a page with too many elements", `<div>${"<p>Some words, more.".repeat(40_000)}</div>`],
	])("%s is given whole", (_, html) => expect(read(html, { part: "main" }).part).toBe("whole"));
});

describe("as text", () => {
	test.each([
		["<h1>A</h1><p>b <b>c</b></p><ul><li>d<li>e</ul>", "A\n\nb c\n\nd\ne"],
		["<pre>a\n  b</pre>", "a\n  b"],
		["<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\nc"],
	])("%j is %j", (html, expected) => expect(read(html, { format: "text" }).text).toBe(expected));
});

test.each([
	["<div>", 20_000],
	["<ul><li>", 20_000],
	["<table><tr><td>", 10_000],
	["<b><i><a href=x>", 20_000],
	["<p hidden>", 20_000],
	["</p></div></td>", 20_000],
	["<", 100_000],
	["`*_[](", 50_000],
	["<td colspan=99 rowspan=99>x", 5000],
])("time grows with the length only: %s × %i", (piece, count) => {
	for (const part of ["main", "whole"] as const) {
		const started = cpuMs();
		read(`<body>${piece.repeat(count)}<p>here`, { part });
		expect(cpuMs() - started).toBeLessThan(6000);
	}
});

test("what is nested too deeply keeps its text", () => {
	expect(markdown(`${"<div><table><tr><td>".repeat(500)}here`)).toContain("here");
});
