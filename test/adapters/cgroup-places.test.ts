import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { groupPlaces } from "../../src/adapters/cgroup-places.js";

/** A tree like /sys/fs/cgroup, as files. */
function tree(files: Readonly<Record<string, string>>): string {
	const base = mkdtempSync(join(tmpdir(), "nexus-cgroup-"));
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(base, path)), { recursive: true });
		writeFileSync(join(base, path), text);
	}
	return base;
}

const desktop = "user.slice/user-1000.slice/user@1000.service/app.slice";
const second = {
	"cgroup.subtree_control": "cpuset cpu io memory pids",
	"cgroup.procs": "",
	[`${desktop}/cgroup.subtree_control`]: "memory pids\n",
	[`${desktop}/cgroup.procs`]: "",
	[`${desktop}/term.scope/cgroup.subtree_control`]: "\n",
	[`${desktop}/term.scope/cgroup.procs`]: "1\n",
};

it.each<[string, Readonly<Record<string, string>>, string, readonly (readonly [string, 1 | 2, string])[]]>([
	["no control groups", {}, "", []],
	[
		"the first version, at the top",
		{ "pids/cgroup.procs": "", "memory/cgroup.procs": "" },
		"8:pids:/\n4:memory:/\n",
		[
			["pids", 1, "pids"],
			["memory", 1, "memory"],
		],
	],
	[
		"the first version, below the own group",
		{ "memory/cgroup.procs": "", "memory/a/b/cgroup.procs": "" },
		"4:cpu,memory:/a/b\n0::/\n",
		[["memory/a/b", 1, "memory"]],
	],
	[
		"a container that shows the names of its host",
		{ "memory/cgroup.procs": "" },
		"4:memory:/docker/0123\n",
		[["memory", 1, "memory"]],
	],
	["a name that leads out of the tree", { "memory/cgroup.procs": "" }, "4:memory:/../..\n", [["memory", 1, "memory"]]],
	[
		"the second version: above the own group, which has processes of its own",
		second,
		`0::/${desktop}/term.scope\n`,
		[[desktop, 2, "pids,memory"]],
	],
	["the second version at the top", second, "0::/\n", [["", 2, "pids,memory"]]],
	[
		"the second version without controllers, as beside the first",
		{ "cgroup.subtree_control": "", "cgroup.procs": "" },
		"0::/\n",
		[],
	],
	["only one of the two", { "cgroup.subtree_control": "pids", "cgroup.procs": "" }, "0::/\n", [["", 2, "pids"]]],
])("%s", (_name, files, own, expected) => {
	const base = tree(files);
	const places = groupPlaces(base, own);
	expect(places.map(({ folder, version, controllers }) => [folder, version, controllers.join()])).toEqual(
		expected.map(([folder, version, controllers]) => [join(base, folder), version, controllers]),
	);
});

it("a group whose list of processes is not open to nexus is none", () => {
	expect(groupPlaces(tree({ "cgroup.subtree_control": "memory pids" }), "0::/\n")).toEqual([]);
});
