import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const words =
	"alpha beta gamma delta export function return import const value index result handler größe 日本 response".split(
		" ",
	);
const extensions = ["ts", "js", "md", "json", "txt", "log"];
/** As people write them; some take back what others leave out. */
const ignoreLines = [
	"*.log",
	"!keep.log",
	"/m3/",
	"s2",
	"m1/*.md",
	"**/s4/**",
	"f1?.txt",
	"!f11.txt",
	"# comment",
	"",
	"  ",
	"\\!x",
	"s1/**/f3*",
	"/*.json",
];

/** Deterministic: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). */
function createRandom(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % below;
	};
}

export interface LargeTreeOptions {
	readonly files: number;
	/** Ignore files in many folders, repositories in repositories, links, odd names, binary and other files. */
	readonly isOdd: boolean;
	readonly seed?: number;
}

/** Text files in three levels of folders below `root`, about 20 a folder; one in a hundred has the word "needle" in it. */
export function writeLargeTree(root: string, { files, isOdd, seed = 42 }: LargeTreeOptions): void {
	const random = createRandom(seed);
	mkdirSync(join(root, ".git"), { recursive: true });
	writeFileSync(join(root, ".gitignore"), "*.log\n/p3/\nnode_modules/\n");
	const ignoreText = () =>
		`${Array.from({ length: 1 + random(3) }, () => ignoreLines[random(ignoreLines.length)]).join("\n")}\n`;
	for (let made = 0; made < files; ) {
		// The first two are always there, for those who look below a folder.
		const place = made === 0 ? "p1/m2/s3" : made === 20 ? "p2/m1/s4" : `p${random(25)}/m${random(12)}/s${random(9)}`;
		const folder = join(root, place);
		mkdirSync(folder, { recursive: true });
		for (let index = 0; index < 20 && made < files; index++, made++) {
			const lines = Array.from({ length: 5 + random(60) }, () =>
				Array.from({ length: 3 + random(9) }, () => words[random(words.length)]).join(" "),
			);
			if (random(100) === 0) lines.splice(random(lines.length), 0, "a needle in the hay");
			const name =
				isOdd && random(40) === 0
					? [".hidden.ts", "ünï [1].ts", "a b!.md", "server.key", "keep.log", "#x.ts"][random(6)]
					: `f${made}.${extensions[random(extensions.length)]}`;
			const text = lines.join(isOdd && random(9) === 0 ? "\r\n" : "\n");
			writeFileSync(join(folder, name ?? ""), isOdd && random(60) === 0 ? `${text}\0needle\n` : `${text}\n`);
		}
		if (!isOdd) continue;
		const levels = [folder, join(folder, ".."), join(folder, "../..")];
		if (random(8) === 0) writeFileSync(join(levels[random(3)] ?? "", ".gitignore"), ignoreText());
		if (random(8) === 0) writeFileSync(join(levels[random(3)] ?? "", ".nexusignore"), ignoreText());
		if (random(40) === 0) mkdirSync(join(levels[random(3)] ?? "", ".git"), { recursive: true });
		if (random(40) === 0)
			mkdirSync(join(folder, ["node_modules", "keyrings", ".cache"][random(3)] ?? ""), { recursive: true });
		if (random(40) === 0) writeFileSync(join(folder, ".ignore"), "*\n");
		if (random(40) === 0) symlinkSync("../..", join(folder, `up${made}`));
	}
}
