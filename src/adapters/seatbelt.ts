// The profile that macOS's sandbox-exec takes (sandbox-exec(1), sandbox(7); the language is Apple's SBPL, where the last
// rule that fits counts). Text from the same plan as bubblewrap's arguments, and from nothing else.
import { join } from "node:path";
import { NexusError } from "../contracts/errors.js";
import { gitProtected, homeHidden, homeProtected, workspaceProtected } from "../lib/protected-paths.js";
import type { SandboxPlan } from "./bubblewrap.js";

/** Paths of the plan are real ones: the kernel compares what links lead to. */
export interface SeatbeltPlan extends Pick<SandboxPlan, "network" | "writableRoots" | "hidden" | "userHome"> {
	/** Of a proxy on this machine, the only place that may be connected to. */
	readonly proxyPort?: number;
}

/** What no program gets far without: itself, its own children, facts of the system, names of users. */
const basics: readonly string[] = [
	"(allow process-exec)",
	"(allow process-fork)",
	"(allow process-info* (target same-sandbox))",
	"(allow signal (target same-sandbox))",
	"(allow sysctl-read)",
	"(allow ipc-posix-sem)",
	'(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo"))',
	"(allow file-read*)",
	'(allow file-write-data (literal "/dev/null") (literal "/dev/zero") (literal "/dev/tty"))',
	'(allow file-ioctl (literal "/dev/tty"))',
];

/** Any address of the internet, and the socket by which names are looked up; no other Unix socket. */
const wholeNetwork: readonly string[] = [
	"(allow system-socket)",
	"(allow network-outbound (remote ip))",
	"(allow network-inbound (local ip))",
	"(allow network-bind (local ip))",
	'(allow network-outbound (literal "/private/var/run/mDNSResponder"))',
	'(allow mach-lookup (global-name "com.apple.trustd.agent") (global-name "com.apple.SystemConfiguration.configd"))',
];

/** A string of the language. One with control characters would have to be guessed at: there is no sandbox for it. */
function quote(text: string): string {
	if (/\p{Cc}/u.test(text)) {
		throw new NexusError("process.failed", `no sandbox can be made for a path with control characters`, {
			hint: "Rename the folder.",
		});
	}
	return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

const literalPattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Upper and lower case are the same to most disks of a Mac, also for what does not exist yet. */
const anyCase = (name: string): string =>
	literalPattern(name).replaceAll(/\p{L}/gu, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);

/** A name below a folder with all that is in it; `isDeep`: however far below. */
const pattern = (folder: string, name: string, isDeep = false): string =>
	`(regex ${quote(`^${literalPattern(folder)}/${isDeep ? "(.*/)?" : ""}${anyCase(name)}(/.*)?$`)})`;

const subpath = (path: string): string => `(subpath ${quote(path)})`;

const rule = (head: string, filters: readonly string[]): readonly string[] =>
	filters.length === 0 ? [] : [`(${head}\n\t${filters.join("\n\t")})`];

const network = ({ network, proxyPort }: SeatbeltPlan): readonly string[] => {
	if (network) return wholeNetwork;
	return proxyPort === undefined
		? []
		: [`(allow system-socket)`, `(allow network-outbound (remote ip "localhost:${proxyPort}"))`];
};

/** What may not be written below a root, existing or not (SECURITY R15). */
const protectedIn = (root: string, userHome: string): readonly string[] => [
	...[...workspaceProtected, ...(root === userHome ? homeProtected : [])].map((name) => pattern(root, name)),
	...gitProtected.map((name) => pattern(root, `.git/${name}`, true)),
];

/** Everything is refused but: reading, without what is hidden; writing in the roots, without what is protected. */
export function seatbeltProfile(plan: SeatbeltPlan): string {
	const roots = [...new Set(plan.writableRoots)].filter((root) => root !== "/");
	const hidden = [...plan.hidden, ...homeHidden.map((name) => join(plan.userHome, name))].filter(
		(path) => path !== "/" && !roots.includes(path),
	);
	// A workspace below a hidden folder still has to be seen; a hidden one below a workspace has to be hidden.
	const isInRoot = (path: string) => roots.some((root) => path.startsWith(`${root}/`));
	return [
		"(version 1)",
		"(deny default)",
		...basics,
		...network(plan),
		...rule("deny file-read* file-write*", hidden.filter((path) => !isInRoot(path)).map(subpath)),
		...rule("allow file-read* file-write*", roots.map(subpath)),
		...rule(
			"deny file-write*",
			roots.flatMap((root) => protectedIn(root, plan.userHome)),
		),
		// Moved away, changed and moved back, it would be another.
		...rule(
			"deny file-write-unlink",
			roots.map((root) => `(regex ${quote(`^${literalPattern(root)}/(.*/)?${anyCase(".git")}$`)})`),
		),
		...rule("deny file-read* file-write*", hidden.filter(isInRoot).map(subpath)),
		"",
	].join("\n");
}
