// Where control groups may be made (cgroups(7), Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst): below the group
// that nexus itself is in, so that what caps nexus caps its children too.
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export const controllers = ["pids", "memory"] as const;
export type Controller = (typeof controllers)[number];

/** A folder in which a group can be made that caps these. */
export interface GroupPlace {
	readonly folder: string;
	readonly version: 1 | 2;
	readonly controllers: readonly Controller[];
}

const isWritable = (path: string): boolean => {
	try {
		accessSync(path, constants.W_OK);
		return true;
	} catch {
		return false;
	}
};

/** Of /proc/self/cgroup: `8:pids:/a/b` of the first version, `0::/a/b` of the second. */
function ownGroup(text: string, controller: Controller | ""): string | undefined {
	for (const line of text.split("\n")) {
		const [, names, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
		if (names?.split(",").includes(controller)) return path;
	}
	return undefined;
}

/** The group, or the top where it cannot be seen, as in a container that shows the host's names. */
const inTree = (base: string, own: string | undefined): string => {
	const folder = own === undefined || own.split("/").includes("..") ? base : resolve(base, `.${own}`);
	return existsSync(folder) ? folder : base;
};

/**
 * In the second version only a group without processes of its own hands its controllers on, so it is one above that of
 * nexus, the nearest; who is not root needs the right to move processes out of there (systemd delegates such a part of
 * the tree to the desktop of each person).
 */
function secondVersion(base: string, own: string | undefined): GroupPlace | undefined {
	for (let folder = inTree(base, own); ; folder = dirname(folder)) {
		const subtree = join(folder, "cgroup.subtree_control");
		if (!existsSync(subtree)) return undefined;
		const given = readFileSync(subtree, "utf8").split(/\s+/);
		const usable = controllers.filter((name) => given.includes(name));
		if (usable.length > 0 && isWritable(folder) && isWritable(join(folder, "cgroup.procs"))) {
			return { folder, version: 2, controllers: usable };
		}
		if (folder === base) return undefined;
	}
}

/**
 * @param base where control groups are mounted
 * @param own what /proc/self/cgroup says
 */
export function groupPlaces(base: string, own: string): readonly GroupPlace[] {
	const first = controllers.flatMap((name): readonly GroupPlace[] => {
		if (!existsSync(join(base, name, "cgroup.procs"))) return [];
		const folder = inTree(join(base, name), ownGroup(own, name));
		return isWritable(folder) ? [{ folder, version: 1, controllers: [name] }] : [];
	});
	const second = secondVersion(base, ownGroup(own, ""));
	return second === undefined ? first : [...first, second];
}
