// What only a live screen shows: what is waited for, the token rate, the load.
import { agentOf, type NexusEvent } from "../contracts/event.js";
import type { LiveState, SessionState, Wait } from "./state.js";

const rateSeconds = 30;
const loadSamples = 60;
/** Characters a token, on average, for a rate that is shown while a model has not yet reported its usage. */
const charactersPerToken = 4;

/** Whoever they come from, they are about the machine or the model. */
const ofAll: ReadonlySet<string> = new Set(["load.sample", "model.limits"]);

export const reduceLive = (state: SessionState, event: NexusEvent): SessionState => {
	if (agentOf(event) !== state.focus && !ofAll.has(event.type)) return state;
	const live = nextLive(state, event);
	return live === state.live ? state : { ...state, live };
};

const nextLive = (state: SessionState, event: NexusEvent): LiveState => {
	const { live } = state;
	const waitFor = (kind: Wait["kind"], detail: string, forMs?: number): LiveState => ({
		...live,
		wait: { kind, detail, since: event.time, forMs },
	});
	switch (event.type) {
		case "model.request":
			return waitFor("model", event.data.model);
		case "model.retry":
			return waitFor("retry", event.data.error.message, event.data.delayMs);
		case "model.limits":
			return { ...live, limits: event.data.limits };
		case "message.delta": {
			const streaming = live.wait?.kind === "stream" ? live : waitFor("stream", state.model);
			return { ...streaming, tokensPerSecond: addRate(live.tokensPerSecond, event.time, event.data.text.length) };
		}
		case "tool.draft": {
			const since = live.wait?.kind === "draft" ? live.wait.since : event.time;
			return { ...live, wait: { kind: "draft", detail: event.data.name, since, forMs: undefined } };
		}
		case "approval.request":
			return waitFor("approval", event.data.tool);
		case "tool.start": {
			const block = state.blocks.find((candidate) => candidate.kind === "tool" && candidate.id === event.data.callId);
			return waitFor("tool", block?.kind === "tool" ? block.name : "tool");
		}
		case "run.end":
		case "agent.end":
			return { ...live, wait: undefined };
		case "load.sample":
			return { ...live, load: [...live.load, event.data].slice(-loadSamples) };
		default:
			return live;
	}
};

const addRate = (
	rates: LiveState["tokensPerSecond"],
	time: string,
	characters: number,
): LiveState["tokensPerSecond"] => {
	const second = Math.floor(Date.parse(time) / 1000);
	const tokens = characters / charactersPerToken;
	const last = rates.at(-1);
	if (last?.second === second) return [...rates.slice(0, -1), { second, tokens: last.tokens + tokens }];
	return [...rates, { second, tokens }].slice(-rateSeconds);
};
