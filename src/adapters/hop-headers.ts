// Headers that concern one connection only, and that a proxy does not pass on (RFC 9110, section 7.6.1).

const ofOneHop: readonly string[] = [
	...["connection", "keep-alive", "proxy-connection", "proxy-authorization", "proxy-authenticate"],
	...["te", "trailer", "transfer-encoding", "upgrade"],
];

/** `raw` and the result: name, value, name, value …; without `more`, names in lower case. */
export function endToEnd(raw: readonly string[], more: readonly string[]): string[] {
	const pairs: (readonly [string, string])[] = [];
	for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? "", raw[at + 1] ?? ""]);
	const named = pairs
		.filter(([name]) => name.toLowerCase() === "connection")
		.flatMap(([, value]) =>
			value
				.toLowerCase()
				.split(",")
				.map((token) => token.trim()),
		);
	const left = new Set([...ofOneHop, ...named, ...more]);
	return pairs.filter(([name]) => !left.has(name.toLowerCase())).flat();
}
