// For every tool a call that works, in the folder and with the services that `tool.ts` sets up.
import type { JsonObject } from "../../src/contracts/json.js";

export interface ToolSample {
	readonly input: JsonObject;
	/** Fields that name something to read, which must be there and of the right kind. */
	readonly reads?: readonly string[];
	/** What must be done first, by the tool's name; its result is not looked at. */
	readonly after?: readonly (readonly [tool: string, input: JsonObject])[];
}

/** Beside these, the folder holds `notes.txt`, `data.csv`, `data.json` and `folder/inner.txt`. */
export const toolSamples: Readonly<Record<string, ToolSample>> = {
	run_command: { input: { command: "echo hello" } },
	start_job: { input: { command: "sleep 0.1" } },
	list_jobs: { input: {} },
	read_job: { input: { id: "job-1" }, after: [["start_job", { command: "echo hello" }]] },
	wait_for_job: { input: { id: "job-1", timeout_s: 5 }, after: [["start_job", { command: "echo hello" }]] },
	kill_job: { input: { id: "job-1" }, after: [["start_job", { command: "sleep 30" }]] },
	send_message: { input: { to: "echo", text: "hello" } },
	broadcast_message: { input: { text: "hello" } },
	ask_agent: { input: { to: "echo", text: "hello", timeout_s: 30 } },
	wait_for_messages: { input: { timeout_s: 0 } },
	set_shared: { input: { key: "plan", value: ["look", "change"] } },
	get_shared: { input: { key: "plan" }, after: [["set_shared", { key: "plan", value: 1 }]] },
	watch_shared: {
		input: { prefix: "plan", since_version: 0, timeout_s: 0.1 },
		after: [["set_shared", { key: "plan", value: 1 }]],
	},
	read_file: { input: { path: "notes.txt" }, reads: ["path"] },
	write_file: { input: { path: "new.txt", content: "hello\n" } },
	edit_file: { input: { path: "notes.txt", edits: [{ old_text: "alpha", new_text: "beta" }] }, reads: ["path"] },
	apply_patch: { input: { patch: "--- a/notes.txt\n+++ b/notes.txt\n@@ -1 +1 @@\n-alpha\n+beta\n" } },
	list_directory: { input: { path: "." } },
	find_files: { input: { pattern: "**/*.txt" } },
	search_files: { input: { pattern: "alpha" } },
	move_file: { input: { from: "notes.txt", to: "moved.txt" } },
	copy_file: { input: { from: "notes.txt", to: "copied.txt" } },
	make_directory: { input: { path: "made" } },
	trash_file: { input: { path: "notes.txt" } },
	query_data: { input: { path: "data.csv", where: "size > 1" }, reads: ["path"] },
	describe_data: { input: { path: "data.csv" }, reads: ["path"] },
	convert_data: { input: { path: "data.csv", to: "json" }, reads: ["path"] },
	fetch_url: { input: { url: "{server}/page" } },
	crawl_site: { input: { url: "{server}/page", max_pages: 1 } },
	download_file: { input: { url: "{server}/page", path: "page.html", overwrite: true } },
	web_search: { input: { query: "nexus" } },
	get_weather: { input: { place: "Springfield" } },
	get_quote: { input: { symbols: ["AAPL"] } },
	calculate: { input: { expression: "1/3 + 1/6" } },
	convert_units: { input: { value: "3", from: "km", to: "mile" } },
	statistics: { input: { values: [1, 2, 3, 4] } },
	current_time: { input: {} },
	convert_time: { input: { time: "2026-05-01 14:00", from: "UTC", to: "Asia/Tokyo" } },
	date_math: { input: { operation: "add", date: "2026-01-31", amount: "1 month" } },
	show_calendar: { input: { month: "2026-11" } },
	set_reminder: { input: { text: "tea", when: "in 10 minutes" } },
	list_reminders: { input: {} },
	cancel_reminder: { input: { id: "1" }, after: [["set_reminder", { text: "tea", when: "in 10 minutes" }]] },
	regression: { input: { x: [1, 2, 3], y: [2, 4, 6] } },
	solve_equation: { input: { equations: ["x + y = 10", "x - y = 2"] } },
	symbolic_math: { input: { operation: "derive", expression: "x^2" } },
	run_code: { input: { language: "javascript", code: "console.log(1 + 1)" } },
	system_load: { input: {} },
	list_processes: { input: {} },
	ask_model: { input: { question: "what now?", model: "scripted/{cwd}/answer.json" } },
	compare_models: {
		input: { prompt: "what now?", models: ["scripted/{cwd}/answer.json", "scripted//{cwd}/answer.json"] },
	},
	generate_image: { input: { prompt: "a red pixel", path: "red.png", overwrite: true } },
	disk_usage: { input: {} },
	network_info: { input: {} },
	battery: { input: {} },
	environment: { input: {} },
	remember: { input: { text: "the demo is on Friday" } },
	recall: { input: {} },
	find_tools: { input: { query: "convert units" } },
	delegate_task: { input: { agent: "worker", task: "what is 15% of 240?" } },
	spawn_agent: { input: { agent: "worker", task: "what is 15% of 240?" } },
	wait_for_agent: {
		input: { id: "worker-1", timeout_s: 20 },
		after: [["spawn_agent", { agent: "worker", task: "what is 15% of 240?" }]],
	},
	list_agents: { input: {} },
	stop_agent: {
		input: { id: "worker-1" },
		after: [["spawn_agent", { agent: "worker", task: "what is 15% of 240?" }]],
	},
};
