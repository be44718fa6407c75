interface Entry<Value> {
	readonly key: string;
	readonly value: Value;
	readonly version: number;
	readonly by: string;
	readonly time: string;
	readonly isDeleted: boolean;
	readonly taintedBy: string | undefined;
}

/** A shared value in the details of a tool. */
export const sharedDetails = <Value>({ key, value, version, by, time, isDeleted, taintedBy }: Entry<Value>) => ({
	...{ key, value, version, by, time, isDeleted },
	...(taintedBy === undefined ? {} : { taintedBy }),
});

/** A shared value as a model is given it. */
export const sharedForModel = ({ key, value, version, by, isDeleted, taintedBy }: Entry<unknown>): string => {
	const from = taintedBy === undefined ? "" : `, holds content from outside: ${taintedBy}`;
	return `${key} (version ${version}, by ${by}${from}): ${isDeleted ? "deleted" : JSON.stringify(value)}`;
};
