/** Whether a topic fits a filter in which `*` is any one word and `**` any number of words, none among them. */
export const matchTopic = (filter: string, topic: string): boolean => {
	if (filter === "**" || filter === topic) return true;
	if (!filter.includes("*")) return false;
	return matchWords(filter.split("."), 0, topic.split("."), 0);
};

/** Topics have at most 16 words, so trying each place of a `**` stays cheap. */
const matchWords = (filter: readonly string[], at: number, words: readonly string[], from: number): boolean => {
	for (let index = at; index < filter.length; index++) {
		const wanted = filter[index];
		if (wanted === "**") {
			if (index === filter.length - 1) return true;
			if (filter[index + 1] === "**") continue;
			for (let next = from; next <= words.length; next++) {
				if (matchWords(filter, index + 1, words, next)) return true;
			}
			return false;
		}
		if (from >= words.length || (wanted !== "*" && wanted !== words[from])) return false;
		from++;
	}
	return from === words.length;
};
