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
import { jobs } from "./jobs.js";
import { machineDetails } from "./machine-details.js";
import { memory } from "./memory.js";
import { reminders } from "./reminders.js";
import { searchFamily } from "./search.js";
import { shell } from "./shell.js";
import { statistics } from "./statistics.js";
import { symbolic } from "./symbolic.js";
import { system } from "./system.js";
import { tables } from "./tables.js";
import { toolSearch } from "./tool-search.js";
import { units } from "./units.js";
import { web } from "./web.js";
import { webServices } from "./web-services.js";

/** The first that understands a request takes it: the strictest grammars come first, free text last. */
export const families: readonly Family[] = [
	help,
	reminders,
	jobs,
	toolSearch,
	webServices,
	machineDetails,
	tables,
	symbolic,
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
