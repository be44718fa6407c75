// What this machine is and does.
import { type Clause, call, detailsOf, type Family, type Step, step } from "../plan.js";
import { matchProcesses } from "./processes.js";
import { topics } from "./system-topics.js";

export function match(clause: Clause): Step | undefined {
	const lower = clause.lower.trim().replace(/^(?:the|my|our|this) (?=\w)/, "");
	if (lower.length > 120) return undefined;
	const topic = topics.find(([pattern]) => pattern.test(lower));
	if (topic !== undefined && !/^(?:what|how|which|show|is|are|load)$/.test(lower)) {
		const [, tell] = topic;
		return step(call("system_load", {}), ([outcome]) => tell(detailsOf(outcome)));
	}
	return matchProcesses(lower);
}

export const system: Family = {
	name: "system",
	gate: /cpu|processor|core|\bproc|memory|\bram\b|\bmem\b|disk|drive|storage|space|partition|file ?system|network|\bnet\b|\bip\b|interface|bandwidth|wifi|ethernet|uptime|how long|since when|host|machine|computer|system|server|\bpc\b|laptop|\bos\b|linux|distro|kernel|platform|\barch|uname|\bwho|user|login|account|\bload|specs|resource|performance|process|program|\btask|\bapp|running|\btop\b|\bps\b|windows|\bmac|unix|\broom\b|full|\bdf\b|boot|chip|thread|\bbox\b|active|alive|\bup\b/,
	match,
};
