export interface CompletionCommand {
	/** `tools list`: the first word is a group. */
	readonly name: string;
	readonly description: string;
	readonly flags: readonly string[];
}

type Shell = "bash" | "zsh" | "fish";

/** A script that completes commands, their second words and all flags. */
export const completionScript = (
	shell: Shell,
	commands: readonly CompletionCommand[],
	mainFlags: readonly string[],
): string => {
	const first = [...new Set(commands.map((command) => command.name.split(" ")[0] ?? ""))];
	const seconds = (group: string) =>
		commands.flatMap((command) => (command.name.startsWith(`${group} `) ? [command.name.slice(group.length + 1)] : []));
	const flags = (group: string) => [
		...new Set(commands.filter((command) => command.name.split(" ")[0] === group).flatMap((command) => command.flags)),
	];
	if (shell === "fish") return fish(commands, first, seconds, mainFlags);
	const cases = first.map(
		(group) => `    ${group}) list="${[...seconds(group), ...flags(group), "--json", "--help"].join(" ")}" ;;`,
	);
	const choose = `  case "$word" in\n${cases.join("\n")}\n    *) list="${[...first, ...mainFlags].join(" ")}" ;;\n  esac`;
	return shell === "bash" ? bash(choose) : zsh(choose);
};

const bash = (choose: string): string => `_nexus() {
  local list word="\${COMP_WORDS[1]}"
  [ "$COMP_CWORD" -eq 1 ] && word=""
${choose}
  COMPREPLY=($(compgen -W "$list" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _nexus nexus`;

const zsh = (choose: string): string => `#compdef nexus
_nexus() {
  local list word="\${words[2]}"
  [ "$CURRENT" -eq 2 ] && word=""
${choose}
  compadd -- \${=list}
}
compdef _nexus nexus`;

const quote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

const fish = (
	commands: readonly CompletionCommand[],
	first: readonly string[],
	seconds: (group: string) => readonly string[],
	mainFlags: readonly string[],
): string => {
	const describe = (name: string) =>
		commands.find((command) => command.name === name || command.name === `${name} list`)?.description ?? "";
	const lines = first.flatMap((group) => [
		`complete -c nexus -n __fish_use_subcommand -a ${group} -d ${quote(describe(group))}`,
		...seconds(group).map(
			(second) =>
				`complete -c nexus -n '__fish_seen_subcommand_from ${group}' -a ${second} -d ${quote(describe(`${group} ${second}`))}`,
		),
	]);
	const flags = mainFlags
		.filter((flag) => flag.startsWith("--"))
		.map((flag) => `complete -c nexus -l ${flag.slice(2)}`);
	return [...lines, ...flags].join("\n");
};
