// Listing folders, finding files by name, counting and sizing them.

import { unquote } from "../language/clean.js";
import { currentFolder, folderFrom, isFileLike, pathFrom } from "../language/paths.js";
import { createRules } from "../language/rules.js";
import {
	bytes,
	type Clause,
	call,
	detailsOf,
	type Family,
	listOf,
	type Outcome,
	plural,
	type Step,
	step,
	textOf,
} from "../plan.js";

const kinds: Readonly<Record<string, string>> = {
	typescript: "ts",
	javascript: "js",
	python: "py",
	markdown: "md",
	text: "txt",
	rust: "rs",
	ruby: "rb",
	image: "{png,jpg,jpeg,gif,svg,webp}",
	picture: "{png,jpg,jpeg,gif,svg,webp}",
	yaml: "{yaml,yml}",
	shell: "sh",
	log: "log",
	golang: "go",
	pdf: "pdf",
	html: "html",
	excel: "xlsx",
	config: "{toml,yaml,yml,json,ini,conf}",
};
const kindWords =
	"typescript|javascript|python|markdown|text|rust|ruby|image|picture|yaml|shell|log|golang|pdf|html|css|json|csv|toml|xml|tsx|jsx|ts|js|py|md|txt|sql|java|cpp|c|h|go|sh|yml|mp3|mp4|wav|flac|ogg|mov|avi|mkv|gif|jpeg|webp|bmp|docx?|xlsx?|pptx?|odt|rtf|epub|zip|gz|tar|tgz|7z|rar|exe|dll|bat|ps1|vue|svelte|swift|kt|scala|lua|pl|jl|dart|ipynb|bak|tmp|ttf|conf|cfg|hpp|cc|hs|clj|exs?|elm|r|sqlite|db|pem|crt|key|png|jpg|svg|lock|tsv|jsonl|excel|config|mjs|cjs|rs|rb|php|ini|env";

/** "typescript", ".ts", "*.ts" as a glob for names. */
const globOf = (kind: string): string => {
	const plain = unquote(kind)
		.toLowerCase()
		.replace(/^\*?\./, "");
	return `*.${kinds[plain] ?? plain}`;
};

const shownNames = (names: readonly string[], limit = 20): string =>
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

const list = (
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

const countIn = (path: string, what: "files" | "directories" | "all", deep = false): Step =>
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

const find = (pattern: string, folder: string | undefined, wants: "names" | "count" | "exists" = "names"): Step => {
	const deep = pattern.includes("/") ? pattern : `**/${pattern}`;
	const input = { pattern: deep, ...(folder === undefined || folder === "." ? {} : { path: folder }) };
	return step(call("find_files", input), ([outcome]) => {
		const details = detailsOf(outcome);
		const names = (details.files ?? []) as readonly string[];
		const total = Number(details.total ?? names.length);
		const where = folder === undefined || folder === "." ? "" : ` in ${folder}`;
		if (wants === "exists")
			return total === 0 ? `No, there is no ${pattern}${where}.` : `Yes, ${shownNames(names)} exists.`;
		if (wants === "count")
			return `There ${total === 1 ? "is" : "are"} ${total} ${pattern.replace(/^\*\./, ".")} ${total === 1 ? "file" : "files"}${where}.`;
		return total === 0
			? `No files match ${pattern}${where}.`
			: `${plural(total, "file")} ${total === 1 ? "matches" : "match"} ${pattern}${where}: ${shownNames(names)}.`;
	});
};

const size = (path: string): Step =>
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

const modified = (path: string): Step =>
	step(call("list_directory", { path }), ([outcome]) => {
		const entry = listOf(detailsOf(outcome).entries)[0];
		const time = typeof entry?.modified === "number" ? new Date(entry.modified).toISOString() : textOf(entry?.modified);
		return `${path} was last modified at ${time.replace("T", " ").replace(/:\d\d(?:\.\d+)?Z$/, " UTC")}.`;
	});

const extreme = (which: string, folder: string): Step =>
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
const ranked = (which: string, count: number, folder: string): Step =>
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

const inFolder =
	"(?: here| in here)?(?: (?:in|inside|inside of|under|within|from|of|at|below|on|for)(?: the(?= |$))? (.+?))?";
const verbs =
	"(?:list|show(?: me| us)?|hunt down|track down|dig up|gather|collect|identify|are there|are there any|any|i need|find me|get me|display|print|see|view|enumerate|get|give(?: me(?= |$))?|tell me|name|output|ls|dir|what are|which are|what is|show me|let me see|check|count|find(?: out)?|browse|search for|look for|locate)";

/** `.env.production`, `.bashrc`, `.gitignore`; `.github` and `.config` are folders. */
const isDotFile = (name: string): boolean =>
	/^(?:.*\/)?\.(?:[\w-]+\.\w+|env|\w*rc|\w*ignore|\w*profile|\w*history|\w*attributes|netrc|editorconfig|nvmrc|dockerenv)$/i.test(
		name,
	);

const withFolder = (slot: string | undefined, make: (folder: string) => Step): Step | undefined => {
	if (slot === undefined) return make(".");
	const folder = folderFrom(slot);
	const named = pathFrom(slot) ?? slot;
	const isFile =
		/^(?:the )?(?:file|document) /i.test(slot) ||
		isDotFile(named) ||
		(isFileLike(named) && /\.\w{1,5}$/.test(named) && !named.startsWith("."));
	return folder === undefined || isFile ? undefined : make(folder);
};

const firstOf = createRules<Step>([
	{
		rules: () => [
			[/^(?:ls|dir|ll|ls -la?|ls -al)(?: (\S+))?$/i, (folder) => withFolder(folder, (path) => list(path))],
			[/^tree(?: (\S+))?$/i, (folder) => withFolder(folder, (path) => list(path, { deep: true }))],
		],
	},
	{
		needs: /how many|count|number|total|\bls\b|\bdir\b|\bll\b|tree/,
		rules: () => [
			// Counting
			[
				new RegExp(
					`^(?:count|number of|the number of|how many|tell me how many|count how many|get the number of|total)(?: of)?(?: all)?(?: the(?= |$))? (${kindWords}|\\*?\\.\\w+) files?(?: are| do i have| do we have| is| exist)*(?: there)?(?: are)?${inFolder}$`,
					"i",
				),
				(kind, folder) => withFolder(folder, (path) => find(globOf(kind ?? ""), path, "count")),
			],
			[
				new RegExp(
					`^(?:count|the number of|number of|how many|tell me how many|count how many|get the number of)(?: of)?(?: all)?(?: the(?= |$))? (files|folders|directories|subfolders|subdirectories|items|entries|things|files and folders|documents)(?: (?:are|do i have|do we have|is|exist|does|live|sit|can be found))*(?: there)?(?: are)?(?: here)?${inFolder}(?: have| contain| contains| has| hold| there)?(,? (?:recursively|including subfolders|including subdirectories|in total))?$`,
					"i",
				),
				(what, folder, deep) =>
					withFolder(folder, (path) =>
						countIn(
							path,
							/^(?:files|documents)$/i.test(what ?? "")
								? "files"
								: /folder|director/i.test(what ?? "") && !/and/.test(what ?? "")
									? "directories"
									: "all",
							deep !== undefined,
						),
					),
			],
			[
				/^how many (files|folders|directories|subfolders) (?:does|do|has) (.+?) (?:have|contain|hold)$/i,
				(what, folder) =>
					withFolder(folder, (path) => countIn(path, /files/i.test(what ?? "") ? "files" : "directories")),
			],
		],
	},
	{
		needs:
			/size|\bbig|large|heavy|\bfat\b|huge|small|space|bytes|\bkb\b|\bmb\b|megab|room|storage|usage|modif|sort|order|rank|by date|change|edit|when|updat|touched|written|newest|oldest|latest|recent/,
		rules: () => [
			// Size and times
			[
				/^(?:how (?:big|large|heavy|fat|huge|small)|what size (?:has|does|is)|which size (?:has|does|is)|what size|what is the size of|size of|the size of|get the size of|check the size of|file size of|the file size of|what is the file size of|show (?:me )?the size of|disk usage of|how many (?:bytes|kb|kilobytes|mb|megabytes|gb) (?:is|are in|does|in|big is|has|have))(?: is)?(?: the(?= |$))?(?: file| folder| directory)? (.+?)(?: in (?:bytes|kb|mb|kilobytes|size)| have| take(?: up)?)?$/i,
				(slot) => sized(slot),
			],
			[/^(.+?) (?:file )?size(?: in bytes)?$/i, (slot) => (isFileLike(slot ?? "") ? sized(slot) : undefined)],
			[
				/^(?:how (?:much|many)) (?:space|bytes|disk space|room|storage|kb|mb) (?:does|do|is|are)(?: the(?= |$))? (.+?)(?: file| folder| directory)?(?: (?:take|take up|use|occupy|have|need|in))*$/i,
				(slot) => (/disk|drive|free/.test(slot ?? "") ? undefined : sized(slot)),
			],
			[
				/^(?:when was|when did i last (?:change|edit|modify)|what is the (?:modification|last modified) (?:date|time) of|last modified (?:date|time) of|modification (?:date|time) of)(?: the(?= |$))? (?:file )?(.+?)(?: (?:last )?(?:modified|changed|edited|updated|touched|written|saved))?$/i,
				(slot) => {
					const path = pathFrom(slot ?? "");
					return path === undefined ? undefined : modified(path);
				},
			],
			[
				new RegExp(
					`^(?:${verbs}|what are|which are|order|sort|rank)?(?: me(?= |$))?(?: all)?(?: the(?= |$))? ?(?:top |first )?(\\d+)? ?(largest|biggest|heaviest|smallest|newest|oldest|latest|most recent|recent) (?:files|documents)${inFolder}$`,
					"i",
				),
				(count, which, folder) =>
					withFolder(folder, (path) => ranked((which ?? "").toLowerCase(), Number(count ?? 5), path)),
			],
			[
				new RegExp(
					`^(?:${verbs}|order|sort|rank)(?: me(?= |$))?(?: all)?(?: the| my)? ?files${inFolder}(?: (?:sorted|ordered|ranked))? by (size|date|time|age|modification (?:date|time))$`,
					"i",
				),
				(folder, which) => withFolder(folder, (path) => ranked(`by ${which}`, 10, path)),
			],
			[
				new RegExp(
					`^(?:what is |which is |which file is |find |show |show me |tell me |what file is )?(?:the )?(largest|biggest|smallest|newest|oldest|latest|most recent)(?: file)?${inFolder}$`,
					"i",
				),
				(which, folder) => withFolder(folder, (path) => extreme(which ?? "", path)),
			],
			[
				new RegExp(
					`^(?:which|what) file (?:is|in .+ is) (?:the )?(largest|biggest|smallest|newest|oldest|latest)${inFolder}$`,
					"i",
				),
				(which, folder) => withFolder(folder, (path) => extreme(which ?? "", path)),
			],
		],
	},
	{
		needs: /exist|\bhere\b|folder|directory|present|there|available|around|have|\bfor\b/,
		rules: () => [
			// Existence
			[
				/^(?:is there|do i have|do we have|does|check (?:if|whether)|is|see if|tell me if|test if|verify that|if)(?: there is)?(?: an?(?= )| any| the(?= ))? ?(?:file )?(?:called |named )?(.+?)(?: file)? (?:exist|exists|here|in (?:this|the current) (?:folder|directory)|present|there|in here|available|around)$/i,
				(slot) => existing(slot),
			],
			[
				/^(?:(?:see|check|tell me) (?:if|whether) there is|is there|do i have|do we have|check for)(?: an?(?= )| any) (?:file )?(?:called |named )?(.+?)(?: file)?$/i,
				(slot) => existing(slot),
			],
		],
	},
	{
		rules: () => [
			// By kind
			[
				new RegExp(
					`^(?:${verbs}|look for|search for|locate|search|where are|find me)(?: me(?= |$))?(?: all| every| any| each)?(?: of)?(?: the| my| our| your)? ?(${kindWords}|\\*?(?:\\.\\w+)+)[- ]?(?:source )?(?:files?|scripts?|documents?)(?: (?:there )?(?:are|exist)(?: there)?)?${inFolder}$`,
					"i",
				),
				(kind, folder) => withFolder(folder, (path) => find(globOf(kind ?? ""), path)),
			],
			[
				new RegExp(
					`^(?:all|every|any|each)(?: of)?(?: the| my| our)? ?(${kindWords}|\\*?(?:\\.\\w+)+) files?${inFolder}$`,
					"i",
				),
				(kind, folder) => withFolder(folder, (path) => find(globOf(kind ?? ""), path)),
			],
			[
				new RegExp(
					`^(?:what|which) (${kindWords}|\\.\\w+) files (?:are|do i have|do we have|exist)(?: there| here)?${inFolder}$`,
					"i",
				),
				(kind, folder) => withFolder(folder, (path) => find(globOf(kind ?? ""), path)),
			],
			[
				new RegExp(
					`^(?:are there|is there|do i have|do we have|does .{1,20} have) (?:any|an?|some) (${kindWords}|\\.\\w+) files?(?: there| here)?${inFolder}$`,
					"i",
				),
				(kind, folder) => withFolder(folder, (path) => find(globOf(kind ?? ""), path)),
			],
			[
				new RegExp(
					`^(?:${verbs}|look for|search for|locate|where are)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?(?:files? )?(?:matching |like |of the form |with the pattern )?["'\`]?(\\S*\\*\\S*?)["'\`]?(?: files?)?${inFolder}$`,
					"i",
				),
				(pattern, folder) => withFolder(folder, (path) => find(pattern ?? "", path)),
			],
			[
				new RegExp(
					`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? (?:that |which |whose names? )?(?:ending|end|ends|finish|finishes|finishing|terminate|terminating) (?:in|with|on|by) ["'\`]?\\.?(\\w+)["'\`]?${inFolder}$`,
					"i",
				),
				(kind, folder) => withFolder(folder, (path) => find(`*.${kind}`, path)),
			],
			[
				new RegExp(
					`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? (?:with|of|having)(?: the| an?)? (?:extension|type|ending|suffix)(?: of)? ["'\`]?\\.?(\\w+)["'\`]?${inFolder}$`,
					"i",
				),
				(kind, folder) => withFolder(folder, (path) => find(`*.${kind}`, path)),
			],
			[
				new RegExp(
					`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? with(?: an?| the)? ["'\`]?\\.?(\\w+)["'\`]? (?:extension|ending|suffix)${inFolder}$`,
					"i",
				),
				(kind, folder) => withFolder(folder, (path) => find(`*.${kind}`, path)),
			],
			[
				new RegExp(
					`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? (?:that |which |whose name |with a name )?(?:starting|start|starts|begin|beginning|begins) with ["'\`]?([\\w.-]+)["'\`]?${inFolder}$`,
					"i",
				),
				(name, folder) => withFolder(folder, (path) => find(`${name}*`, path)),
			],
			[
				new RegExp(
					`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? (?:with|having|that have|whose names? (?:contains?|has|have|includes?)|whose filenames? contains?|containing|contain) ["'\`]?([\\w.-]+)["'\`]? in (?:the|their|its|the file) ?(?:file ?)?names?${inFolder}$`,
					"i",
				),
				(name, folder) => withFolder(folder, (path) => find(`*${name}*`, path)),
			],
			[
				new RegExp(
					`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? whose names? (?:contains?|has|have|includes?) ["'\`]?([\\w.-]+)["'\`]?${inFolder}$`,
					"i",
				),
				(name, folder) => withFolder(folder, (path) => find(`*${name}*`, path)),
			],
			[
				new RegExp(
					`^(?:find|look for|search for|locate|where (?:is|are|lies?|sits?|stands?|lives?)|where can i find|find me|which folder (?:contains|has|holds)|where do i find|get the location of|path of|path to)(?: me(?= |$))?(?: all| any| every)?(?: the| an?)? ?(?:files? |folder |directory )?(?:called |named |with the name )?["'\`]?([\\w.@-]+)["'\`]?(?: located| file| stored| saved)?${inFolder}$`,
					"i",
				),
				(name, folder) => named(name, folder),
			],
		],
	},
	{
		rules: () => [
			// Folders
			[
				new RegExp(
					`^${verbs}(?: me(?= |$))?(?: all| only| just)?(?: of)?(?: the| my)? ?(?:folders|directories|subfolders|subdirectories|sub-folders|dirs)(?: names)?(?: (?:there )?(?:are|exist))?(?: there| here)?${inFolder}$`,
					"i",
				),
				(folder) => withFolder(folder, (path) => list(path, { only: "directories" })),
			],
			[
				new RegExp(
					`^(?:what|which) (?:folders|directories|subfolders|subdirectories) (?:are|exist|do i have)(?: there| here)?${inFolder}$`,
					"i",
				),
				(folder) => withFolder(folder, (path) => list(path, { only: "directories" })),
			],
			[
				new RegExp(
					`^${verbs}(?: me(?= |$))?(?: all)?(?: of)?(?: the| my)? ?(?:hidden )(?:files|files and folders)(?: too)?${inFolder}$`,
					"i",
				),
				(folder) => withFolder(folder, (path) => list(path, { hidden: true })),
			],
			[
				new RegExp(
					`^${verbs}(?: me(?= |$))?(?: all| every)?(?: of)?(?: the| my| our)? ?(?:files?|contents?|everything|files and (?:folders|directories)|folder contents?|directory contents?|directory listing|file ?names?|names of (?:the )?files|entries|items|stuff|things|documents|(?:a |the )?(?:directory |folder |file |complete |full )?(?:listing|overview|index)|a list of (?:the |all )?(?:the )?files|list of (?:the |all )?files|what is)(?: (?:that )?(?:there )?(?:are|is|exist|i have|we have))?(?: there| here)?${inFolder}(,? (?:recursively|(?:including|incl\\.?|with|plus|and) (?:the |all )?(?:subfolders|subdirectories|dot ?files|hidden(?: files| ones| entries| stuff)?)(?: too)?|with hidden(?: files)?|and (?:its )?(?:subfolders|subdirectories)|, hidden ones too))?$`,
					"i",
				),
				(folder, extra) => listed(folder, extra),
			],
			[
				/^(?:recursively list|list recursively)(?: all)?(?: the(?= |$))? ?(?:files)?(?: in (.+))?$/i,
				(folder) => withFolder(folder, (path) => list(path, { deep: true })),
			],
			[
				/^(?:what|which)(?: are)?(?: the(?= |$))? (?:files|things|items|documents|file|entries|stuff)(?: and folders)? (?:are|is|do i have|do we have|have i got|have we got|did i (?:save|put|store)|exist|can you see|live|does|lie|sit)(?: there)?(?: here)?(?: (?:stored|saved|kept|located|contained|lying|sitting|found|available|present))?(?: (?:in|inside|under|within|at)(?: the(?= |$))? (.+?))?(?: have| contain)?$/i,
				(folder) => listed(folder, undefined),
			],
			[
				/^(?:what is|what do (?:i|we) have|what have (?:i|we) got|what can you see|what lies|what files are|what does)(?: there)?(?: stored)? (?:in|inside|inside of|under|within|at)(?: of)?(?: the(?= |$))? (.+?)$/i,
				(folder) =>
					folder !== undefined && (!isFileLike(folder.replace(/\/$/, "")) || isFolderPath(folder)) && folderSure(folder)
						? listed(folder, undefined)
						: folder?.endsWith("/") === true
							? listed(folder, undefined)
							: undefined,
			],
			[
				/^(?:what is here|what is in here|what do we have here|what have we got here|show me what is here|look around|where are my files)$/i,
				() => list("."),
			],
			[
				/^(?:list|show|display|ls|open|view|browse|explore|look (?:in|into|inside|at))(?: me(?= |$))?(?: the(?= |$))? (.+?) (?:folder|directory|dir)(?: contents?| listing)?$/i,
				(folder) => withFolder(folder, (path) => list(path)),
			],
			[
				/^(?:list|show|browse|explore|look (?:in|into|inside))(?: the(?= |$))? (?:folder|directory|dir) (.+)$/i,
				(folder) => withFolder(folder, (path) => list(path)),
			],
			[
				/^(?:list|ls|dir|show)(?: -l?a)? (\S+?)\/?,? (?:including|incl\.?|with|plus|and) (?:the |all )?(?:dot ?files|hidden(?: files| ones| entries)?)(?: too)?$/i,
				(folder) => withFolder(folder, (path) => list(path, { hidden: true })),
			],
			[
				/^(?:list|ls) (.+)$/i,
				(folder) =>
					folder !== undefined &&
					(currentFolder.test(folder) ||
						/^[\w.~-]*\/[\w./~-]*$|^(?:src|test|tests|docs|lib|bin|dist|build|tools|scripts)$/.test(folder))
						? withFolder(folder, (path) => list(path))
						: undefined,
			],
			[
				/^(?:show )?(?:me )?(?:the )?(?:contents|content|files) of (?:the )?(.+?)(?: (?:folder|directory))$/i,
				(folder) => withFolder(folder, (path) => list(path)),
			],
			[
				/^(?:what does )(?:the )?(.+?) (?:folder|directory) (?:contain|have|hold)$/i,
				(folder) => withFolder(folder, (path) => list(path)),
			],
		],
	},
]);

/** A path whose last name has no ending and is no file that everybody knows. */
const isFolderPath = (slot: string): boolean =>
	/^[~.\w-]*\/(?:[\w.-]+\/)*[\w-]+$/.test(slot.trim()) &&
	!/\/(?:hosts|passwd|group|fstab|hostname|shadow|crontab|motd|issue|profile|environment|sudoers|services|protocols|makefile|dockerfile|readme|licen[cs]e|changelog|config|syslog|messages)$/i.test(
		slot.trim(),
	);

const folderSure = (slot: string): boolean =>
	currentFolder.test(slot) ||
	/(?:folder|directory|dir)$|^(?:folder|directory|dir) |\/|^(?:src|test|tests|docs|lib|bin|dist|build|tools|scripts)$/i.test(
		slot.trim(),
	);

function listed(folder: string | undefined, extra: string | undefined): Step | undefined {
	return withFolder(folder, (path) =>
		list(path, { hidden: /hidden|dot/.test(extra ?? ""), deep: /recurs|sub/.test(extra ?? "") }),
	);
}

function sized(slot: string | undefined): Step | undefined {
	const text = slot ?? "";
	if (currentFolder.test(text) && !/^(?:it|this|there|here)$/i.test(text)) return size(".");
	const path = pathFrom(text) ?? (/(?:folder|directory)$/.test(text) ? folderFrom(text) : undefined);
	return path === undefined ? undefined : size(path);
}

/** A folder is there when it can be listed. */
const folderExists = (path: string): Step =>
	step(call("list_directory", { path }), ([outcome]) => {
		const details = detailsOf(outcome);
		return `Yes, the folder ${path} exists (${plural(Number(details.files), "file")}, ${plural(Number(details.directories), "folder")}).`;
	});

function existing(slot: string | undefined): Step | undefined {
	const folder =
		/^(?:the )?(?:folder|directory) (?:called |named )?(\S+|"[^"]+")$|^(?:the )?(\S+|"[^"]+") (?:folder|directory)$/i.exec(
			slot?.trim() ?? "",
		);
	const name = folder?.[1] ?? folder?.[2];
	if (name !== undefined) return folderExists(unquote(name));
	const path = pathFrom(slot ?? "");
	return path === undefined ? undefined : find(path, undefined, "exists");
}

function named(name: string | undefined, folder: string | undefined): Step | undefined {
	// `authorized_keys` is surely a name.
	const file = pathFrom(name ?? "") ?? (/^[\w-]*_[\w-]+$/.test(name ?? "") ? name : undefined);
	if (file === undefined || file.includes("/")) return undefined;
	return withFolder(folder, (path) => find(file, path));
}

function match(clause: Clause): Step | undefined {
	const text = clause.text.trim();
	if (text.length > 200 || text.includes("\n")) return undefined;
	// After "make the folder x": "list x".
	const bare = clause.isLater ? /^(?:list|ls|show the contents of) ([\w-]+)$/i.exec(text)?.[1] : undefined;
	if (bare !== undefined && !/^(?:it|that|them|files|everything|all|again|folders|contents|notes)$/i.test(bare))
		return list(bare);
	return firstOf(text);
}

export const filesList: Family = {
	name: "files-list",
	gate: /file|folder|director|\bdir\b|\bls\b|\bll\b|tree|\blist|size|\bbig\b|\blarge|space|bytes|modif|changed|edited|exist|find|locate|search|\blook|\bwhere\b|content|\bhere\b|script|document|browse|everything|\*|takes?\b|what (?:is|do|have|does|lies|can)\b.*\b(?:in|inside|under|within|at)\b|(?:is|are) there|do (?:i|we) have|[\w-]\.[a-z]|stuff|newest|oldest|latest|biggest|smallest|path/,
	match,
};
