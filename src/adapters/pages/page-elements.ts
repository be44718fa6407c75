// Which elements HTML knows, as far as their structure goes.

export const voidElements: ReadonlySet<string> = new Set(
	"area base br col embed hr img input link meta param source track wbr".split(" "),
);
export const blockElements: ReadonlySet<string> = new Set(
	"address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul".split(
		" ",
	),
);
/** What an element's start closes, up to the first of the elements that bound it (HTML, section 13.1.2.4). */
export const closedBy: Readonly<Record<string, readonly [closes: readonly string[], bounds: readonly string[]]>> = {
	li: [["li"], ["ul", "ol", "menu"]],
	dt: [["dt", "dd"], ["dl"]],
	dd: [["dt", "dd"], ["dl"]],
	tr: [["tr"], ["table"]],
	td: [
		["td", "th"],
		["tr", "table"],
	],
	th: [
		["td", "th"],
		["tr", "table"],
	],
	thead: [["thead", "tbody", "tfoot", "caption"], ["table"]],
	tbody: [["thead", "tbody", "tfoot", "caption"], ["table"]],
	tfoot: [["thead", "tbody", "tfoot", "caption"], ["table"]],
};
/** Their end tags reach no further out than the cell they stand in. */
export const cells: readonly string[] = ["td", "th", "caption"];
export const tableParts: readonly string[] = ["table", "thead", "tbody", "tfoot", "tr"];
export const keptAttributes: readonly string[] = [
	"class",
	"id",
	"role",
	"itemprop",
	"rel",
	"start",
	"colspan",
	"rowspan",
	"type",
];
