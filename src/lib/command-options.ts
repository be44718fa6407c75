// Reads a command's options off its schema: for the command line, for completion and for the documentation.
import { z } from "zod";

export interface CommandOption {
	/** Key in the parsed arguments. */
	readonly key: string;
	/** `max-turns` for `maxTurns`. */
	readonly flag: string;
	readonly description: string;
	readonly isPositional: boolean;
	readonly isRequired: boolean;
	/** Takes no value. */
	readonly isBoolean: boolean;
	/** May be given several times. */
	readonly isList: boolean;
	readonly choices: readonly string[] | undefined;
	readonly defaultValue: unknown;
}

/** `max-turns` for `maxTurns`. */
export const flagOf = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const optionsOf = (command: { args: z.ZodObject; positional?: readonly string[] }): readonly CommandOption[] => {
	const schema = z.toJSONSchema(command.args, { io: "input", unrepresentable: "any" });
	const required = new Set(schema.required ?? []);
	const options = Object.entries(schema.properties ?? {}).map(([key, property]): CommandOption => {
		const field = typeof property === "object" ? property : {};
		return {
			key,
			flag: flagOf(key),
			description: field.description ?? "",
			isPositional: command.positional?.includes(key) ?? false,
			isRequired: required.has(key) && field.default === undefined,
			isBoolean: field.type === "boolean",
			isList: field.type === "array",
			choices: field.enum?.map(String),
			defaultValue: field.default,
		};
	});
	const order = command.positional ?? [];
	return options.sort((a, b) => place(order, a.key) - place(order, b.key));
};

const place = (order: readonly string[], key: string): number => {
	const index = order.indexOf(key);
	return index === -1 ? order.length : index;
};
