// Entry of the thread that gets text out of documents. Run from source by Node itself, so its imports of our own files
// end in `.ts`. Bytes come in, text goes out: it opens no file and no connection.
import { parentPort } from "node:worker_threads";
import { readDocx } from "./documents/docx.ts";
import { readNotebook } from "./documents/notebook.ts";
import { readPdf } from "./documents/pdf.ts";

interface Request {
	readonly input:
		| { readonly kind: "pdf"; readonly pages: readonly (readonly [first: number, last: number])[] }
		| { readonly kind: "docx" }
		| { readonly kind: "notebook" };
	readonly bytes: Uint8Array;
}

async function answer({ input, bytes }: Request): Promise<unknown> {
	try {
		if (input.kind === "pdf") return { value: await readPdf(bytes, input.pages) };
		return { value: input.kind === "docx" ? await readDocx(bytes) : readNotebook(bytes) };
	} catch (error) {
		if (error instanceof RangeError && /call stack/.test(error.message)) return { error: "It is nested too deeply" };
		return { error: error instanceof Error ? error.message : String(error) };
	}
}

parentPort?.on("message", (request: Request) => {
	void answer(request).then((reply) => parentPort?.postMessage(reply));
});
parentPort?.postMessage("ready");
