// The fields of a JSON Schema in words, for `--help`.

type Schema = Readonly<Record<string, unknown>>;

export interface FieldHelp {
	readonly name: string;
	/** `number, 1 to 20, default 5`; `required` comes first. */
	readonly type: string;
	readonly description: string;
}

/** Required fields first, each group in the order of the schema. */
export const fieldsHelp = (schema: Schema): readonly FieldHelp[] => {
	const properties = isSchema(schema.properties) ? schema.properties : {};
	const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
	const fields = Object.entries(properties).map(([name, property]) => {
		const field = isSchema(property) ? property : {};
		const isRequired = required.includes(name) && field.default === undefined;
		const fallback = field.default === undefined ? [] : [`default ${JSON.stringify(field.default)}`];
		const type = [...(isRequired ? ["required"] : []), typeText(field), ...rangeText(field), ...fallback].join(", ");
		return { name, type, description: typeof field.description === "string" ? field.description : "", isRequired };
	});
	return [...fields.filter((field) => field.isRequired), ...fields.filter((field) => !field.isRequired)];
};

const typeText = (schema: Schema): string => {
	if (Array.isArray(schema.enum)) return schema.enum.map(String).join(" | ");
	if (schema.const !== undefined) return JSON.stringify(schema.const);
	const options = [schema.anyOf, schema.oneOf].find((each) => Array.isArray(each)) as readonly unknown[] | undefined;
	if (options !== undefined)
		return [...new Set(options.map((each) => typeText(isSchema(each) ? each : {})))].join(" or ");
	if (schema.type === "array") return `list of ${typeText(isSchema(schema.items) ? schema.items : {})}`;
	if (schema.type === "object") return objectText(schema);
	return typeof schema.type === "string" ? schema.type : "value";
};

const objectText = (schema: Schema): string => {
	const names = fieldsHelp(schema).map((field) => (field.type.startsWith("required") ? field.name : `${field.name}?`));
	return names.length === 0 ? "JSON object" : `{${names.join(", ")}}`;
};

const rangeText = ({ minimum, maximum }: Schema): readonly string[] => {
	if (minimum !== undefined && maximum !== undefined) return [`${minimum} to ${maximum}`];
	if (minimum !== undefined) return [`at least ${minimum}`];
	return maximum === undefined ? [] : [`at most ${maximum}`];
};

const isSchema = (value: unknown): value is Schema =>
	typeof value === "object" && value !== null && !Array.isArray(value);
