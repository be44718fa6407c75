// Answers to the decision in front.
import type { ApprovalAnswer } from "../../../contracts/permission.js";
import { type Choice, choicesOf } from "../decision/decision-lines.js";
import type { Screen } from "./contract.js";
import { frontDecision } from "./frame.js";
import type { Key } from "./key.js";

/** True when the key was meant for the decision; letters that mean nothing are swallowed, they are no text either. */
export const answerKey = (screen: Screen, key: Key): boolean => {
	const state = screen.store.get();
	const approval = frontDecision(state);
	if (approval === undefined) return false;
	if (key.name === "escape") {
		answer(screen, approval.approvalId, { answer: "deny" });
		return true;
	}
	if (key.name !== "text" || key.ctrl || key.meta) return key.name === "enter";
	const choices = choicesOf(approval);
	const choice = choices.find((each) => each.key === key.text.toLowerCase()) ?? choices[Number(key.text) - 1];
	if (choice !== undefined) choose(screen, approval.approvalId, choice);
	return true;
};

const choose = (screen: Screen, approvalId: string, choice: Choice) => {
	const rule = choice.rule === undefined ? {} : { rule: choice.rule };
	switch (choice.key) {
		case "y":
			return answer(screen, approvalId, { answer: "once" });
		case "s":
			return answer(screen, approvalId, { answer: "session", ...rule });
		case "p":
			return answer(screen, approvalId, { answer: "project", ...rule });
		case "n":
			return answer(screen, approvalId, { answer: "deny" });
		case "r": {
			const { decision } = screen.store.get();
			if (decision !== undefined) screen.store.set({ decision: { ...decision, reason: "" } });
		}
	}
};

export const answer = (screen: Screen, approvalId: string, given: ApprovalAnswer) => {
	screen.run(
		screen.client.approvals.respond(approvalId, given).then((isFirst) => {
			if (!isFirst) screen.hint("already answered elsewhere");
		}),
	);
};
