// Which addresses may be dialled for a model, a page or a tool (SECURITY R21): only global unicast.
import ipaddr from "ipaddr.js";

/** 2000::/3, all that IANA gives out as global unicast (RFC 4291, section 2.4, and the IANA registry of 2026). */
const globalUnicast6 = ipaddr.parseCIDR("2000::/3") as [ipaddr.IPv6, number];

/**
 * Why an address must not be dialled (`loopback`, `private`, `linkLocal` …), undefined when it may. IPv4 in IPv6 is
 * judged as the IPv4; forms that carry another address (NAT64, 6to4, Teredo) are never public.
 */
export function blockedRange(address: string): string | undefined {
	if (!ipaddr.isValid(address) || address.includes("%")) return "not an address";
	const parsed = ipaddr.process(address);
	const range = parsed.range();
	if (range !== "unicast") return range;
	if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast6)) return "reserved";
	return undefined;
}
