// Rules that count, measure and date files, and ask whether there are any.
import { isFileLike, pathFrom } from "../language/paths.js";
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { existing, find, globOf, isKind, kindSlot } from "./find-steps.js";
import { countIn, extreme, inFolder, modified, ranked, sized, verbs, withFolder } from "./folder-steps.js";

export const countRules: Group<Step> = {
	needs: /how many|count|number|total|\bls\b|\bdir\b|\bll\b|tree/,
	rules: () => [
		// Counting
		[
			new RegExp(
				`^(?:count|number of|the number of|how many|tell me how many|count how many|get the number of|total)(?: of)?(?: all)?(?: the(?= |$))? ${kindSlot} files?(?: are| do i have| do we have| is| exist)*(?: there)?(?: are)?${inFolder}$`,
				"i",
			),
			(kind, folder) =>
				isKind(kind ?? "") ? withFolder(folder, (path) => find(globOf(kind ?? ""), path, "count")) : undefined,
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
};

export const sizeRules: Group<Step> = {
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
};

export const existenceRules: Group<Step> = {
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
};
