// How long a person waits when the service fails twice, or is not there.
import { createServer } from "node:net";
import { repeat } from "../figures.js";
import { nexusBin, runNode } from "../process-run.js";
import { nexusEnv, type Suite, type SuiteContext } from "../suite.js";

export const failuresSuite: Suite = {
	name: "failures",
	parts: [
		...["429", "500", "disconnect", "malformed"].map((kind) => ({
			rows: [`failures.${kind}`],
			measure: (context: SuiteContext) => recovery(context, kind),
		})),
		{ rows: ["failures.down"], measure: (context) => endpointDown(context) },
	],
};

const words = [nexusBin, "-p", "-m", "openai/bench", "hello"];

const recovery = async ({ server, times, measured, folder, scenario }: SuiteContext, kind: string): Promise<void> => {
	const runs = await repeat(times(5), async () => {
		const cwd = folder();
		const name = scenario(kind);
		const run = await runNode(words, { cwd, env: nexusEnv(cwd, server.url(name)) });
		await server.waitFor(name, 3);
		if (run.stdout !== "hello\n") throw new Error(`${kind}: ${JSON.stringify(run.stdout)} ${run.stderr.trim()}`);
		return run.wallMs / 1000;
	});
	measured(`failures.${kind}`, runs);
};

const endpointDown = async ({ times, measured, folder }: SuiteContext): Promise<void> => {
	const port = await unusedPort();
	const runs = await repeat(times(3), async () => {
		const cwd = folder();
		const run = await runNode(words, { cwd, env: nexusEnv(cwd, `http://127.0.0.1:${port}/v1`) });
		if (run.code !== 6) throw new Error(`exit ${run.code} instead of 6: ${run.stderr.trim()}`);
		return run.wallMs / 1000;
	});
	measured("failures.down", runs);
};

/** A port on which nothing listens any more. */
const unusedPort = (): Promise<number> =>
	new Promise((resolve) => {
		const server = createServer();
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
		});
	});
