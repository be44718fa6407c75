// Every sign that is not plain text, with what to use where the terminal has no Unicode.

export interface Glyphs {
	readonly waiting: string;
	/** Frames of the one thing that animates. */
	readonly working: readonly string[];
	readonly done: string;
	readonly failed: string;
	readonly denied: string;
	readonly paused: string;
	readonly asks: string;
	readonly prompt: string;
	readonly rule: string;
	readonly ellipsis: string;
	readonly dot: string;
	readonly barFull: string;
	readonly barEmpty: string;
	readonly spark: readonly string[];
	readonly branch: string;
	readonly lastBranch: string;
	readonly corners: readonly [string, string, string, string];
	readonly side: string;
}

const unicode: Glyphs = {
	waiting: "○",
	working: ["◐", "◓", "◑", "◒"],
	done: "●",
	failed: "✗",
	denied: "⊘",
	paused: "⏸",
	asks: "?",
	prompt: "›",
	rule: "─",
	ellipsis: "…",
	dot: "·",
	barFull: "█",
	barEmpty: "░",
	spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
	branch: "├",
	lastBranch: "└",
	corners: ["╭", "╮", "╰", "╯"],
	side: "│",
};

const ascii: Glyphs = {
	waiting: ".",
	working: ["*"],
	done: "+",
	failed: "x",
	denied: "-",
	paused: "=",
	asks: "?",
	prompt: ">",
	rule: "-",
	ellipsis: "...",
	dot: "-",
	barFull: "#",
	barEmpty: ".",
	spark: [".", ".", ":", ":", "|", "|", "#", "#"],
	branch: "|",
	lastBranch: "`",
	corners: ["+", "+", "+", "+"],
	side: "|",
};

/** Unicode unless the locale says otherwise or the terminal is the Linux console. */
export const glyphsFor = (env: Readonly<Record<string, string | undefined>>): Glyphs => {
	if (env.TERM === "linux" || env.TERM === "dumb") return ascii;
	const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== "");
	return locale === undefined || /utf-?8/i.test(locale) ? unicode : ascii;
};

/** The working glyph of a tick; it stands still under reduced motion. */
export const workingGlyph = (glyphs: Glyphs, tick: number, reducedMotion: boolean): string =>
	glyphs.working[reducedMotion ? 0 : tick % glyphs.working.length] ?? glyphs.done;
