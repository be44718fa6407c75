// What colours mean. 16 ANSI colours, so that the person's own palette rules.
import type { Style } from "./text/span.js";

export const themeNames = ["dark", "light", "colorblind", "none"] as const;
export type ThemeName = (typeof themeNames)[number];

/** Code is coloured by role, not by language. */
export interface CodeStyles {
	readonly keyword: Style;
	readonly string: Style;
	readonly number: Style;
	readonly comment: Style;
	readonly title: Style;
	readonly type: Style;
	readonly meta: Style;
}

export interface Theme {
	readonly name: ThemeName;
	/** What is the person's: prompt, selection, focus. */
	readonly accent: Style;
	readonly ok: Style;
	readonly warn: Style;
	readonly error: Style;
	readonly dim: Style;
	readonly code: Style;
	readonly added: Style;
	readonly removed: Style;
	readonly bold: Style;
	readonly italic: Style;
	readonly underline: Style;
	readonly strike: Style;
	readonly inverse: Style;
	readonly highlight: CodeStyles;
	readonly allowLinks: boolean;
}

const attributes = { bold: [1], italic: [3], underline: [4], strike: [9], inverse: [7] } as const;
const noHighlight: CodeStyles = {
	keyword: [],
	string: [],
	number: [],
	comment: [],
	title: [],
	type: [],
	meta: [],
};

const themes: Readonly<Record<ThemeName, Theme>> = {
	dark: {
		...attributes,
		name: "dark",
		accent: [36],
		ok: [32],
		warn: [33],
		error: [31],
		dim: [90],
		code: [36],
		added: [32],
		removed: [31],
		highlight: {
			keyword: [35],
			string: [32],
			number: [33],
			comment: [90, 3],
			title: [34],
			type: [36],
			meta: [33],
		},
		allowLinks: true,
	},
	light: {
		...attributes,
		name: "light",
		accent: [34],
		ok: [32],
		warn: [35],
		error: [31],
		dim: [90],
		code: [34],
		added: [32],
		removed: [31],
		highlight: {
			keyword: [35],
			string: [32],
			number: [31],
			comment: [90, 3],
			title: [34],
			type: [36],
			meta: [35],
		},
		allowLinks: true,
	},
	// Blue against yellow is told apart with every common kind of colour blindness; red against green is not.
	colorblind: {
		...attributes,
		name: "colorblind",
		accent: [36],
		ok: [34],
		warn: [33],
		error: [1, 33],
		dim: [90],
		code: [36],
		added: [34],
		removed: [33],
		highlight: {
			keyword: [1],
			string: [34],
			number: [33],
			comment: [90, 3],
			title: [36],
			type: [36],
			meta: [33],
		},
		allowLinks: true,
	},
	none: {
		...attributes,
		name: "none",
		accent: [],
		ok: [],
		warn: [],
		error: [],
		dim: [],
		code: [],
		added: [],
		removed: [],
		highlight: noHighlight,
		allowLinks: false,
	},
};

export const isThemeName = (name: string): name is ThemeName => themeNames.some((known) => known === name);

/** Without colour every name gives `none`: bold and underline stay, they are not colours. */
export const themeFor = (name: string | undefined, color: boolean): Theme => {
	if (!color) return themes.none;
	return themes[name !== undefined && isThemeName(name) ? name : "dark"];
};
