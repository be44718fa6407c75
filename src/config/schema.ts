// All settings: one schema, from which the merge, `nexus config` and the documentation are made.
import { z } from "zod";
import { permissionModes } from "../contracts/permission.js";
import { parseHostPattern } from "../lib/host-pattern.js";

const isHostPattern = (text: string): boolean => parseHostPattern(text) !== undefined;

/** Of a service of the web. */
const webAddress = () => z.url({ protocol: /^https?$/, error: "an http or https address" });

export const configSchema = z.strictObject({
	model: z.string().optional().describe("provider/model to use; without it the first one found, else offline"),
	fallbackModels: z.array(z.string()).default([]).describe("models to try in order when the first one fails for good"),
	timeZone: z.string().optional().describe("IANA time zone; the system's without it"),
	permissions: z
		.strictObject({
			mode: z.enum(permissionModes).default("ask").describe("what runs without asking: ask, edits, auto, plan or yolo"),
			allow: z.array(z.string()).default([]).describe("rules tool(pattern) that allow"),
			ask: z.array(z.string()).default([]).describe("rules that always ask"),
			deny: z.array(z.string()).default([]).describe("rules that deny, in every mode"),
		})
		.prefault({}),
	network: z
		.strictObject({
			allow: z
				.array(z.string())
				.default([])
				.describe("hosts, or host:port, that may be fetched without asking, private addresses too"),
		})
		.prefault({}),
	sandbox: z
		.strictObject({
			enabled: z.boolean().default(true).describe("run shell commands in bubblewrap where it works"),
			network: z
				.array(z.string().refine(isHostPattern, { error: "a host: example.org, *.example.org or example.org:8443" }))
				.default([])
				.describe("public hosts that sandboxed commands may reach without asking"),
			memoryMb: z
				.int()
				.min(64)
				.max(1_048_576)
				.optional()
				.describe(
					"most memory of a command and all it starts; without it 4096, at most three quarters of the machine's",
				),
			processes: z.int().min(8).max(32_768).default(512).describe("most processes and threads of a command at a time"),
			outputMb: z.int().min(1).max(65_536).default(256).describe("a command that prints more is ended"),
			fileMb: z.int().min(1).max(1_048_576).default(4096).describe("largest file that a command may write"),
		})
		.prefault({}),
	limits: z
		.strictObject({
			maxTurns: z.int().min(1).max(10_000).default(100).describe("most requests to the model in one run"),
			maxMessages: z.int().min(1).optional().describe("most messages of a session; without it by the session's type"),
			maxHours: z.number().positive().optional().describe("most hours from its beginning on; without it by its type"),
			timeoutSeconds: z.number().positive().optional().describe("ends a one-shot run after this"),
		})
		.prefault({}),
	providers: z
		.record(
			z.string(),
			z.strictObject({
				baseUrl: z.url().optional().describe("where the service is"),
				apiKeyVariable: z.string().optional().describe("environment variable that holds the key"),
				headers: z.record(z.string(), z.string()).optional().describe("extra headers"),
			}),
		)
		.default({})
		.describe("settings per provider"),
	web: z
		.strictObject({
			search: z
				.strictObject({
					provider: z
						.enum(["brave", "tavily", "searxng", "duckduckgo"])
						.optional()
						.describe("who searches the web; without it brave or tavily where their key is set, else duckduckgo"),
					baseUrl: webAddress().optional().describe("where the search service is, e.g. your own SearXNG"),
					apiKeyVariable: z
						.string()
						.optional()
						.describe("environment variable that holds the key of the search service"),
				})
				.prefault({}),
			weather: z
				.strictObject({
					forecastUrl: webAddress()
						.default("https://api.open-meteo.com/v1/forecast")
						.describe("forecasts, as Open-Meteo gives them"),
					geocodingUrl: webAddress()
						.default("https://geocoding-api.open-meteo.com/v1/search")
						.describe("places by name, as Open-Meteo gives them"),
				})
				.prefault({}),
			quotes: z
				.strictObject({
					baseUrl: webAddress()
						.default("https://query1.finance.yahoo.com")
						.describe("market prices, as the charts of Yahoo Finance give them"),
				})
				.prefault({}),
		})
		.prefault({}),
	retention: z
		.strictObject({
			sessions: z
				.string()
				.regex(/^(?:forever|[1-9]\d{0,4}[dw])$/, "forever, or a time such as 90d or 26w")
				.default("forever")
				.describe("how long a session stays after its last use: forever, or 90d, 26w"),
			artifactsMb: z.number().min(1).max(1e6).default(2000).describe("most megabytes of long outputs; the oldest go"),
			snapshotsMb: z
				.number()
				.min(1)
				.max(1e6)
				.default(2000)
				.describe("most megabytes of what files were before turns changed them; the oldest go"),
			jobsMb: z
				.number()
				.min(1)
				.max(1e6)
				.default(2000)
				.describe("most megabytes of output of ended background jobs; the oldest go"),
		})
		.prefault({}),
	backup: z
		.strictObject({
			schedule: z
				.string()
				.regex(
					/^(?:off|daily|weekly|[\d*/,LW#?-]+(?: [\w*/,#?-]+){4,5})$/,
					"off, daily, weekly, or a time in cron's form",
				)
				.default("off")
				.describe("when a backup is made: off, daily, weekly, or in cron's form, e.g. '30 12 * * 1-5'"),
			keep: z.int().min(1).max(1000).default(7).describe("how many of those made by the schedule stay"),
			folder: z.string().optional().describe("where backups go; without it `backups` in NEXUS_HOME"),
			passwordFile: z.string().optional().describe("file with the password of backups; then they are encrypted"),
		})
		.prefault({}),
	tui: z
		.strictObject({
			theme: z.enum(["dark", "light", "colorblind", "none"]).default("dark").describe("colours of the screen"),
			dock: z.enum(["open", "folded"]).default("open").describe("whether the panes are shown at start"),
			reducedMotion: z.boolean().default(false).describe("nothing moves but the text"),
			screenReader: z.boolean().default(false).describe("linear output without boxes and panes"),
		})
		.prefault({}),
});

export type Config = z.output<typeof configSchema>;

/** Settings that a project's own file can never make (SECURITY R4): each is ignored and named. */
export const forbiddenInProject: readonly string[] = [
	"permissions.mode",
	"permissions.allow",
	"network",
	"sandbox",
	"providers",
	"web",
	"backup",
	"retention",
];
