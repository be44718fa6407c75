// Runs one command with limits, as whoever this process is, and prints the result: for tests as another user.
import { createProcesses } from "../../src/adapters/execa-processes.js";
import { systemClock } from "../../src/adapters/system-clock.js";

const [workspace = "", command = "", limits = "{}", sandbox = "auto"] = process.argv.slice(2);
const processes = createProcesses({
	...{ workspace, clock: systemClock, home: `${workspace}/home`, userHome: workspace },
	sandbox: sandbox === "off" ? "off" : "auto",
	limits: JSON.parse(limits),
});
const status = await processes.sandbox();
const result = await processes.run({
	...{ file: "/bin/bash", args: ["-c", command], timeoutMs: 10_000, maxOutputBytes: 10_000 },
	sandbox: { network: false, writableRoots: [workspace] },
});
await processes.close();
process.stdout.write(JSON.stringify({ status, result }));
