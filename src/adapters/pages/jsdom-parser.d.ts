// The small DOM that comes with Readability, which has no types of its own.
declare module "@mozilla/readability/JSDOMParser.js" {
	export default class JSDOMParser {
		/** Wants well-formed markup; of anything else it reads what it understands. */
		parse(html: string, url: string): Document;
	}
}
