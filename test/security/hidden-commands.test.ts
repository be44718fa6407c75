// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expansions of the shell
import { describe, expect, it } from "vitest";
import { createPolicy } from "../../src/security/policy.js";
import { command, type Situation, works } from "./requests.js";

const { decide } = createPolicy({ realPath: async (path) => path });
const answer = async (text: string, situation: Situation) => (await decide(command(text, situation))).decision;

/** The most that can be allowed: everything by mode, by rule and by the sandbox. */
const generous: readonly Situation[] = [
	{ mode: "yolo" },
	{ mode: "auto", sandbox: works },
	{ mode: "ask", rules: ["allow run_command"] },
	{ mode: "auto", sandbox: works, rules: ["allow *", "allow run_command(*)"] },
];
const withDenial = (rule: string): readonly Situation[] =>
	generous.map((situation) => ({ ...situation, rules: [...(situation.rules ?? []), `deny run_command(${rule})`] }));

describe("D8 R8 R10 a denied command that another program runs is denied", () => {
	it.each([
		...["git submodule foreach 'rm -rf x'", "git submodule -q foreach --recursive rm x", "git rebase -x 'rm x' main"],
		...["git rebase --exec='rm x' main", "git rebase -ix'rm x'", "git rebase --exe 'rm x'", "git bisect run rm x"],
		...["git bisect run sh -c 'rm x'", "git filter-branch --tree-filter 'rm x' HEAD", "git -c 'alias.l=!rm x' l"],
		...[
			"git -c core.pager='rm x' log",
			"git -C /x rebase -x 'rm x'",
			"git clone -u 'rm x' a",
			"git fetch --upload-pack='rm x'",
		],
		...[
			"git grep -O'rm x' y",
			"git difftool -x 'rm x'",
			"git config alias.l '!rm x'",
			"sudo git submodule foreach 'rm x'",
		],
		...[
			"printf -v 'a[$(rm x)]' 1",
			"read 'a[$(rm x)]'",
			"let 'a[$(rm x)]=1'",
			"[[ -v a[$(rm x)] ]]",
			"unset 'a[$(rm x)]'",
		],
		...[
			"declare 'a[$(rm x)]=1'",
			"export a=$(rm x)",
			"test -v 'a[`rm x`]'",
			"echo $((a[$(rm x)]))",
			"((a[$(rm x)]=1))",
		],
		...[
			"find . -exec rm {} +",
			"find . -name x -execdir rm {} \\;",
			"find . -exec true \\; -exec rm {} \\;",
			"find . -ok sh -c 'rm x' \\;",
		],
		...[
			"xargs rm",
			"ls | xargs -0 -n 1 rm",
			"xargs -I{} sh -c 'rm {}'",
			"xargs sudo rm",
			"env -S 'rm x'",
			"env --split-string='rm x'",
		],
		...[
			"env -i env -u A rm",
			"watch rm x",
			"watch 'ls; rm x'",
			"parallel rm ::: a",
			"parallel 'rm {}' ::: a",
			"ssh host rm x",
			"ssh host 'ls && rm x'",
		],
		...[
			"trap 'rm x' EXIT",
			"eval 'r''m x'",
			'eval "ls; rm x"',
			"alias l='rm x'",
			"bash -c \"bash -c 'rm x'\"",
			"npx -c 'rm x'",
			"tmux new 'rm x'",
		],
		...[
			"while rm x; do :; done",
			"until rm x; do :; done",
			"case a in a) rm x;; esac",
			"! rm x",
			"time rm x",
			"coproc rm x",
			"exec rm x",
		],
		...[
			"{ rm x; }",
			"( ( rm x ) )",
			"f() { rm x; }",
			"function f { rm x; }",
			"x=`rm x`",
			"x=$(rm x) y=1 ls",
			'echo "$(echo "$(rm x)")"',
		],
		// Between backquotes a backslash goes before the script is read.
		...["echo `echo \\`rm x\\``", 'echo "a `echo \\`rm x\\``"', "echo `echo \\$(rm x)`", "eval -- rm x"],
		...["env - rm x", "env - A=1 nice rm x"],
		...[
			"cat <(rm x)",
			"ls > >(rm x)",
			'cat <<< "$(rm x)"',
			"cat <<E\n$(rm x)\nE",
			"echo ${x:-$(rm x)}",
			"ls &\nrm x &",
			"ls |& rm x",
			"a=(1 $(rm x))",
		],
		...[
			"/usr/../bin/rm x",
			"command -p rm x",
			"builtin command rm x",
			"nice -n 5 nohup setsid rm x",
			"timeout -k 1 5 rm",
			"busybox rm x",
		],
	])("%s", async (text) => {
		for (const situation of withDenial("rm *")) expect(await answer(text, situation)).toBe("deny");
	});
});

describe("D8 R8 R10 what may be a denied command is never allowed", () => {
	it.each([
		...[
			"$'rm' x",
			"$'\\x72m' x",
			'$"rm" x',
			"{rm,x}",
			"r{m,} x",
			"r? x",
			"/bin/r[m] x",
			"r$1 x",
			"${x} y",
			"$(printf rm) x",
			"`printf rm` x",
		],
		...[
			"bash <<< 'rm x'",
			"sh <<E\nrm x\nE",
			"echo rm x | sh",
			"bash < script",
			"bash -s < script",
			"source <(echo rm x)",
			". /dev/stdin",
		],
		...[
			"alias l=rm",
			"shopt -s expand_aliases",
			'f() { "$@"; }; f rm x',
			"set -k",
			"BASH_ALIASES[l]=rm",
			"declare -n a='b[$(x)]'",
			"declare -i a='$b'",
		],
		...[
			"make",
			"make test",
			"make -f x",
			"npm run clean",
			"npm test",
			"npm ci",
			"npm --prefix x run y",
			"pnpm build",
			"yarn",
			"just",
			"cargo make; make",
		],
		...[
			"bash clean.sh",
			". ./clean",
			"source clean",
			"./clean.sh",
			"scripts/clean",
			"ssh host",
			"docker run x",
			"kubectl exec x -- y",
		],
		...[
			"python3 -c 'x'",
			"node -e x",
			"perl -e x",
			"ruby -e x",
			"awk 'BEGIN{system(\"x\")}'",
			"python3",
			"node < x",
			"sed '1e x' y",
			"sed -f x y",
		],
		...[
			"tar --to-command=x -xf y",
			"tar --checkpoint=1 --checkpoint-action=exec=x -cf y z",
			"sort --compress-program=x y",
			"split --filter=x y",
			"rsync -e x a b:",
		],
		...[
			"git yolo",
			'git "$x"',
			"git $x push",
			"git rebase $x",
			"git clone 'ext::sh -c x'",
			"git -c core.sshCommand=x fetch",
			"xargs env",
			"xargs sh -c",
			"xargs",
		],
		...[
			"xargs -I% % x",
			"find . -exec {} \\;",
			"find . $x",
			"find . -exec $x {} \\;",
			'trap "$x" EXIT',
			'eval "$x"',
			"env $x",
			"sudo -s",
			"sudo $x",
		],
		...[
			"exec $x",
			"command $x",
			'x=rm; "$x" y',
			"hash -p /bin/rm ls",
			"LD_PRELOAD=x ls",
			"PATH=. ls",
			"ls \\\n; r\\\nm x",
			"crontab x",
			"at now",
			"gdb -ex 'shell x'",
		],
		...[
			"echo `echo '\\$(rm x)'`",
			"echo `echo \\\\\\`rm x\\\\\\``",
			"xargs -I{} env {} x",
			"xargs -I @ sh -c @",
			"xargs -I{} nice -n 5 {} x",
		],
		...["fish -c 'r\"\"m x'", "csh -c x", "hyperfine 'rm x'", "fd -x rm", "uvx rm x", "perf stat -- rm x"],
		...["direnv exec . rm x", "gnome-terminal -- /bin/rm x", "nix develop -c rm x", "watchexec 'ls; rm x'"],
	])("%s", async (text) => {
		for (const situation of withDenial("rm *")) {
			if (text === "xargs") continue;
			expect(await answer(text, situation)).not.toBe("allow");
		}
	});

	it.each([
		["git push *", "git $x"],
		["git push *", "git pu*"],
		["git push --force *", "git push $x"],
		["git push --force *", 'git push "$@"'],
		["*--force*", "npm publish $x"],
		["rm -rf *", "rm $x y"],
		["rm -rf *", "ls | xargs rm"],
		["rm -rf *", "find . -exec rm {} x +"],
		["curl *evil*", "curl https://$x"],
		["chmod 777 *", "chmod {7,}77 x"],
	])("%s may mean %s", async (rule, text) => {
		for (const situation of withDenial(rule)) expect(await answer(text, situation)).not.toBe("allow");
	});

	it.each([
		["npm publish *", "npm --tag x publish"],
		["npm publish *", "npm -w a publish --access public"],
		["kubectl delete *", "kubectl -n a --context b delete pod x"],
		["git push *", "git --no-pager -C x push"],
		["docker push *", "docker --host x push y"],
	])("%s is also %s", async (rule, text) => {
		for (const situation of withDenial(rule)) expect(await answer(text, situation)).toBe("deny");
	});
});

describe("what is no danger is left alone by a denial", () => {
	it.each([
		...[
			"ls -la",
			"git log $x",
			"git commit -m 'rm x'",
			"echo rm x",
			"grep -rn rm src",
			"touch a b",
			"cp a $x",
			"mkdir -p x && mv a x",
		],
		...[
			"git status; git diff",
			"tsc --noEmit",
			"python3 x.py",
			"node x.js",
			"pytest -q",
			"cargo test",
			"sed -i 's/a/b/g' x",
			"awk '{print $1}' x",
		],
		...[
			'for f in a b; do cp "$f" x; done',
			"tar -czf a.tgz src",
			"npm ls",
			"find . -name '*.ts' -exec wc -l {} +",
			"curl -s https://x.example",
			"xargs wc -l",
			"docker-compose up rmdir",
		],
	])("%s", async (text) => {
		expect(await answer(text, { mode: "yolo", rules: ["deny run_command(rm *)"] })).toBe("allow");
	});

	it("a rule that names the command is enough, and is offered", async () => {
		const rules = ["deny run_command(rm *)"];
		for (const mode of ["ask", "auto", "yolo"] as const) {
			const { decision, offers, reason } = await decide(command("npm run build", { mode, sandbox: works, rules }));
			expect(decision).toBe("ask");
			if (mode !== "ask") expect(reason).toBe("a rule may deny it: what npm runs is not in its words");
			expect(offers[0]?.rule).toBe("run_command(npm run build)");
			const saved = [...rules, `allow ${offers[0]?.rule}`];
			expect(await answer("npm run build", { mode, sandbox: works, rules: saved })).toBe("allow");
			expect(await answer("npm run build", { mode, rules: [...rules, "allow run_command(npm run *)"] })).toBe("allow");
		}
	});
});

describe("R12 what is given as input", () => {
	const fed = (text: string, situation: Situation) => ({
		...command(text, situation),
		accesses: [{ effect: "execute" as const, command: text, language: "shell" as const, hasInput: true }],
	});
	it("code that comes as input is in no rule", async () => {
		const rules = ["allow run_command(python3)", "allow run_command(xargs rm)", "allow run_command(psql)"];
		for (const text of ["python3", "xargs rm"]) {
			const { decision, offers } = await decide(fed(text, { rules }));
			expect([decision, offers]).toEqual(["ask", []]);
			expect(await answer(text, { rules })).toBe("allow");
		}
		expect((await decide(fed("psql", { rules }))).decision).toBe("allow");
	});
});
