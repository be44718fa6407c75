// The text of a workflow file as a workflow; whatever is wrong with it is named with file, line and column.
import { NexusError } from "../../contracts/errors.js";
import { type Workflow, workflowSchema } from "../../contracts/workflow.js";
import { checkWorkflow, type WorkflowProblem } from "./check.js";

type PlaceOf = (path: readonly PropertyKey[]) => string;

const maxShown = 10;

/**
 * @param name of the file, for messages
 * @throws NexusError `workflow.syntax`, `workflow.invalid` (exit 2)
 */
export const readWorkflow = async (text: string, name: string): Promise<Workflow> => {
	const { LineCounter, parseDocument } = await import("yaml");
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines });
	const [wrong] = document.errors;
	const placeAt = (offset: number): string => {
		const { line, col } = lines.linePos(offset);
		return `${name}:${line}:${col}`;
	};
	if (wrong !== undefined)
		throw new NexusError("workflow.syntax", `${placeAt(wrong.pos[0])}: ${wrong.message.split("\n")[0]}`, {
			hint: "correct that line",
			exitCode: 2,
			cause: wrong,
		});
	/** Of the value, or, where it is missing, of the nearest one around it. */
	const placeOf: PlaceOf = (path) => {
		for (let length = path.length; length >= 0; length--) {
			const node: unknown = document.getIn(path.slice(0, length), true);
			if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range))
				return placeAt(Number(node.range[0]));
		}
		return name;
	};
	return checked(document.toJS({ maxAliasCount: 10 }), placeOf);
};

/**
 * The default export of a TypeScript file, or a workflow that was put together.
 * @throws NexusError `workflow.invalid` (exit 2)
 */
export const toWorkflow = (value: unknown, name: string): Workflow =>
	checked(value, (path) => (path.length === 0 ? name : `${name}, ${placeText(path)}`));

const placeText = (path: readonly PropertyKey[]): string =>
	path
		.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`))
		.join("");

const checked = (value: unknown, placeOf: PlaceOf): Workflow => {
	const parsed = workflowSchema.safeParse(value);
	const problems: readonly WorkflowProblem[] = parsed.success
		? checkWorkflow(parsed.data)
		: parsed.error.issues.map((issue) => {
				// A key that should not be there is named by its own line.
				const extra = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
				const path = [...issue.path.filter((part) => typeof part !== "symbol"), ...extra];
				const name = extra.length > 0 ? undefined : path.findLast((part) => typeof part === "string");
				return { path, message: name === undefined ? issue.message : `${name}: ${issue.message}` };
			});
	if (parsed.success && problems.length === 0) return parsed.data;
	const shown = problems.slice(0, maxShown).map(({ path, message }) => `${placeOf(path)}: ${message}`);
	if (problems.length > maxShown) shown.push(`and ${problems.length - maxShown} more`);
	throw new NexusError("workflow.invalid", shown.join("\n"), {
		hint: "`nexus run --schema` prints what a workflow may hold",
		exitCode: 2,
	});
};
