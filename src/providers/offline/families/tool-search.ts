// Which tools there are for something.
import { createRules } from "../language/rules.js";
import { call, detailsOf, type Family, listOf, type Step, step, textOf } from "../plan.js";

const search = (query: string): Step | undefined => {
	const words = query.replace(/^(?:to|for|about|that|which|can|do|does) /i, "").trim();
	if (words === "" || /^(?:you|i|we|here|there|it|nexus|this)\b/i.test(words)) return undefined;
	return step(call("find_tools", { query: words }), ([outcome]) => {
		const found = listOf(detailsOf(outcome).tools).map(
			(tool) => `${textOf(tool.name)} (${textOf(tool.description).replace(/\.$/, "")})`,
		);
		return found.length === 0 ? `There is no tool for "${words}".` : `For "${words}": ${found.join("; ")}.`;
	});
};

const firstOf = createRules<Step>([
	{
		rules: () => [
			[
				/^(?:which|what) (?:of the |of your )?tools? (?:can|could|do|does|will|is able to|are able to|lets? me|helps? (?:me )?(?:to |with )?|would) (.+)$/i,
				(query) => search(query),
			],
			[
				/^(?:which|what) tools? (?:is there|are there|do you have|have you(?: got)?|exists?|is|are)(?: (?:for|to|about|that (?:can )?|which (?:can )?)) ?(.+)$/i,
				(query) => search(query),
			],
			[
				/^(?:is there|are there|do you have|have you got) (?:an? |any |some )?tools? (?:for|to|that (?:can |could )?|which (?:can )?|about) ?(.+)$/i,
				(query) => search(query),
			],
			[
				/^(?:find|search|look|show|list)(?: me)?(?: for)?(?: an?| the| all)? tools? (?:for|to|that (?:can )?|which (?:can )?|about|with) ?(.+)$/i,
				(query) => search(query),
			],
		],
	},
]);

export const toolSearch: Family = {
	name: "tool-search",
	gate: /\btools?\b/,
	match: (clause) => (clause.text.length > 200 ? undefined : firstOf(clause.text.trim())),
};
