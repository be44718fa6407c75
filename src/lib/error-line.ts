import { sanitizeText } from "./sanitize.js";

/** `nexus: what happened (what to do)`: how every error reaches stderr. */
export const errorLine = (error: { readonly message: string; readonly hint?: string | undefined }): string =>
	sanitizeText(`nexus: ${error.message}${error.hint === undefined ? "" : ` (${error.hint})`}`).replaceAll("\n", " ");
