import type { Suite } from "../suite.js";
import { agentsSuite } from "./agents.js";
import { backupSuite } from "./backup.js";
import { busSuite } from "./bus.js";
import { dataSuite } from "./data.js";
import { failuresSuite } from "./failures.js";
import { filesSuite } from "./files.js";
import { idleSuite } from "./idle.js";
import { inProcessSuite } from "./in-process.js";
import { installSuite } from "./install.js";
import { longSuite } from "./long.js";
import { mathSuite } from "./math.js";
import { oneShotSuite } from "./one-shot.js";
import { policySuite } from "./policy.js";
import { sandboxSuite } from "./sandbox.js";
import { screenSuite } from "./screen.js";
import { sessionsSuite } from "./sessions.js";
import { snapshotsSuite } from "./snapshots.js";
import { startSuite } from "./start.js";
import { streamSuite } from "./stream.js";
import { webSuite } from "./web.js";
import { workflowSuite } from "./workflow.js";

/** All that is measured, in the order of the table. */
export const suites: readonly Suite[] = [
	startSuite,
	oneShotSuite,
	failuresSuite,
	screenSuite,
	streamSuite,
	longSuite,
	idleSuite,
	inProcessSuite,
	busSuite,
	agentsSuite,
	workflowSuite,
	policySuite,
	sandboxSuite,
	sessionsSuite,
	backupSuite,
	filesSuite,
	webSuite,
	dataSuite,
	mathSuite,
	snapshotsSuite,
	installSuite,
];
