// What takes space, who listens on a port, the battery, the environment.
import type { JsonObject } from "../../../contracts/json.js";
import { folderFrom } from "../language/paths.js";
import { createRules } from "../language/rules.js";
import { bytes, call, detailsOf, type Family, listOf, objectOf, plural, type Step, step, textOf } from "../plan.js";

const place = (path: string): string => (path === "." ? "this folder" : path);

const largest = (slot: string | undefined, limit = 10): Step | undefined => {
	const path = slot === undefined ? "." : folderFrom(slot.replace(/^(?:folder|directory) /i, ""));
	if (path === undefined) return undefined;
	return step(call("disk_usage", { path, limit }), ([outcome]) => {
		const details = detailsOf(outcome);
		const told = listOf(details.entries)
			.slice(0, limit)
			.map((entry) => `${textOf(entry.path)}${entry.kind === "folder" ? "/" : ""} ${bytes(Number(entry.sizeBytes))}`);
		const total = `${bytes(Number(details.sizeBytes))} in ${plural(Number(details.files), "file")}`;
		return told.length === 0
			? `There is nothing in ${place(path)}.`
			: `Most space in ${place(path)} (${total}): ${told.join(", ")}.`;
	});
};

const portText = (entry: JsonObject): string => {
	const who = textOf(entry.process) || (entry.pid === undefined ? "" : `process ${textOf(entry.pid)}`);
	return `${textOf(entry.port)}/${textOf(entry.protocol)}${who === "" ? "" : ` (${who})`}`;
};

const ports = (port?: string): Step =>
	step(call("network_info", { show: "ports", ...(port === undefined ? {} : { port: Number(port) }) }), ([outcome]) => {
		const found = [...new Set(listOf(detailsOf(outcome).ports).map(portText))];
		if (found.length === 0) return port === undefined ? "No port is open." : `Nothing listens on port ${port}.`;
		return port === undefined
			? `${plural(found.length, "open port")}: ${found.slice(0, 30).join(", ")}.`
			: `Port ${port} is in use: ${found.join(", ")}.`;
	});

const interfaces = (tell: (details: JsonObject) => string): Step =>
	step(call("network_info", { show: "interfaces" }), ([outcome]) => tell(detailsOf(outcome)));

const gateways = (details: JsonObject): string => {
	const found = listOf(details.gateways).map((one) => `${textOf(one.address)} (${textOf(one.interface)})`);
	return found.length === 0 ? "There is no gateway." : `The gateway is ${found.join(", ")}.`;
};
const nameServers = (details: JsonObject): string => {
	const found = [details.nameServers ?? []].flat().map((address) => textOf(address as string));
	return found.length === 0 ? "No DNS server is set." : `DNS: ${found.join(", ")}.`;
};
const cards = (details: JsonObject): string => {
	const found = listOf(details.interfaces).flatMap((one) =>
		textOf(one.mac) === "" ? [] : [`${textOf(one.name)} ${textOf(one.mac)}`],
	);
	return found.length === 0 ? "No MAC address is known." : `MAC: ${found.join(", ")}.`;
};

const battery = (): Step =>
	step(call("battery", {}), ([outcome]) => {
		const found = listOf(detailsOf(outcome).batteries);
		if (found.length === 0) return "This machine has no battery.";
		const told = found.map((one) => {
			const left = typeof one.secondsLeft === "number" ? `, ${Math.round(one.secondsLeft / 60)} minutes left` : "";
			return `${Math.round(Number(one.charge) * 100)} %, ${textOf(one.state)}${left}`;
		});
		return `The battery is at ${told.join("; ")}.`;
	});

/** One variable by its exact name, or all that have the word in their name. */
const variables = (filter?: string, isExact = true): Step =>
	step(call("environment", filter === undefined ? {} : { filter }), ([outcome]) => {
		const all = Object.entries(objectOf(detailsOf(outcome).variables));
		const one = isExact ? all.find(([name]) => name.toLowerCase() === filter?.toLowerCase()) : undefined;
		if (one !== undefined) return `${one[0]} is ${textOf(one[1])}`;
		if (all.length === 0 || (isExact && filter !== undefined))
			return filter === undefined
				? "No variable is set."
				: `No variable ${isExact ? "is called" : "has a name with"} ${filter}.`;
		const shown = all.slice(0, 40).map(([name, value]) => `${name}=${textOf(value).slice(0, 200)}`);
		return [`${plural(all.length, "environment variable")}:`, ...shown, ...(all.length > 40 ? ["…"] : [])].join("\n");
	});

/** Variables that people know by name; any other in capitals may as well be an abbreviation. */
const known =
	/^(?:PATH|HOME|USER|USERNAME|LOGNAME|SHELL|LANG|LANGUAGE|LC_ALL|EDITOR|VISUAL|PAGER|PWD|OLDPWD|TERM|DISPLAY|HOSTNAME|TMPDIR|TEMP|TMP|PYTHONPATH|NODE_PATH|GOPATH|GOROOT|CARGO_HOME|JAVA_HOME|DEBUG|MANPATH|LD_LIBRARY_PATH|COLORTERM|SHLVL)$/;

const inFolder = "(?: (?:in|inside|of|under|below|within) (?:the )?(.+?))?";
const env = "(?:environment|env|shell)";

const firstOf = createRules<Step>([
	{
		needs: /space|disk|storage|\bdu\b/,
		rules: () => [
			[
				/^(?:what|which(?: (?:folders?|files?|director(?:y|ies)|things?|items?))?)(?: is| are)? (?:takes?|taking|uses?|using|eats?|eating|occup(?:y|ies)|fills?|filling|hogs?|hogging|needs?)(?: up)?(?: all)?(?: the| my)?(?: most| so much| all the| the most)? ?(?:of (?:the|my) )?(?:disk |storage )?(?:space|disk|storage)(?: up)?(?: (?:in|inside|under|of|on) (?:the )?(.+?))?(?: here)?$/i,
				(folder) =>
					folder !== undefined && /^(?:disk|my disk|drive|machine|computer|this (?:machine|computer))$/i.test(folder)
						? largest("/")
						: largest(folder),
			],
			[
				/^where (?:is|has|did) (?:all )?(?:the |my )?(?:disk |storage )?space (?:gone|going|go)(?: in (.+))?$/i,
				(folder) => largest(folder),
			],
			[/^disk usage (?:by|per) folder$/i, () => largest(undefined)],
			[/^du(?: -sh?)? ?(\S+)?$/i, (folder) => largest(folder)],
			[
				new RegExp(
					`^(?:show |list |find |what are |which are )?(?:me )?(?:the )?(?:(\\d{1,2}) )?(?:largest|biggest) (?:folders|directories|files and folders|things)(?: on disk)?${inFolder}(?: by (?:disk )?space)?$`,
					"i",
				),
				(limit, folder) => largest(folder, limit === undefined ? 10 : Number(limit)),
			],
		],
	},
	{
		needs: /largest|biggest/,
		rules: () => [
			[
				new RegExp(
					`^(?:show |list |find |what are |which are )?(?:me )?(?:the )?(?:(\\d{1,2}) )?(?:largest|biggest) (?:folders|directories|subfolders|files and folders)(?: here)?${inFolder}$`,
					"i",
				),
				(limit, folder) => largest(folder, limit === undefined ? 10 : Number(limit)),
			],
		],
	},
	{
		needs: /port|listen|gateway|dns|name ?server|\bmac\b|router/,
		rules: () => [
			[
				/^(?:what|who|which (?:process|program|app|application|service))(?: is)? (?:uses|using|listens|listening|runs|running|on|owns|has|occupies|blocks|blocking)(?: on)?(?: the)?(?: tcp| udp)? port (?:number )?(\d{1,5})$|^(?:is|check (?:if|whether)|see (?:if|whether))(?: (?:anything|something|someone))?(?: (?:is )?(?:listening|running|using))?(?: on)? ?(?:tcp )?port (\d{1,5})(?: is)?(?: (?:open|in use|used|taken|free|busy|available|listening|blocked))*$|^port (\d{1,5})$/i,
				(...found) => ports(found.find((port) => port !== undefined)),
			],
			[
				/^(?:(?:what|which|list|show|see|get|check|display|scan|find|tell)(?: me)?(?: are)?(?: all)?(?: the| my)? ?)?(?:open |listening |used |local |tcp |network )*ports(?: (?:are|is|do i have|currently|now|right now|open|opened|listening|in use|being|used|here|on this (?:machine|computer)|on my (?:machine|computer)))*$/i,
				() => ports(),
			],
			[
				/^(?:what|which (?:processes|programs|services)|who)(?: is| are)? (?:listening|listens?)(?: (?:here|on this machine|on (?:any )?ports?|on the network|right now))*$/i,
				() => ports(),
			],
			[
				/^(?:what is |show |tell |get )?(?:me )?(?:the |my )?(?:default |network )?(?:gateway|router)(?: (?:address|ip))*$/i,
				() => interfaces(gateways),
			],
			[
				/^(?:what (?:is|are) |which |show |tell |get )?(?:me )?(?:the |my )?(?:dns|name ?servers?)(?: (?:servers?|settings?|address(?:es)?|do i use|am i using|is used))*$/i,
				() => interfaces(nameServers),
			],
			[
				/^(?:what is |show |tell |get )?(?:me )?(?:the |my )?mac(?:[ -]address(?:es)?)(?: of (?:this|my) (?:machine|computer|laptop))?$/i,
				() => interfaces(cards),
			],
		],
	},
	{
		needs: /batter|charg|plugged|on (?:ac|mains)/,
		rules: () => [
			[
				/^(?:what is |how is |how (?:much|full|good|charged) (?:is )?|show |check |tell |get |is |does )?(?:me )?(?:the |my |this |there )?(?:an? |any )?(?:(?:laptop|computer|machine)(?:'s)? )?battery(?: (?:level|status|charge|state|percentage|percent|life|health|left|remaining|is|do i have|have i|full|empty|low|charging|charged|doing|ok|left|in this (?:laptop|machine)|remains))*$/i,
				() => battery(),
			],
			[
				/^(?:is|are) (?:the |my |this )?(?:laptop|computer|machine|pc|it|we|i)(?: (?:currently|now))?(?: (?:charging|plugged in|on battery|on ac(?: power)?|on mains|being charged))+(?: now)?$/i,
				() => battery(),
			],
			[
				/^how long (?:will|does|is) (?:the |my )?battery(?: (?:last|going to last|still))*$|^(?:am i|are we) (?:running )?on battery(?: power)?$/i,
				() => battery(),
			],
		],
	},
	{
		needs: /env|variable|path|home|\$/,
		rules: () => [
			[
				new RegExp(
					`^(?:what is|what are|show|print|get|echo|tell|give|display|read)(?: me)?(?: the)?(?: value of)?(?: the)?(?: (?:${env} )?variable)? ?\\$?([A-Z][A-Z0-9_]{2,})(?: (?:set to|env(?:ironment)? var(?:iable)?|variable))?$`,
				),
				(name) => (known.test(name) || name.includes("_") ? variables(name) : undefined),
			],
			[
				new RegExp(
					`^(?:what is|show|print|get|tell|give|display|read|is|check)(?: me)?(?: the)?(?: value of)?(?: the| my)?(?: ${env})? var(?:iable)? \\$?(\\w+)(?: (?:set|defined)(?: to)?)?$`,
					"i",
				),
				(name) => variables(name),
			],
			[
				new RegExp(
					`^(?:what is|is)(?: the)? \\$?(\\w+) (?:set(?: to)?|defined|${env} var(?:iable)?)(?: in (?:the|my) ${env})?$`,
					"i",
				),
				(name) => (/^[A-Z_\d]+$/.test(name) ? variables(name) : undefined),
			],
			[
				new RegExp(
					`^(?:list|show|print|display|get|see|what are|which)?(?: me)?(?: all)?(?: of)?(?: the| my)? ?(?:${env} var(?:iable)?s|environment)(?: (?:are set|do i have|are there|set))*(?: (?:with|containing|that (?:contain|have|start with)|starting with|named like|about) ["'\`]?(\\w+)["'\`]?(?: in (?:their|the) names?)?)?$`,
					"i",
				),
				(filter) => variables(filter, false),
			],
			[/^(?:env|printenv)$/i, () => variables()],
			[/^(?:echo |print |show )?\$([A-Z_]\w+)$/, (name) => variables(name)],
			[/^(?:what is|show|print)(?: me)? (?:the|my) path(?: variable)$/i, () => variables("PATH")],
		],
	},
]);

export const machineDetails: Family = {
	name: "machine-details",
	gate: /space|disk|storage|\bdu\b|largest|biggest|port|listen|gateway|dns|name ?server|\bmac\b|router|batter|charg|plugged|env|variable|\bpath\b|\bhome\b|\$|what is [a-z0-9_]+$/,
	match: (clause) => (clause.text.length > 200 ? undefined : firstOf(clause.text.trim())),
};
