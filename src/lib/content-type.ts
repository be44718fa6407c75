/** What a response's Content-Type says (RFC 9110, section 8.3.1). Both parts in lower case, "" when absent. */
export function parseContentType(header: string | undefined): { readonly type: string; readonly charset: string } {
	const [type = "", ...parameters] = (header ?? "").split(";");
	const charset = parameters.map((part) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(part)?.[1]).find(Boolean) ?? "";
	return { type: type.trim().toLowerCase(), charset: charset.toLowerCase() };
}

export const isHtmlType = (type: string): boolean => type === "text/html" || type === "application/xhtml+xml";
export const isJsonType = (type: string): boolean => type === "application/json" || type.endsWith("+json");

export const isDocxType = (type: string): boolean =>
	type === "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** For what comes without a type. */
export const looksLikeHtml = (text: string): boolean =>
	/^\s*(?:<!doctype html|<html|<head|<body)/i.test(text.slice(0, 500));

/** Laid out where it is JSON, else as it is. */
export const prettyJson = (text: string): string => {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
};

export const isTextType = (type: string): boolean =>
	type.startsWith("text/") ||
	isJsonType(type) ||
	type.endsWith("+xml") ||
	[
		"application/xml",
		"application/javascript",
		"application/ecmascript",
		"application/x-javascript",
		"application/x-sh",
		"application/toml",
		"application/yaml",
		"application/x-yaml",
		"application/x-ndjson",
		"application/jsonl",
		"application/sql",
		"application/graphql",
		"application/x-www-form-urlencoded",
	].includes(type);

function metaCharset(head: string): string {
	return (
		/<meta[^>]{1,200}charset\s*=\s*["']?([\w-]{2,40})/i.exec(head)?.[1] ??
		/<\?xml[^>]{1,200}encoding\s*=\s*["']([\w-]{2,40})/i.exec(head)?.[1] ??
		""
	);
}

/**
 * Text by, in this order: byte order mark, `charset` of the header, what the page itself says in its first 1024 bytes
 * (HTML, section 13.2.3), UTF-8 where it is that, windows-1252 as browsers do. An encoding that is not known is passed
 * over; invalid bytes become U+FFFD.
 */
export function decodeBody(body: Uint8Array, charset: string): string {
	const mark =
		body[0] === 0xff && body[1] === 0xfe ? "utf-16le" : body[0] === 0xfe && body[1] === 0xff ? "utf-16be" : "";
	const isUtf8 = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
	const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 1024)).toString("latin1");
	// A page that could say so in ASCII is not in UTF-16.
	const own = metaCharset(head).replace(/^utf-?16.*$/i, "utf-8");
	for (const label of [mark, isUtf8 ? "utf-8" : "", charset, own]) {
		if (label === "") continue;
		try {
			return new TextDecoder(label).decode(body);
		} catch {
			// Not an encoding that is known: the next source.
		}
	}
	try {
		// A last character that was cut off with the rest of the body is no sign of another encoding.
		return new TextDecoder("utf-8", { fatal: true }).decode(body, { stream: true });
	} catch {
		return new TextDecoder("windows-1252").decode(body);
	}
}
