// Services that speak Chat Completions: where they are, what their key is called, and their quirks, as data.
import type { BaseUrlRules } from "./base-url.js";
import type { ChatQuirks } from "./chat-quirks.js";

export interface ChatPreset {
	/** First segment of `provider/model`. */
	readonly id: string;
	readonly title: string;
	/** First found wins; empty: no key needed. */
	readonly apiKeyVariables: readonly string[];
	readonly baseUrlVariable?: string;
	readonly defaultBaseUrl?: string;
	readonly defaultModel?: string;
	readonly isLocal?: boolean;
	/** It has `/images/generations`, for models that the person names. */
	readonly makesImages?: boolean;
	readonly baseUrlRules?: BaseUrlRules;
	/** Where models are listed: `/models`, or Ollama's own list, which names local models only. */
	readonly modelList?: "openai" | "ollama";
	readonly quirks: ChatQuirks;
}

export const chatPresets: readonly ChatPreset[] = [
	{
		id: "openrouter",
		title: "OpenRouter",
		apiKeyVariables: ["OPENROUTER_API_KEY"],
		defaultBaseUrl: "https://openrouter.ai/api/v1",
		defaultModel: "openrouter/auto",
		quirks: { effort: "reasoning", reasoning: "details" },
	},
	{
		id: "groq",
		title: "Groq",
		apiKeyVariables: ["GROQ_API_KEY"],
		defaultBaseUrl: "https://api.groq.com/openai/v1",
		defaultModel: "openai/gpt-oss-120b",
		quirks: { outputLimit: "max_completion_tokens", schema: "json_object", schemaModels: /gpt-oss|kimi|llama-4/ },
	},
	{
		id: "deepseek",
		title: "DeepSeek",
		apiKeyVariables: ["DEEPSEEK_API_KEY"],
		defaultBaseUrl: "https://api.deepseek.com",
		defaultModel: "deepseek-chat",
		quirks: { reasoning: "content-with-tools", schema: "json_object" },
	},
	{
		id: "gemini",
		title: "Google Gemini",
		apiKeyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
		defaultBaseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
		defaultModel: "gemini-3.8-flash",
		quirks: { signatures: true, toolSchema: "gemini", minimalEffort: true },
	},
	{
		id: "huggingface",
		title: "Hugging Face",
		apiKeyVariables: ["HF_TOKEN"],
		defaultBaseUrl: "https://router.huggingface.co/v1",
		defaultModel: "openai/gpt-oss-120b",
		quirks: {},
	},
	{
		id: "mistral",
		title: "Mistral",
		apiKeyVariables: ["MISTRAL_API_KEY"],
		defaultBaseUrl: "https://api.mistral.ai/v1",
		defaultModel: "mistral-medium-latest",
		// Usage comes by itself in the last chunk; unknown fields are refused with 422.
		quirks: { callIds: "nine", streamUsage: false, effort: "none" },
	},
	{
		id: "xai",
		title: "xAI",
		apiKeyVariables: ["XAI_API_KEY"],
		defaultBaseUrl: "https://api.x.ai/v1",
		defaultModel: "grok-4.6",
		quirks: { outputLimit: "max_completion_tokens" },
	},
	{
		id: "ollama",
		title: "Ollama",
		apiKeyVariables: [],
		baseUrlVariable: "OLLAMA_HOST",
		defaultBaseUrl: "http://127.0.0.1:11434/v1",
		isLocal: true,
		baseUrlRules: { defaultPort: 11434, defaultPath: "/v1" },
		modelList: "ollama",
		quirks: {},
	},
	{
		id: "lmstudio",
		title: "LM Studio",
		apiKeyVariables: [],
		defaultBaseUrl: "http://127.0.0.1:1234/v1",
		isLocal: true,
		baseUrlRules: { defaultPath: "/v1" },
		quirks: { effort: "none" },
	},
	{
		id: "llamacpp",
		title: "llama.cpp",
		apiKeyVariables: [],
		defaultBaseUrl: "http://127.0.0.1:8080/v1",
		isLocal: true,
		baseUrlRules: { defaultPath: "/v1" },
		quirks: { effort: "none" },
	},
	{
		id: "vllm",
		title: "vLLM",
		apiKeyVariables: [],
		defaultBaseUrl: "http://127.0.0.1:8000/v1",
		isLocal: true,
		baseUrlRules: { defaultPath: "/v1" },
		quirks: { effort: "none" },
	},
	{
		id: "custom",
		title: "The custom server",
		apiKeyVariables: ["NEXUS_API_KEY"],
		baseUrlVariable: "NEXUS_BASE_URL",
		makesImages: true,
		quirks: {},
	},
];
