// The least that a one-shot client can do: one request, the deltas to stdout.
import http from "node:http";

const [, , baseUrl, prompt] = process.argv;
const body = JSON.stringify({ model: "bench", stream: true, input: [{ role: "user", content: prompt }] });
const request = http.request(
	`${baseUrl}/responses`,
	{
		method: "POST",
		agent: false,
		headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
	},
	(response) => {
		let rest = "";
		response.setEncoding("utf8");
		response.on("data", (text) => {
			const lines = (rest + text).split("\n");
			rest = lines.pop();
			for (const line of lines) {
				if (!line.startsWith("data: ")) continue;
				const event = JSON.parse(line.slice(6));
				if (event.type === "response.output_text.delta") process.stdout.write(event.delta);
			}
		});
		response.on("end", () => process.stdout.write("\n"));
	},
);
request.end(body);
