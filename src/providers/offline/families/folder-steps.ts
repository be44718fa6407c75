// Looks into folders: lists, counts, sizes, times.
import { currentFolder, folderFrom, isFileLike, pathFrom } from "../language/paths.js";
import { bytes, call, detailsOf, listOf, type Outcome, plural, type Step, step, textOf } from "../plan.js";

export const shownNames = (names: readonly string[], limit = 20): string =>
	names.length <= limit ? names.join(", ") : `${names.slice(0, limit).join(", ")} and ${names.length - limit} more`;

const baseName = (path: string): string => path.replace(/\/$/, "").split("/").at(-1) ?? path;

const place = (path: string): string => (path === "." ? "this folder" : path);

function listAnswer(path: string, only: "all" | "files" | "directories"): (outcomes: readonly Outcome[]) => string {
	return ([outcome]) => {
		const details = detailsOf(outcome);
		const entries = listOf(details.entries).filter(
			(entry) => only === "all" || (only === "files" ? entry.kind !== "directory" : entry.kind === "directory"),
		);
		const [files, folders] = [Number(details.files), Number(details.directories)];
		const names = entries.map((entry) => `${textOf(entry.path)}${entry.kind === "directory" ? "/" : ""}`);
		const counts =
			only === "files"
				? plural(files, "file")
				: only === "directories"
					? plural(folders, "folder")
					: `${plural(files, "file")} and ${plural(folders, "folder")}`;
		const verb = counts.startsWith("1 ") && only !== "all" ? "is" : "are";
		return names.length === 0
			? `There ${verb} ${only === "all" ? "nothing" : counts} in ${place(path)}.`.replace("are nothing", "is nothing")
			: `There ${verb} ${counts} in ${place(path)}: ${shownNames(names, 40)}.`;
	};
}

export const list = (
	path: string,
	options: { hidden?: boolean; deep?: boolean; only?: "all" | "files" | "directories" } = {},
): Step =>
	step(
		call("list_directory", {
			...(path === "." ? {} : { path }),
			...(options.deep === true ? { depth: 5 } : {}),
			...(options.hidden === true ? { hidden: true } : {}),
		}),
		listAnswer(path, options.only ?? "all"),
	);

export const countIn = (path: string, what: "files" | "directories" | "all", deep = false): Step =>
	step(call("list_directory", { ...(path === "." ? {} : { path }), ...(deep ? { depth: 20 } : {}) }), ([outcome]) => {
		const details = detailsOf(outcome);
		const [files, folders] = [Number(details.files), Number(details.directories)];
		const counted =
			what === "files"
				? plural(files, "file")
				: what === "directories"
					? plural(folders, "folder")
					: `${plural(files + folders, "item")} (${plural(files, "file")}, ${plural(folders, "folder")})`;
		return `There ${counted.startsWith("1 ") ? "is" : "are"} ${counted} in ${place(path)}.`;
	});

export const size = (path: string): Step =>
	step(call("list_directory", { path: path.replace(/(?<=.)\/$/, "") }), ([outcome]) => {
		const details = detailsOf(outcome);
		const entries = listOf(details.entries);
		const own =
			entries.length === 1 && baseName(textOf(entries[0]?.path)) === baseName(path) && entries[0]?.kind !== "directory"
				? entries[0]
				: undefined;
		const total = Number(own?.sizeBytes ?? details.totalBytes);
		return `${path} is ${bytes(total)}${total < 1000 ? "" : ` (${total} bytes)`} in size.`;
	});

export const modified = (path: string): Step =>
	step(call("list_directory", { path }), ([outcome]) => {
		const entry = listOf(detailsOf(outcome).entries)[0];
		const time = typeof entry?.modified === "number" ? new Date(entry.modified).toISOString() : textOf(entry?.modified);
		return `${path} was last modified at ${time.replace("T", " ").replace(/:\d\d(?:\.\d+)?Z$/, " UTC")}.`;
	});

export const extreme = (which: string, folder: string): Step =>
	step(call("list_directory", { ...(folder === "." ? {} : { path: folder }) }), ([outcome]) => {
		const entries = listOf(detailsOf(outcome).entries).filter((entry) => entry.kind === "file");
		const key = /new|old|late|recent/.test(which) ? "modified" : "sizeBytes";
		const sorted = [...entries].sort((a, b) => ((a[key] ?? 0) < (b[key] ?? 0) ? 1 : -1));
		const found = /small|old/.test(which) ? sorted.at(-1) : sorted[0];
		return found === undefined
			? `There are no files in ${place(folder)}.`
			: `The ${which} file in ${place(folder)} is ${textOf(found.path)} (${plural(Number(found.sizeBytes), "byte")}).`;
	});

const orders: readonly (readonly [RegExp, "sizeBytes" | "modified", 1 | -1])[] = [
	[/small|light/, "sizeBytes", 1],
	[/large|big|heav|size/, "sizeBytes", -1],
	[/old/, "modified", 1],
	[/new|late|recent|date|time|modif|age/, "modified", -1],
];

/** The files of a folder by size or time, the first ones named. */
export const ranked = (which: string, count: number, folder: string): Step =>
	step(call("list_directory", { ...(folder === "." ? {} : { path: folder }) }), ([outcome]) => {
		const [, key, sign] = orders.find(([pattern]) => pattern.test(which)) ?? [which, "sizeBytes" as const, -1 as const];
		const files = listOf(detailsOf(outcome).entries).filter((entry) => entry.kind === "file");
		const sorted = [...files].sort((a, b) => ((a[key] ?? 0) < (b[key] ?? 0) ? -sign : sign));
		const told = sorted
			.slice(0, count)
			.map(
				(entry) =>
					`${textOf(entry.path)} (${key === "sizeBytes" ? bytes(Number(entry.sizeBytes)) : textOf(entry.modified).slice(0, 10)})`,
			);
		if (told.length === 0) return `There are no files in ${place(folder)}.`;
		const what = /by|sort/.test(which) ? `files by ${key === "sizeBytes" ? "size" : "time"}` : `${which} files`;
		return `The ${what} in ${place(folder)}: ${told.join(", ")}.`;
	});

export const inFolder =
	"(?: here| in here)?(?: (?:in|inside|inside of|under|within|from|of|at|below|on|for)(?: the(?= |$))? (.+?))?";

export const verbs =
	"(?:list|show(?: me| us)?|hunt down|track down|dig up|gather|collect|identify|are there|are there any|any|i need|find me|get me|display|print|see|view|enumerate|get|give(?: me(?= |$))?|tell me|name|output|ls|dir|what are|which are|what is|show me|let me see|check|count|find(?: out)?|browse|search for|look for|locate)";

/** `.env.production`, `.bashrc`, `.gitignore`; `.github` and `.config` are folders. */
const isDotFile = (name: string): boolean =>
	/^(?:.*\/)?\.(?:[\w-]+\.\w+|env|\w*rc|\w*ignore|\w*profile|\w*history|\w*attributes|netrc|editorconfig|nvmrc|dockerenv)$/i.test(
		name,
	);

export const withFolder = (slot: string | undefined, make: (folder: string) => Step): Step | undefined => {
	if (slot === undefined) return make(".");
	const folder = folderFrom(slot);
	const named = pathFrom(slot) ?? slot;
	const isFile =
		/^(?:the )?(?:file|document) /i.test(slot) ||
		isDotFile(named) ||
		(isFileLike(named) && /\.\w{1,5}$/.test(named) && !named.startsWith("."));
	return folder === undefined || isFile ? undefined : make(folder);
};

/** A path whose last name has no ending and is no file that everybody knows. */
export const isFolderPath = (slot: string): boolean =>
	/^[~.\w-]*\/(?:[\w.-]+\/)*[\w-]+$/.test(slot.trim()) &&
	!/\/(?:hosts|passwd|group|fstab|hostname|shadow|crontab|motd|issue|profile|environment|sudoers|services|protocols|makefile|dockerfile|readme|licen[cs]e|changelog|config|syslog|messages)$/i.test(
		slot.trim(),
	);

export const folderSure = (slot: string): boolean =>
	currentFolder.test(slot) ||
	/(?:folder|directory|dir)$|^(?:folder|directory|dir) |\/|^(?:src|test|tests|docs|lib|bin|dist|build|tools|scripts)$/i.test(
		slot.trim(),
	);

export function listed(folder: string | undefined, extra: string | undefined): Step | undefined {
	return withFolder(folder, (path) =>
		list(path, { hidden: /hidden|dot/.test(extra ?? ""), deep: /recurs|sub/.test(extra ?? "") }),
	);
}

export function sized(slot: string | undefined): Step | undefined {
	const text = slot ?? "";
	if (currentFolder.test(text) && !/^(?:it|this|there|here)$/i.test(text)) return size(".");
	const path = pathFrom(text) ?? (/(?:folder|directory)$/.test(text) ? folderFrom(text) : undefined);
	return path === undefined ? undefined : size(path);
}

/** A folder is there when it can be listed. */
export const folderExists = (path: string): Step =>
	step(call("list_directory", { path }), ([outcome]) => {
		const details = detailsOf(outcome);
		return `Yes, the folder ${path} exists (${plural(Number(details.files), "file")}, ${plural(Number(details.directories), "folder")}).`;
	});
