// The least that a screen can do: raw keys, echoed; enter sends the line to the model, whose text is written as it comes.
process.stdout.write("› ");
process.stdin.setRawMode(true);
process.stdin.setEncoding("utf8");
let typed = "";
process.stdin.on("data", async (keys) => {
	if (keys === "\u0003") process.exit();
	if (keys.startsWith("\u0015")) {
		typed = keys.slice(1);
		process.stdout.write(`\r\u001b[K› ${typed}`);
		return;
	}
	if (!keys.includes("\r")) {
		typed += keys;
		process.stdout.write(keys);
		return;
	}
	const prompt = typed + keys.replace("\r", "");
	typed = "";
	process.stdout.write("\r\n");
	await ask(prompt);
	process.stdout.write("\r\n› ");
});

async function ask(prompt) {
	const { request } = await import("node:http");
	const body = JSON.stringify({ model: "bench", stream: true, input: [{ role: "user", content: prompt }] });
	await new Promise((resolve) => {
		const sent = request(`${process.argv[2]}/responses`, { method: "POST" }, (response) => {
			let rest = "";
			response.setEncoding("utf8");
			response.on("data", (text) => {
				const lines = (rest + text).split("\n");
				rest = lines.pop();
				for (const line of lines) {
					if (!line.startsWith("data: ")) continue;
					const event = JSON.parse(line.slice(6));
					if (event.type === "response.output_text.delta") process.stdout.write(event.delta.replaceAll("\n", "\r\n"));
				}
			});
			response.on("end", resolve);
		});
		sent.end(body);
	});
}
