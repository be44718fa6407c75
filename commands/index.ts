// Every command, in the order in which help lists them.
import type { CommandDefinition } from "../src/contracts/command.js";
import { agentsCreateCommand } from "./agents/create.js";
import { agentsEditCommand } from "./agents/edit.js";
import { agentsErrorsCommand } from "./agents/errors.js";
import { agentsListCommand } from "./agents/list.js";
import { agentsOpenCommand } from "./agents/open.js";
import { agentsPauseCommand } from "./agents/pause.js";
import { agentsResumeCommand } from "./agents/resume.js";
import { agentsSelectCommand } from "./agents/select.js";
import { agentsShowCommand } from "./agents/show.js";
import { agentsStartCommand } from "./agents/start.js";
import { agentsStatsCommand } from "./agents/stats.js";
import { agentsStopCommand } from "./agents/stop.js";
import { authListCommand } from "./auth/list.js";
import { authRemoveCommand } from "./auth/remove.js";
import { authSetCommand } from "./auth/set.js";
import { backupCreateCommand } from "./backup/create.js";
import { backupListCommand } from "./backup/list.js";
import { backupPruneCommand } from "./backup/prune.js";
import { backupRestoreCommand } from "./backup/restore.js";
import { backupVerifyCommand } from "./backup/verify.js";
import { bgCommand } from "./bg.js";
import { busPauseCommand } from "./bus/pause.js";
import { busRedeliverCommand } from "./bus/redeliver.js";
import { busResumeCommand } from "./bus/resume.js";
import { busSendCommand } from "./bus/send.js";
import { busShowCommand } from "./bus/show.js";
import { busStatsCommand } from "./bus/stats.js";
import { busTailCommand } from "./bus/tail.js";
import { clearCommand } from "./clear.js";
import { completionCommand } from "./completion.js";
import { configEditCommand } from "./config/edit.js";
import { configGetCommand } from "./config/get.js";
import { configListCommand } from "./config/list.js";
import { configSetCommand } from "./config/set.js";
import { configUnsetCommand } from "./config/unset.js";
import { configValidateCommand } from "./config/validate.js";
import { contextCommand } from "./context.js";
import { costCommand } from "./cost.js";
import { doctorCommand } from "./doctor.js";
import { exitCommand } from "./exit.js";
import { exportCommand } from "./export.js";
import { forkCommand } from "./fork.js";
import { helpCommand } from "./help.js";
import { modelCommand } from "./model.js";
import { modelsCommand } from "./models.js";
import { permissionsTestCommand } from "./permissions/test.js";
import { permissionsCommand } from "./permissions.js";
import { redoCommand } from "./redo.js";
import { renameCommand } from "./rename.js";
import { replayCommand } from "./replay.js";
import { resumeCommand } from "./resume.js";
import { rewindCommand } from "./rewind.js";
import { runCommand } from "./run.js";
import { runsCancelCommand } from "./runs/cancel.js";
import { runsListCommand } from "./runs/list.js";
import { runsResumeCommand } from "./runs/resume.js";
import { runsRetryCommand } from "./runs/retry.js";
import { runsShowCommand } from "./runs/show.js";
import { sessionsDeleteCommand } from "./sessions/delete.js";
import { sessionsExportCommand } from "./sessions/export.js";
import { sessionsImportCommand } from "./sessions/import.js";
import { sessionsListCommand } from "./sessions/list.js";
import { sessionsRenameCommand } from "./sessions/rename.js";
import { sessionsSearchCommand } from "./sessions/search.js";
import { sessionsShowCommand } from "./sessions/show.js";
import { sessionsStatsCommand } from "./sessions/stats.js";
import { themeCommand } from "./theme.js";
import { toolsListCommand } from "./tools/list.js";
import { toolsRunCommand } from "./tools/run.js";
import { toolsShowCommand } from "./tools/show.js";
import { toolsStatsCommand } from "./tools/stats.js";
import { undoCommand } from "./undo.js";

export const builtinCommands: readonly CommandDefinition[] = [
	helpCommand,
	modelCommand,
	toolsListCommand,
	toolsShowCommand,
	toolsRunCommand,
	toolsStatsCommand,
	modelsCommand,
	authListCommand,
	authSetCommand,
	authRemoveCommand,
	agentsListCommand,
	agentsShowCommand,
	agentsCreateCommand,
	agentsEditCommand,
	agentsStartCommand,
	agentsStopCommand,
	agentsPauseCommand,
	agentsResumeCommand,
	agentsOpenCommand,
	agentsSelectCommand,
	agentsErrorsCommand,
	agentsStatsCommand,
	bgCommand,
	busTailCommand,
	busShowCommand,
	busSendCommand,
	busPauseCommand,
	busResumeCommand,
	busRedeliverCommand,
	busStatsCommand,
	permissionsCommand,
	permissionsTestCommand,
	undoCommand,
	redoCommand,
	clearCommand,
	costCommand,
	contextCommand,
	resumeCommand,
	forkCommand,
	rewindCommand,
	runCommand,
	runsListCommand,
	runsShowCommand,
	runsResumeCommand,
	runsRetryCommand,
	runsCancelCommand,
	renameCommand,
	replayCommand,
	sessionsListCommand,
	sessionsSearchCommand,
	sessionsShowCommand,
	sessionsStatsCommand,
	sessionsRenameCommand,
	sessionsExportCommand,
	sessionsImportCommand,
	sessionsDeleteCommand,
	exportCommand,
	backupListCommand,
	backupCreateCommand,
	backupVerifyCommand,
	backupRestoreCommand,
	backupPruneCommand,
	themeCommand,
	configListCommand,
	configGetCommand,
	configSetCommand,
	configUnsetCommand,
	configEditCommand,
	configValidateCommand,
	doctorCommand,
	completionCommand,
	exitCommand,
];
