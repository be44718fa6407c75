// One key as the screen understands it, made of what Ink reports. Several keys that came in one read are taken apart.

export interface Key {
	readonly name:
		| "text"
		| "enter"
		| "newline"
		| "tab"
		| "escape"
		| "backspace"
		| "delete"
		| "up"
		| "down"
		| "left"
		| "right"
		| "home"
		| "end"
		| "pageup"
		| "pagedown";
	/** The characters of a text key; the letter of a ctrl or alt chord. */
	readonly text: string;
	readonly ctrl: boolean;
	readonly meta: boolean;
	readonly shift: boolean;
}

/** The part of Ink's key that is read here. */
export interface InkKey {
	readonly upArrow: boolean;
	readonly downArrow: boolean;
	readonly leftArrow: boolean;
	readonly rightArrow: boolean;
	readonly pageUp: boolean;
	readonly pageDown: boolean;
	readonly home: boolean;
	readonly end: boolean;
	readonly return: boolean;
	readonly escape: boolean;
	readonly ctrl: boolean;
	readonly shift: boolean;
	readonly tab: boolean;
	readonly backspace: boolean;
	readonly delete: boolean;
	readonly meta: boolean;
	readonly eventType?: "press" | "repeat" | "release" | undefined;
}

const named: readonly (readonly [keyof InkKey, Key["name"]])[] = [
	["return", "enter"],
	["escape", "escape"],
	["tab", "tab"],
	["backspace", "backspace"],
	["delete", "delete"],
	["upArrow", "up"],
	["downArrow", "down"],
	["leftArrow", "left"],
	["rightArrow", "right"],
	["home", "home"],
	["end", "end"],
	["pageUp", "pageup"],
	["pageDown", "pagedown"],
];

export const toKeys = (input: string, key: InkKey): readonly Key[] => {
	if (key.eventType === "release") return [];
	const { ctrl, meta, shift } = key;
	const found = named.find(([flag]) => key[flag] === true);
	if (found !== undefined) return [{ name: found[1], text: "", ctrl, meta, shift }];
	if (ctrl || meta) return input === "" ? [] : [{ name: "text", text: input, ctrl, meta, shift }];
	if (input === "") return [];
	return splitChunk(input);
};

const plainKey = (name: Key["name"], text = ""): Key => ({ name, text, ctrl: false, meta: false, shift: false });

/**
 * Characters that came in one read: typed quickly, typed before the first frame, or pasted by a terminal without
 * bracketed paste. A line end in the middle is taken as a paste, which must not submit.
 */
export const splitChunk = (input: string): readonly Key[] => {
	if (input === "\r") return [plainKey("enter")];
	if (input === "\n") return [plainKey("newline")];
	const isLines = /[\r\n]./s.test(input);
	const keys: Key[] = [];
	for (const part of input.split(/([\u0000-\u001f\u007f])/)) {
		if (part === "") continue;
		if (part === "\r") keys.push(plainKey(isLines ? "newline" : "enter"));
		else if (part === "\n") keys.push(plainKey("newline"));
		else if (part === "\t") keys.push(isLines ? plainKey("text", "\t") : plainKey("tab"));
		else if (part === "\u007f" || part === "\b") keys.push(plainKey("backspace"));
		else if (part === "\u001b") keys.push(plainKey("escape"));
		else if (/^[\u0000-\u001f]$/.test(part)) keys.push(controlKey(part));
		else keys.push(plainKey("text", part));
	}
	return keys;
};

const controlKey = (character: string): Key => {
	const code = character.charCodeAt(0);
	return { ...plainKey("text", String.fromCharCode(code <= 26 ? code + 96 : code + 64)), ctrl: true };
};

/** What was typed before the program could show anything: each line of it is sent, as it would have been. */
export const typeAhead = (input: string): readonly Key[] => {
	const clean = input.replace(/\u001b(?:\[[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]|O.|.)?/gs, "");
	return clean.split(/(\r|\n)/).flatMap((part) => {
		if (part === "") return [];
		return part === "\r" || part === "\n" ? [plainKey("enter")] : splitChunk(part);
	});
};
