// A screen with nothing to do: what it holds, burns and draws.
import { pause } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";
import { openScreen } from "./screen-terminal.js";

export const idleSuite: Suite = {
	name: "idle",
	parts: [{ rows: ["idle.memory", "idle.cpu", "idle.bytes"], measure: (context) => idle(context) }],
};

const idle = async (context: SuiteContext): Promise<void> => {
	const { terminal } = await openScreen(context, "nexus");
	try {
		await pause(3000);
		const before = terminal.usage();
		const bytes = terminal.bytes();
		const seconds = context.isQuick ? 10 : 30;
		await pause(seconds * 1000);
		const after = terminal.usage();
		context.measured("idle.memory", [after.memoryMb]);
		context.measured("idle.cpu", [((after.cpuS - before.cpuS) / seconds) * 100]);
		context.measured("idle.bytes", [((terminal.bytes() - bytes) / 1000) * (30 / seconds)]);
	} finally {
		await terminal.close();
	}
};
