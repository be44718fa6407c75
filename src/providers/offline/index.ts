import { defineProvider } from "../../contracts/model.js";
export const offlineProvider = defineProvider({
	id: "offline",
	title: "Offline",
	apiKeyVariables: [],
	defaultModel: "interpreter",
	create: () => ({
		id: "offline",
		async *stream() {
			yield { type: "text.delta", text: "stand-in" };
			yield { type: "finish", reason: "stop" };
		},
	}),
});
