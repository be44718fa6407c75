// Which of our codes a failure is, from status and words. The order matters: a 429 may be a spend limit, a 400 an overflow.
import type { ProviderErrorCode } from "../contracts/model.js";
import type { ErrorBody } from "./error-body.js";

const overflowCodes =
	/context_length_exceeded|exceed_context_size|context_window_exceeded|request_too_large|string_above_max_length/;
const overflowWords =
	/context (length|window|size|limit)|maximum (context|prompt) length|prompt is too long|input is too long|too many (input )?tokens|input token count.*exceeds|available context|reduce the (length|size) of|tokens? .*exceeds? .*(maximum|limit)|too large for model|exceeds? the (model'?s? )?(maximum|max)[\w ]* tokens/;
const quotaCodes =
	/insufficient_quota|billing_error|insufficient_balance|payment_required|credit|spend_limit|billing_hard_limit/;
const quotaWords =
	/insufficient (credit|balance|fund|quota)|credit balance|out of credits?|more credits|spend(ing)? limit|usage limits?|regain access|billing|payment required|monthly (limit|budget)|budget (has been )?exceeded|key limit exceeded/;
const keyWords =
	/(api[ _-]?key|credential|token)[^.]{0,40}(invalid|incorrect|missing|not valid|expired|revoked)|(invalid|incorrect|missing|no|unknown)[^.]{0,20}(api[ _-]?key|credential|bearer)|api_key_invalid|unauthenticated/;
const refusedWords = /content[_ ](filter|policy)|moderation|safety system|flagged|responsibleai|prohibited_content/;
const modelWords =
	/model[_ ]not[_ ]found|(model|deployment)[^.]*(does not exist|not found|not exist|is not (supported|available))|no such model|unknown model|not a valid model/;
const overloadWords =
	/overloaded|at capacity|loading model|model is (currently )?loading|temporarily unavailable|service_unavailable|no instances/;

/** Statuses of errors that arrive inside a stream, where HTTP has already said 200. */
const typeStatus: readonly (readonly [RegExp, number])[] = [
	[/overloaded/, 529],
	[/rate_limit|resource_exhausted|too_many_requests/, 429],
	[/authentication|unauthorized|invalid_api_key/, 401],
	[/billing|insufficient/, 402],
	[/permission/, 403],
	[/not_found/, 404],
	[/timeout/, 504],
	[/unavailable/, 503],
	[/invalid_request|invalid_argument|bad_request|invalid_prompt/, 400],
];

/** `status` 0: none is known, and the body's own words decide; with nothing known it is `provider.server`. */
export function classify(status: number, body: ErrorBody, hasRetryAfter: boolean): ProviderErrorCode {
	const names = `${body.code} ${body.type}`.toLowerCase();
	const words = `${names} ${body.message.toLowerCase()}`;
	const effective = status || body.status || typeStatus.find(([pattern]) => pattern.test(names))?.[1] || 500;
	// A request over the limit of tokens a minute (Groq's 413) is helped by nothing but a shorter one, like an overflow.
	if (effective === 413 || overflowCodes.test(names)) return "provider.context-overflow";
	if (effective !== 429 && effective !== 401 && overflowWords.test(words)) return "provider.context-overflow";
	if (effective === 402 || quotaCodes.test(names)) return "provider.quota";
	// Gemini and others say "quota" for limits that pass in seconds, and then name the wait.
	if (!hasRetryAfter && effective < 500 && quotaWords.test(words)) return "provider.quota";
	if (/tool_use_failed/.test(names)) return "provider.malformed";
	if (effective === 401 || (effective < 404 && effective >= 400 && keyWords.test(words)))
		return "provider.authentication";
	if (body.isModeration || (effective < 500 && effective !== 429 && refusedWords.test(words)))
		return "provider.refused";
	if (effective === 403) return "provider.permission";
	if (effective === 404 || (effective < 500 && effective !== 429 && modelWords.test(words)))
		return "provider.not-found";
	if (effective === 429) return "provider.rate-limited";
	if (effective === 529 || effective === 503 || overloadWords.test(words)) return "provider.overloaded";
	if (effective === 408 || effective === 504) return "provider.timeout";
	return effective >= 500 ? "provider.server" : "provider.invalid-request";
}
