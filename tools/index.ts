// All the tools that nexus brings, by category. Heavy libraries are loaded by the tools on first use.
import type { AnyTool } from "../src/contracts/tool.js";
import { runCodeTool } from "./code/run-code.js";
import { convertDataTool } from "./files/convert-data.js";
import { copyFileTool } from "./files/copy-file.js";
import { editFileTool } from "./files/edit-file.js";
import { findFilesTool } from "./files/find-files.js";
import { listDirectoryTool } from "./files/list-directory.js";
import { makeDirectoryTool } from "./files/make-directory.js";
import { moveFileTool } from "./files/move-file.js";
import { readFileTool } from "./files/read-file.js";
import { searchFilesTool } from "./files/search-files.js";
import { writeFileTool } from "./files/write-file.js";
import { calculateTool } from "./math/calculate.js";
import { convertUnitsTool } from "./math/convert-units.js";
import { statisticsTool } from "./math/statistics.js";
import { recallTool } from "./memory/recall.js";
import { rememberTool } from "./memory/remember.js";
import { runCommandTool } from "./shell/run-command.js";
import { listProcessesTool } from "./system/list-processes.js";
import { systemLoadTool } from "./system/system-load.js";
import { convertTimeTool } from "./time/convert-time.js";
import { currentTimeTool } from "./time/current-time.js";
import { dateMathTool } from "./time/date-math.js";
import { fetchUrlTool } from "./web/fetch-url.js";

export const builtinTools: readonly AnyTool[] = [
	runCommandTool,
	readFileTool,
	writeFileTool,
	editFileTool,
	listDirectoryTool,
	findFilesTool,
	searchFilesTool,
	moveFileTool,
	copyFileTool,
	makeDirectoryTool,
	convertDataTool,
	fetchUrlTool,
	calculateTool,
	convertUnitsTool,
	statisticsTool,
	currentTimeTool,
	convertTimeTool,
	dateMathTool,
	runCodeTool,
	systemLoadTool,
	listProcessesTool,
	rememberTool,
	recallTool,
];
