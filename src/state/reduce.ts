// The fold. Pure: the same events give the same state, on a live screen and from the log.
import { agentOf, type EventData, mainAgent, type NexusEvent } from "../contracts/event.js";
import { receiptTitle } from "../contracts/receipt-text.js";
import { shownPath } from "../lib/restore-text.js";
import { reduceAgentRun } from "./reduce-agent-run.js";
import { reduceAgents, reduceApprovals } from "./reduce-agents.js";
import { reduceLive } from "./reduce-live.js";
import { reduceMessage } from "./reduce-message.js";
import { addUsage, reduceRun, titleOf } from "./reduce-run.js";
import { reduceTool } from "./reduce-tool.js";
import { type Block, type NoticeBlock, noTokens, type SessionState } from "./state.js";

export const reduce = (state: SessionState, event: NexusEvent): SessionState => {
	const numbered = event.seq === undefined ? state : { ...state, seq: event.seq };
	const all = reduceShared(numbered, event);
	const next = agentOf(event) === all.focus ? reduceData(all, event) : reduceOther(all, event);
	return reduceLive(next, event);
};

/** What is of all agents, whichever of them is shown. */
const reduceShared = (state: SessionState, event: NexusEvent): SessionState => {
	const agents = reduceAgents(state.agents, event);
	const approvals = reduceApprovals(state.approvals, event);
	const tokens = event.type === "usage.record" ? addUsage(state.tokens, event.data) : state.tokens;
	if (agents === state.agents && approvals === state.approvals && tokens === state.tokens) return state;
	return { ...state, agents, approvals, tokens };
};

/** Of an agent that is not shown: what the person is told all the same. */
const reduceOther = (state: SessionState, event: NexusEvent): SessionState => {
	if (event.type === "session.start" || event.type === "session.update") return reduceData(state, event);
	if (event.type === "run.start") return { ...state, tokens: { ...state.tokens, turn: noTokens } };
	if (state.focus !== mainAgent) return state;
	const agent = state.agents.find((each) => each.id === agentOf(event));
	if (agent?.isBackground !== true) return state;
	if (event.type === "agent.start")
		return addBlock(
			state,
			notice(event.id, "info", `${agent.id} works in the background: ${titleOf(agent.task)}`, undefined),
		);
	if (event.type !== "agent.end") return state;
	const { receipt } = event.data;
	const level = receipt.status === "done" ? "info" : "warn";
	const said = titleOf(receipt.text);
	const text = `${receiptTitle(receipt)}${said === "" ? "" : `: ${said}`}`;
	return addBlock(state, notice(event.id, level, text, `/agents open ${agent.id} shows all of it`));
};

export const reduceAll = (state: SessionState, events: Iterable<NexusEvent>): SessionState => {
	let folded = state;
	for (const event of events) folded = reduce(folded, event);
	return folded;
};

/** A block that will not change any more. */
export const isFinished = (block: Block): boolean => {
	if (block.kind === "tool") return block.result !== undefined;
	return (block.kind !== "text" && block.kind !== "reasoning") || !block.isOpen;
};

/**
 * Hands over the finished blocks at the front, so that a screen which has printed them need not keep them.
 * Blocks are given in order and each exactly once.
 */
export const releaseFinished = (state: SessionState): { state: SessionState; finished: readonly Block[] } => {
	const firstOpen = state.blocks.findIndex((block) => !isFinished(block));
	const count = firstOpen === -1 ? state.blocks.length : firstOpen;
	if (count === 0) return { state, finished: [] };
	return { state: { ...state, blocks: state.blocks.slice(count) }, finished: state.blocks.slice(0, count) };
};

const reduceData = (state: SessionState, event: NexusEvent): SessionState => {
	switch (event.type) {
		case "session.start":
			return { ...state, cwd: event.data.cwd, model: event.data.model, agent: event.data.agent, mode: event.data.mode };
		case "session.update":
			return {
				...state,
				model: event.data.model ?? state.model,
				mode: event.data.mode ?? state.mode,
				title: event.data.title ?? state.title,
			};
		case "context.add":
			return addBlock(state, { kind: "context", id: event.id, title: event.data.title, text: event.data.text });
		case "notice.show":
			return addBlock(state, notice(event.id, event.data.level, event.data.text, event.data.hint));
		case "reminder.due":
			return addBlock(state, notice(event.id, "info", reminderText(event.data), undefined));
		case "files.restore":
			return addBlock(state, {
				kind: "restore",
				id: event.id,
				...event.data,
				files: event.data.files.map((file) => ({ ...file, path: shownPath(file.path, state.cwd) })),
				keptIn: event.data.keptIn,
			});
		case "message.start":
		case "message.delta":
		case "message.restart":
		case "message.end":
			return reduceMessage(state, event);
		case "tool.request":
		case "tool.start":
		case "tool.progress":
		case "tool.result":
		case "approval.request":
		case "approval.response":
			return reduceTool(state, event);
		case "prompt.submit":
		case "prompt.start":
		case "prompt.withdraw":
		case "run.start":
		case "run.end":
		case "model.retry":
		case "usage.record":
			return reduceRun(state, event);
		case "agent.start":
		case "agent.message":
		case "agent.read":
		case "agent.end":
			return reduceAgentRun(state, event);
		case "agent.update":
		case "session.fork":
		case "model.request":
		case "model.limits":
		case "tool.draft":
		case "load.sample":
			return state;
	}
};

const reminderText = ({ text, local, isMissed }: EventData<"reminder.due">): string =>
	isMissed ? `Missed reminder (${local}): ${text}` : `Reminder: ${text}`;

const addBlock = (state: SessionState, block: Block): SessionState => ({
	...state,
	blocks: [...state.blocks, block],
});

const notice = (id: string, level: NoticeBlock["level"], text: string, hint: string | undefined): NoticeBlock => ({
	kind: "notice",
	id,
	level,
	text,
	hint,
});
