// Notes know where they come from, and one that comes from a marked conversation marks those that read it (SECURITY
// R25, R26).
import type { NoteOrigin } from "../contracts/note-origin.js";
import type { Notes } from "../contracts/tool.js";

export interface NoteReader {
	/** Of what is kept now. */
	origin(): NoteOrigin;
	/** `by` is what brought content from outside. */
	taint(by: string): void;
}

export const notesFor = (notes: Notes, reader: NoteReader): Notes => ({
	add: (text, tags) => notes.add(text, tags, reader.origin()),
	search: async (query, limit) => {
		const found = await notes.search(query, limit);
		const marked = found.find(({ origin }) => origin?.taintedBy !== undefined);
		if (marked !== undefined) reader.taint(`recall note ${marked.id}, kept after ${marked.origin?.taintedBy}`);
		return found;
	},
});
