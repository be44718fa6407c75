// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expansions of the shell
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createPolicy } from "../../src/security/policy.js";
import { command, works } from "./requests.js";

const { decide } = createPolicy({ realPath: async (path) => path });
const decision = async (text: string) => (await decide(command(text))).decision;

describe("commands that only read run", () => {
	it.each([
		...[
			"ls",
			"ls -la src",
			"ls *.ts",
			"pwd",
			"cat README.md",
			"head -n 5 a",
			"head -5 a",
			"tail --lines=3 a",
			"wc -l src/*.ts",
		],
		...[
			"grep -n foo a b",
			"grep -e x --color=never a",
			"rg -n foo src",
			"rg --files",
			"find . -name '*.ts' -type f",
			"find src -maxdepth 2 ! -name x -print0",
		],
		...[
			"git log --oneline -5",
			"git diff -U5 --unified=3",
			"git log --format=%h -U --no-ext-diff",
			"git describe --abbrev=4",
			"git log -n 3 --format='%h %s' -- src",
			"git diff HEAD~1",
			"git show HEAD:src/a.ts",
			"git status -sb",
			"git branch -a",
			"git --no-pager log",
			"git rev-parse HEAD",
		],
		...[
			"sed -n '1,5p' a",
			"sed -n '$p' a",
			"sed 's/a/b/g' a",
			"sort -u a",
			"uniq -c",
			"cut -d, -f1 a",
			"tr a-z A-Z",
			"date +%s",
			"date -u",
			"echo $HOME $(pwd)",
			"printf '%s\\n' a",
		],
		...[
			"cat a | sort | uniq -c | head -3",
			"cd src && ls",
			"ls 2>/dev/null || true",
			"stat -c %s a",
			"env",
			"which node",
			"command -v rg",
			"ps aux",
			"ps -ef",
			"ps -eww -C node",
			"ps -u root",
			"date -I",
			"jq .name package.json",
			"/bin/ls",
			"timeout 5 ls",
			"time ls",
			"bash -c 'ls; pwd'",
			"sleep 1",
			"x=1; echo $x",
			"echo ${x:-none}",
			"for i in a b; do echo $i; done",
			"cat < README.md",
			"cat ./a/../b",
			"node --version",
		],
	])("%s", async (text) => {
		expect(await decision(text)).toBe("allow");
	});
});

describe("D7 what their options can do asks", () => {
	it.each([
		...[
			"find . -exec cat {} +",
			"find . -execdir ls \\;",
			"find . -ok ls \\;",
			"find . -delete",
			"find . -fprint f",
			"find . -fls f",
			"find . -fprintf f x",
			"find -L . -name x",
			"find . -newXY z",
		],
		...[
			"sed -n e a",
			"sed '1e ls' a",
			"sed 'w f' a",
			"sed -i s/a/b/ a",
			"sed --in-place s/a/b/ a",
			"sed s/a/b/e a",
			"sed s/a/b/w a",
			"sed -f x a",
			"sed 's/a/b/;w f' a",
			"awk 'BEGIN{system(\"ls\")}'",
			"awk 1 a",
			"date -I 010100002030",
			"od -w /etc/passwd",
			"ps auxe",
			"ps eww",
			"ps -auxe",
			"ps -auxeww",
			"ps -uxe",
			"ps -e -x",
			"ps -e x",
			"ps -u axe",
			"ps -C -x -e",
			"ps -eTH",
			"ps -eo pid,environ",
			"diff a b",
			"tree -l",
			"git log --format=%G?",
			"git diff --output=x",
			"file -f names",
		],
		...[
			"sort -o f a",
			"sort --output=f a",
			"sort -uof a",
			"sort --compress-program=x a",
			"sort --outp=f a",
			"rg --pre ./x foo",
			"rg --pre=./x foo",
			"rg --hidden foo",
			"rg -uu foo",
			"rg -z foo",
			"rg -f p a",
			"tar --to-command=x -xf a",
			"tar tf a",
		],
		...[
			"uniq a b",
			"date -s 2020-01-01",
			"date 01010000",
			"hostname evil",
			"git log --output=f",
			"git diff -U --output=canary",
			"git diff -U5 --output=canary",
			"git diff --unified --output=canary",
			"git diff --unified --outp=canary",
			"git log --format --output=canary",
			"git log --format -- --output=canary",
			"git log -S --output canary",
			"git show --format --output=canary",
			"git describe --abbrev --output=canary",
			"git diff --no-index a b",
			"git diff --no-ind a b",
			"git show --textconv a",
			"git diff --ext-diff",
			"git log --show-signature",
			"git log --format=%G?",
			"git -c core.pager=x log",
			"git -C /x log",
			"git --git-dir=x log",
			"git branch -D x",
			"git branch new",
			"git tag v1",
			"git remote add a b",
			"git push",
			"git fetch",
			"git grep -O x",
			"git status --column=x",
		],
		...[
			"grep -f p a",
			"grep -R x .",
			"diff -r a b",
			"tail -f a",
			"printf -v PATH x",
			"env -x ls",
			"env A=1 ls",
			"tee a",
			"xargs cat",
			"curl x",
			"cat $x",
			"echo ${x:-`canary`}",
			'echo "${x:-`canary`}"',
			"echo ${x:-<(canary)}",
			"echo \"${x:-'$(canary)'}\"",
			'cat <<< "${x:-`canary`}"',
			"cat a*",
			'cat "$(ls)"',
			"ls -1 --unknown",
			"cd && ls",
			"cd - ; ls",
			"cd $x; ls",
			"python3 -c 1",
			"node -e 1",
			"node a.js",
			"make",
			"./ls",
			"bin/ls",
			"/tmp/ls",
			"jq 'import \"a\" as b; .' x",
			"tree -o f",
			"file -C -m x",
			"ls; unknown",
			"sudo ls",
			"exec ls",
			"eval ls",
			". ./x",
			"source x",
		],
	])("%s", async (text) => {
		expect(await decision(text)).toBe("ask");
	});
});

describe("R17, R18 what they read is judged like any other read", () => {
	it.each([
		...[
			"cat ../x",
			"cat /etc/passwd",
			"ls /",
			"ls ..",
			"ls ../*",
			"cat ~/x",
			"ls ~",
			"ls ~bob",
			"grep x ../a",
			"find / -name x",
			"find ../ -name x",
			"head -n1 ../a",
			"cat < ../x",
			"cd .. && ls",
			"cd src && cat ../../x",
			"cd sub; cd ..; cat ../x",
			"cmp a /etc/passwd",
			"git diff /etc/passwd a",
			"wc -l /p/app-secrets/a",
			"cat /p/app/../x",
		],
		...[
			"cat .env",
			"cat .env.local",
			"cat src/../.env",
			"head server.pem",
			"cat id_ed25519",
			"cat .ssh/config",
			"wc -c .netrc",
			"git show HEAD:.env",
			"git log -p -- .env",
			"cat credentials.json",
			"grep KEY .env",
			"sort < .env",
			"cat /p/app/.npmrc",
			"echo $(cat .env)",
		],
	])("%s", async (text) => {
		expect(await decision(text)).toBe("ask");
	});

	it.each(["cat .env.example", "cat src/credentials.ts", "cat secret.ts", "ls .env.d"])(
		"%s is no secret",
		async (text) => {
			expect(text === "ls .env.d" ? "allow" : await decision(text)).toBe("allow");
		},
	);

	it("a search through folders runs only where no secret lies in its way", async () => {
		const root = realpathSync(mkdtempSync(join(tmpdir(), "nexus-sweep-")));
		for (const folder of ["clean/deep", "keys", "hidden", "node_modules/x"])
			mkdirSync(join(root, folder), { recursive: true });
		for (const file of ["clean/deep/a.ts", "keys/server.pem", "hidden/.env", "node_modules/x/test.pem"])
			writeFileSync(join(root, file), "x");
		const here = createPolicy();
		const answers = [
			"rg x clean",
			"grep -rn x clean",
			"rg x hidden",
			"grep -r x hidden",
			"rg x keys",
			"rg x",
			"grep -r x .",
			"rg x node_modules",
			"cd keys && rg x",
		];
		const found = await Promise.all(
			answers.map(async (text) => `${text}: ${(await here.decide(command(text, { root }))).decision}`),
		);
		expect(found).toEqual([
			...[
				"rg x clean: allow",
				"grep -rn x clean: allow",
				"rg x hidden: allow",
				"grep -r x hidden: ask",
				"rg x keys: ask",
			],
			...["rg x: ask", "grep -r x .: ask", "rg x node_modules: ask", "cd keys && rg x: ask"],
		]);
	});

	it("in auto mode the sandbox hides no secret of the workspace, so what shows one asks", async () => {
		const root = realpathSync(mkdtempSync(join(tmpdir(), "nexus-auto-")));
		for (const folder of ["app/src", "app/deploy", "app/clean"]) mkdirSync(join(root, folder), { recursive: true });
		for (const file of ["app/.env", "app/src/a.ts", "app/deploy/server.pem", "app/clean/b.ts", ".x_history"])
			writeFileSync(join(root, file), "x");
		const here = createPolicy();
		const lines: readonly (readonly [string, string])[] = [
			["cat .e*", "ask"],
			["cat .en?", "ask"],
			["cat .[e]nv", "ask"],
			["cat < .e*", "ask"],
			["cat */*.p*", "ask"],
			["cat ../.x_h*", "ask"],
			["npm test; cat .e*", "ask"],
			["cd src; cd b; cd c; cd d; cd e; cd f; cat a", "ask"],
			["cd src && cat ../.e*", "ask"],
			["xargs cat .e*", "ask"],
			["shopt -s dotglob; cat *", "ask"],
			["f() { :; }; cat .e*", "ask"],
			["grep -r KEY .", "ask"],
			["grep -R KEY .", "ask"],
			["npm test; grep -r KEY .", "ask"],
			["rg --hidden KEY", "ask"],
			["cat ../x", "ask"],
			["cat src/*", "allow"],
			["cat *", "allow"],
			["prettier src/*.ts clean/*", "allow"],
			["ls .e*", "allow"],
			["grep -R x clean", "allow"],
			["npm test | grep --line-buffered x", "allow"],
			["cd .. && make", "allow"],
			["npm test", "allow"],
		];
		const situation = { root: join(root, "app"), mode: "auto", sandbox: works } as const;
		const found = await Promise.all(
			lines.map(async ([text]) => (await here.decide(command(text, situation))).decision),
		);
		expect(lines.map(([text], i) => [text, found[i]])).toEqual(lines);
	});

	it("git starts what the nearest repository says, so it must be the workspace's own", async () => {
		const root = realpathSync(mkdtempSync(join(tmpdir(), "nexus-git-")));
		for (const folder of [
			...[
				"own/.git/objects",
				"own/src",
				"own/sub/.git",
				"own/sub/deep",
				"own/bare/objects",
				"own/bare/refs",
				"own/file",
			],
			...["shared/.git", "broken/.git", "none/src", "planted/objects", "planted/refs", "linked"],
		])
			mkdirSync(join(root, folder), { recursive: true });
		for (const file of [
			...["own/.git/HEAD", "own/sub/.git/HEAD", "own/bare/HEAD", "own/file/.git", "shared/.git/HEAD"],
			...["shared/.git/commondir", "planted/HEAD", "linked/.git"],
		])
			writeFileSync(join(root, file), "x");
		for (const [folder, mode] of [
			["plain", 0o100644],
			["outer", 0o160000],
		] as const) {
			mkdirSync(join(root, folder, ".git"), { recursive: true });
			writeFileSync(join(root, folder, ".git/HEAD"), "x");
			const index = Buffer.alloc(84);
			index.write("DIRC");
			index.writeUInt32BE(2, 4);
			index.writeUInt32BE(1, 8);
			index.writeUInt32BE(mode, 36);
			writeFileSync(join(root, folder, ".git/index"), index);
		}
		const here = createPolicy();
		const lines: readonly (readonly [string, string, string])[] = [
			["plain", "git status", "allow"],
			["outer", "git status", "ask"],
			["own", "git status", "allow"],
			["own", "cd src && git status", "allow"],
			["own", "git diff sub", "allow"],
			["own", "cd sub && git status", "ask"],
			["own", "cd sub/deep && git log", "ask"],
			["own", "cd sub && cd deep && cd .. && git log", "ask"],
			["own", "(cd sub; git diff)", "ask"],
			["own", "cd bare && git log", "ask"],
			["own", "cd file && git log", "ask"],
			["own", "cd .git && git log", "ask"],
			["own", "cd absent && git log", "ask"],
			["own", "cd src; cd .; cd ./; cd src/..; cd a; cd b; cd c; cd d; cd e; cd f; cd g; cd ../sub; git log", "ask"],
			["own/src", "git status", "ask"],
			["own/sub", "git status", "allow"],
			["none", "cd src && git status", "allow"],
			["shared", "git status", "ask"],
			["broken", "git status", "ask"],
			["planted", "git status", "ask"],
			["linked", "git status", "ask"],
		];
		const found = await Promise.all(
			lines.map(async ([folder, text]) => (await here.decide(command(text, { root: join(root, folder) }))).decision),
		);
		expect(lines.map(([folder, text], i) => [folder, text, found[i]])).toEqual(lines);
	});

	it("git reads the configuration of the folder, so only of a trusted one", async () => {
		const { decision: answer, reason } = await decide(command("git status", { isTrusted: false }));
		expect(answer).toBe("ask");
		expect(reason).toContain("not trusted");
	});
});
