/** As people write addresses: without a scheme it is https. Undefined for what is none; a fragment is left out. */
export function webAddress(text: string): URL | undefined {
	const trimmed = text.trim();
	const candidate = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(trimmed) ? trimmed : `https://${trimmed}`;
	const url = URL.parse(candidate);
	if (url === null) return undefined;
	url.hash = "";
	return url;
}
