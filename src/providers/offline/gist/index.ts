// The last way to read a request: not by its form but by what stands in it. What is found is said again as a plain
// request, which the families then read as any other, so that a new shape of words is understood in one place.
import { dateGist } from "./dates.js";
import { fileGist } from "./files.js";
import { machineGist } from "./machine.js";
import { noteGist } from "./notes.js";
import { numberGist } from "./numbers.js";
import { needsThought, sceneOf } from "./scene.js";
import { timeGist } from "./times.js";
import { unitGist } from "./units.js";

const readers = [fileGist, unitGist, timeGist, dateGist, numberGist, machineGist, noteGist];

/** A reading that needs no second thought: nothing else is a time with two places. */
export const sureGistsOf = (text: string): readonly string[] => {
	if (text.length > 300 || text.includes("\n")) return [];
	const scene = sceneOf(text, false);
	return needsThought.test(scene.words) ? [] : timeGist(scene).filter((gist) => gist.startsWith("convert "));
};

/** Plain requests that may say the same as `text`, likeliest first; none when it takes thought or asks for nothing. */
export function gistsOf(text: string, isLater: boolean): readonly string[] {
	if (text.length > 400 || text.includes("\n")) return [];
	const scene = sceneOf(text, isLater);
	if (needsThought.test(scene.words)) return [];
	return readers.flatMap((reader) => reader(scene));
}
