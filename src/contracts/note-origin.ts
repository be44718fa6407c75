// Where a note comes from (SECURITY R26).
import { z } from "zod";

export const noteOriginSchema = z.object({
	/** Who kept it: somebody who called the tool, or a model in a session. */
	by: z.enum(["person", "session"]),
	sessionId: z.string().exactOptional(),
	runId: z.string().exactOptional(),
	/** The call that had brought content from outside into the conversation by then. */
	taintedBy: z.string().exactOptional(),
});
export type NoteOrigin = Readonly<z.output<typeof noteOriginSchema>>;
