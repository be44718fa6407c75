import type { Family } from "../plan.js";
import { algebra } from "./algebra.js";
import { arithmetic } from "./arithmetic.js";
import { clockFamily } from "./clock.js";
import { data } from "./data.js";
import { dates } from "./dates.js";
import { filesList } from "./files-list.js";
import { filesRead } from "./files-read.js";
import { filesWrite } from "./files-write.js";
import { help } from "./help.js";
import { memory } from "./memory.js";
import { searchFamily } from "./search.js";
import { shell } from "./shell.js";
import { statistics } from "./statistics.js";
import { system } from "./system.js";
import { units } from "./units.js";
import { web } from "./web.js";

/** The first that understands a request takes it: the strictest grammars come first, free text last. */
export const families: readonly Family[] = [
	help,
	algebra,
	statistics,
	units,
	clockFamily,
	dates,
	arithmetic,
	data,
	web,
	system,
	filesList,
	filesWrite,
	memory,
	shell,
	searchFamily,
	filesRead,
];
