import { type Clause, call, detailsOf, type Family, type Step, step, textOf } from "../plan.js";

const url =
	/(?<![@\w.])(https?:\/\/[^\s"'`<>]+|(?:www\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|edu|gov|info|co|ai|app|me|de|fr|uk|us|eu|ch|nl|jp)(?:[/:?#][^\s"'`<>]*)?|localhost(?::\d+)?(?:\/\S*)?|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\/\S*)/i;
const verbs =
	/^(?:fetch|get|open|download|load|visit|go to|goto|read|show|retrieve|pull|grab|browse(?: to)?|check|look at|access|request|curl|what is (?:on|at|in)|print|display|view|crawl|scrape|see|navigate to|bring up|pull up|load up|call|hit|wget|what does|give|tell|head to)\b/i;
const filler =
	/\b(?:me|up|the|page|website|site|web ?page|url|content|contents|text|html|body|source|of|from|at|on|in|its|raw|as|markdown|plain|this|link|address|web|homepage|home|it|is|say|contains?|what|and|for|show|print|json|data|api|endpoint|response|http|https|get|title|status(?: code)?|please|tell|a|contents?|document)\b/gi;

function match(clause: Clause): Step | undefined {
	const found = url.exec(clause.text);
	if (found === null || clause.text.length > 2500) return undefined;
	const address = (found[0] ?? "").replace(/[.,;:!?)]+$/, "");
	const around = clause.text.replace(found[0] ?? "", " ").trim();
	const isAlone = around.replace(/^["'`<]+|["'`>]+$/g, "") === "";
	const isAsked =
		verbs.test(clause.text) ||
		/^(?:the )?(?:title|content|contents|text|status)\b/i.test(clause.text) ||
		/^what\b/i.test(clause.text);
	const rest = around
		.replace(verbs, "")
		.replace(filler, "")
		.replace(/[\s"'`<>,:?.-]/g, "");
	if (!isAlone && (!isAsked || rest.length > 0)) return undefined;
	const full = /^https?:/i.test(address)
		? address
		: `${/^(?:localhost|\d)/.test(address) ? "http" : "https"}://${address}`;
	const wantsRaw = /\b(?:raw|html|source|json|api)\b/i.test(around);
	const wantsText = /\bplain text\b|\bas text\b/i.test(around);
	const input = { url: full, ...(wantsRaw ? { format: "raw" } : wantsText ? { format: "text" } : {}) };
	const wants = /\bstatus\b/i.test(around) ? "status" : /\btitle\b/i.test(around) ? "title" : "page";
	return step(call("fetch_url", input), ([outcome]) => {
		const details = detailsOf(outcome);
		const title = textOf(details.title);
		if (wants === "status") return `${textOf(details.url)} answers with status ${textOf(details.status)}.`;
		if (wants === "title")
			return title === ""
				? `${textOf(details.url)} has no title.`
				: `The title of ${textOf(details.url)} is "${title}".`;
		const lines = textOf(details.text).trim().split("\n");
		const shown = lines.slice(0, 30).join("\n").slice(0, 3000);
		const isCut = lines.length > 30 || shown.length < lines.join("\n").length;
		return `${textOf(details.url)} (status ${textOf(details.status)}${title === "" ? "" : `, "${title}"`}):\n${shown}${isCut ? "\n…" : ""}`;
	});
}

export const web: Family = { name: "web", gate: /https?:|www\.|\w\.[a-z]{2,}|localhost|\d\.\d/, match };
