// Reads the error out of whatever a service answers with: every dialect has its own shape, and gateways send pages.

/** What could be read; every field may be missing. Nothing in it is trusted. */
export interface ErrorBody {
	readonly message: string;
	readonly type: string;
	readonly code: string;
	/** A status that the body itself names (OpenRouter's `code`, Gemini's `code`). */
	readonly status: number | undefined;
	/** A wait that the body itself names, e.g. Gemini's `RetryInfo` or "try again in 7.6s". */
	readonly retryAfterMs: number | undefined;
	/** Reasons of a moderation block (OpenRouter). */
	readonly isModeration: boolean;
	readonly isHtml: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
	typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string =>
	typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

/** Any body as text: JSON of any dialect, a page, a line, or nothing. */
export function readErrorBody(body: string): ErrorBody {
	const trimmed = body.trim();
	if (/^<(!doctype|html|\?xml|head|body|center)/i.test(trimmed)) {
		const title = /<(title|h1)[^>]*>([^<]*)/i.exec(trimmed)?.[2] ?? "";
		return { ...nothing, message: title.trim(), isHtml: true };
	}
	try {
		return readErrorValue(JSON.parse(trimmed));
	} catch {
		return { ...nothing, message: trimmed.split("\n")[0] ?? "" };
	}
}

const nothing: ErrorBody = {
	message: "",
	type: "",
	code: "",
	status: undefined,
	retryAfterMs: undefined,
	isModeration: false,
	isHtml: false,
};

/**
 * `{error:{…}}`, `{error:"…"}`, `[{error:{…}}]` (Gemini), `{type:"error",error:{…}}` (Anthropic), `{detail:…}` (Mistral,
 * FastAPI), `{object:"error",message,…}` (vLLM), `{errors:[…]}`, a bare string.
 */
export function readErrorValue(value: unknown): ErrorBody {
	if (Array.isArray(value)) return value.length > 0 ? readErrorValue(value[0]) : nothing;
	if (typeof value === "string") return { ...nothing, message: value, retryAfterMs: waitInText(value) };
	if (!isFields(value)) return nothing;
	if (value.error !== undefined && value.error !== null) {
		const inner = readErrorValue(value.error);
		return {
			...inner,
			type: inner.type || (value.type === "error" ? "" : text(value.type)),
			code: inner.code || text(value.code),
		};
	}
	if (Array.isArray(value.errors)) return readErrorValue(value.errors[0]);
	const metadata = isFields(value.metadata) ? value.metadata : {};
	const message = text(value.message) || detailText(value.detail) || text(value.msg) || text(value.error_description);
	const upstream = upstreamText(metadata.raw);
	const full = upstream === "" || message.includes(upstream) ? message : `${message}: ${upstream}`;
	const code = text(value.code);
	return {
		message: full,
		type: text(value.type) || text(value.status),
		code: /^\d+$/.test(code) ? "" : code,
		status: statusOf(value.code) ?? statusOf(value.status) ?? statusOf(value.http_status_code),
		retryAfterMs: retryInfo(value.details) ?? waitInText(full),
		isModeration: Array.isArray(metadata.reasons) || "flagged_input" in metadata,
		isHtml: false,
	};
}

function statusOf(value: unknown): number | undefined {
	const status = typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : value;
	return typeof status === "number" && status >= 400 && status <= 599 ? status : undefined;
}

function detailText(detail: unknown): string {
	if (typeof detail === "string") return detail;
	if (isFields(detail)) return readErrorValue(detail).message;
	if (!Array.isArray(detail)) return "";
	// FastAPI's validation errors: where, and what.
	return detail
		.filter(isFields)
		.map((item) =>
			[Array.isArray(item.loc) ? item.loc.map(text).join(".") : "", text(item.msg)].filter(Boolean).join(": "),
		)
		.join("; ");
}

function upstreamText(raw: unknown): string {
	if (typeof raw !== "string") return isFields(raw) ? readErrorValue(raw).message : "";
	return readErrorBody(raw).message;
}

/** Google's `google.rpc.RetryInfo`: `{"retryDelay":"37s"}`. */
function retryInfo(details: unknown): number | undefined {
	if (!Array.isArray(details)) return undefined;
	const delay = details
		.filter(isFields)
		.map((item) => text(item.retryDelay))
		.find(Boolean);
	return delay === undefined ? undefined : spanMs(delay);
}

const waitInText = (message: string): number | undefined => {
	const span =
		/(?:try again|retry) (?:in|after) ((?:\d+(?:\.\d+)?\s?(?:ms|h|m|s)(?:econds?|inutes?|ours?)?\s?)+)/i.exec(
			message,
		)?.[1];
	return span === undefined ? undefined : spanMs(span);
};

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `6m0s`, `7.66s`, `120ms`, `1h2m`, `20 seconds` in milliseconds; undefined when it is none. */
export function spanMs(span: string): number | undefined {
	const pieces = [...span.matchAll(/(\d+(?:\.\d+)?)\s?(ms|[smhd])/gi)];
	if (pieces.length === 0) return undefined;
	return Math.ceil(
		pieces.reduce((sum, piece) => sum + Number(piece[1]) * (unitMs[(piece[2] ?? "").toLowerCase()] ?? 0), 0),
	);
}
