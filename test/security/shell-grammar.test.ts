// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expansions of the shell
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyzeShell, commandText } from "../../src/security/shell-grammar.js";
import { loadShellParser } from "../../src/security/shell-parser.js";

const parse = await loadShellParser();
const analyze = (text: string) => analyzeShell(text, parse);
/** Every command of a line, `~` before those that only wrap, `>` before those behind one that counts itself. */
const commands = (text: string) =>
	analyze(text).commands.map(
		({ words, role }) => `${role === "wrapper" ? "~" : role === "inner" ? ">" : ""}${commandText(words)}`,
	);

describe("analyzeShell", () => {
	it.each<[string, readonly string[]]>([
		["ls -la", ["ls -la"]],
		["git log && rm x || ls; pwd | wc & id", ["git log", "rm x", "ls", "pwd", "wc", "id"]],
		["a\nb", ["a", "b"]],
		["(a; { b; })", ["a", "b"]],
		["! a", ["a"]],
		['echo $(a `b`) <(c) "$(d)"', ["b", "a \ufffc", "c", "d", "echo \ufffc \ufffc \ufffc"]],
		["if a; then b; elif c; then d; else e; fi", ["a", "b", "c", "d", "e"]],
		["while a; do b; done", ["a", "b"]],
		['for i in $(a); do b "$i"; done', ["a", "b \ufffc"]],
		["case x in a) b;; esac", ["b"]],
		["'r'm \\rm r\"m\"", ["rm rm rm"]],
		["/bin/rm x", ["/bin/rm x"]],
		["echo 'a b' a\\ b \"c'd\"", ["echo 'a b' 'a b' 'c'\\''d'"]],
		["echo ~/x *.ts", ["echo ~/x *.ts"]],
		["echo a#b; rm x # rm y", ["echo 'a#b'", "rm x"]],
		["cat <<< $(a)", ["a", "cat"]],
		['echo ${x} "${x:-a/b c-1.2}" ${x+y}', ["echo \ufffc \ufffc \ufffc"]],
		["a 2>&1 >/dev/null", ["a"]],
		["env a=1 rm x", ["~env a=1 rm x", "rm x"]],
		["env -i -u B lower=1 rm", ["~env -i -u B lower=1 rm", "rm"]],
		["timeout -k 5 --signal=KILL 10 rm x", ["~timeout -k 5 --signal=KILL 10 rm x", "rm x"]],
		["nice -n 5 nohup time -p rm", ["~nice -n 5 nohup time -p rm", "~nohup time -p rm", "~time -p rm", "rm"]],
		["command rm", ["~command rm", "rm"]],
		["command -v rm", ["command -v rm"]],
		["busybox rm", ["~busybox rm", "rm"]],
		["bash -c 'rm x; ls'", ["~bash -c 'rm x; ls'", "rm x", "ls"]],
		["bash -lc 'rm' arg", ["bash -lc rm arg"].map((text) => `~${text}`).concat("rm")],
		["sh -c \"sh -c 'rm'\"", ["~sh -c 'sh -c '\\''rm'\\'''", "~sh -c rm", "rm"]],
		["bash script.sh", ["bash script.sh"]],
		["sudo -u bob rm x", ["sudo -u bob rm x", ">bob rm x", ">rm x", ">x"]],
		["ls | xargs rm", ["ls", "xargs rm", ">rm \ufffc"]],
		["xargs sh -c 'rm x'", ["xargs sh -c 'rm x'", ">sh -c 'rm x' \ufffc", ">rm x", ">'rm x' \ufffc"]],
		["find . -exec rm {} +", ["find . -exec rm '{}' +", "rm \ufffc"]],
		["eval 'rm x'", ["eval 'rm x'", ">rm x"]],
		["trap 'rm x' EXIT", ["trap 'rm x' EXIT", ">rm x"]],
		["trap - EXIT", ["trap - EXIT"]],
		["alias l='rm x'", ["alias 'l=rm x'", ">rm x"]],
		["mapfile -C 'rm x #' -c 1 a", ["mapfile -C 'rm x #' -c 1 a", ">rm x"]],
		["mapfile -t a", ["mapfile -t a"]],
		["compgen -C 'rm x' y", ["compgen -C 'rm x' y", ">rm x"]],
		["git -c user.name=x commit", ["git -c user.name=x commit"]],
		[". ./x", [". ./x"]],
	])("%s", (text, expected) => {
		expect(commands(text)).toEqual(expected);
	});

	it.each<[string, RegExp]>([
		["x=rm; $x", /which program/],
		["$(echo ls)", /which program/],
		["`echo ls` -l", /which program/],
		['"$x" y', /which program/],
		["/bin/r? x", /which program/],
		['bash -c "$x"', /only known when it runs/],
		["bash -i -c ls", /options of bash/],
		["env -S 'rm x'", /options of env/],
		["env -C / rm", /options of env/],
		['bash <<< "rm x"', /given as input/],
		['echo "rm x" | sh', /given as input/],
		["bash -", /given as input/],
		["bash /dev/stdin", /given as input/],
		["bash <(echo rm x)", /options of bash/],
		["sudo bash", /given as input/],
		[". <(echo rm x)", /only known when it runs/],
		['source /dev/stdin <<< "rm x"', /only known when it runs/],
		["source -- /proc/self/fd/0", /only known when it runs/],
		['trap "$x" EXIT', /only known when it runs/],
		['alias "$x"', /only known when it runs/],
		['script -c "$x"', /only known when it runs/],
		["compgen -W '$(rm x)'", /expanded when it runs/],
		["hash -p /bin/rm ls", /which program runs/],
		['git -c "alias.x=!rm y" x', /may name a program/],
		["git --no-pager -C a -c core.pager=x log", /may name a program/],
		["git --config-env=alias.x=Y x", /may name a program/],
		["/lib64/ld-linux-x86-64.so.2 /bin/rm x", /loads any program/],
		["LD_PRELOAD=./x.so ls", /sets LD_PRELOAD/],
		["PATH=. ls", /sets PATH/],
		["PATH=.; ls", /sets PATH/],
		["env GIT_SSH_COMMAND=x git fetch", /sets GIT_SSH_COMMAND/],
		["export BASH_ENV=x; bash y", /sets BASH_ENV/],
		["for PATH in .; do ls; done", /sets PATH/],
		["f() { rm x; }; f", /function definition/],
		["echo $((a[$(rm)]))", /arithmetic/],
		["echo ${x@P}", /not understood/],
		["echo ${x:=y}", /not understood/],
		["echo ${!x}", /not understood/],
		["echo ${a[$(rm)]}", /not understood/],
		["echo ${x:-`rm y`}", /not understood/],
		['echo "${x:-`rm y`}"', /not understood/],
		["echo ${x:-<(rm y)}", /not understood/],
		["echo \"${x:-'$(rm y)'}\"", /not understood/],
		['cat <<< "${x:-`rm y`}"', /not understood/],
		["echo ${x+$(rm y)}", /not understood/],
		["echo ${x-'a b'}", /not understood/],
		["echo ${x:-\\a}", /not understood/],
		["echo ${x:-${y:-`rm z`}}", /not understood/],
		["a[$(rm)]=1", /assignment/],
		["[[ $x -eq 1 ]]", /test command/],
		["cat <<EOF\n$(rm x)\nEOF", /heredoc/],
		["{rm,-rf,x}", /parse|which program/],
		["echo 'open", /parse/],
		["ls )", /parse/],
		["ls <> f", /./],
		["if true", /parse/],
		["r\\\nm x", /next line/],
		["ls\n\\rm x", /word is not understood/],
		["ls -la && ls 'a'\n\n\\rm x", /word is not understood/],
		["ls | cat | cat\ncanary && ls", /line break/],
		["true | a | b\n'r'm x || c", /line break/],
		["env for i in a; do rm x; done", /stands where a program should/],
		["declare -n x=y", /declaration/],
		["unset 'a[$(x)]'", /calculates|declaration/],
		["ls \u202e", /cannot be seen/],
		["l\u200bs", /cannot be seen/],
		["ls\u00a0x", /cannot be seen/],
		["ls\r", /cannot be seen/],
		[`ls${" ".repeat(2000)}; rm x`, /cannot be seen/],
		["sh -c 'sh -c \"sh -c \\\"rm\\\"\"'; bash -c 'bash -c $x'", /only known/],
		[`echo ${"$(".repeat(3000)}${")".repeat(3000)}`, /./],
	])("is not understood: %s", (text, reason) => {
		const { isUnderstood, reasons } = analyze(text);
		expect(isUnderstood).toBe(false);
		expect(reasons.join("; ")).toMatch(reason);
	});

	it.each<[string, readonly (string | undefined)[]]>([
		["ls > f", ["f"]],
		["ls >> 'a b' 2> $x", ["a b", undefined]],
		["ls &> f", ["f"]],
		["ls >| f >& g", ["f", "g"]],
		["> f", ["f"]],
		["{ ls; } > f", ["f"]],
		["ls 2>&1 >/dev/null 2>&-", []],
	])("writes of %s", (text, expected) => {
		expect(analyze(text).writes.map((word) => word?.text)).toEqual(expected);
	});

	it("never throws, whatever it is given", () => {
		const piece = fc.constantFrom(
			..."$(){}[]<>|&;'\"`\\ \n#!*?~=ab-c/".split(""),
			"$((",
			"<<EOF\n",
			"bash -c ",
			"env ",
			"function f",
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
				expect(analyze(pieces.join("")).commands).toBeDefined();
			}),
			{ numRuns: 500 },
		);
	});
});
