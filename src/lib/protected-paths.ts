// Paths whose content runs as code or gives rights (SECURITY R15): nothing writes there unasked.

/** Folders, wherever they are: all below them is protected. */
export const protectedFolders = [
	...[".nexus", ".git", ".hg", ".svn", ".ssh", ".gnupg"],
	...[
		".vscode",
		".idea",
		".cursor",
		".zed",
		".devcontainer",
		".husky",
		".claude",
		".codex",
		".gemini",
		".aws",
		".kube",
	],
] as const;

/** Files, wherever they are. */
export const protectedFiles = [
	...[".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".inputrc"],
	...[".zshrc", ".zshenv", ".zprofile", ".zlogin", ".zlogout", ".cshrc", ".tcshrc", ".kshrc", ".login"],
	...[".gitconfig", ".gitmodules", ".mcp.json", "mcp.json", ".envrc", ".npmrc", ".yarnrc", ".pypirc", ".netrc"],
	...[".vimrc", ".exrc", ".emacs", ".tmux.conf", ".screenrc", ".xinitrc", ".xsession", ".xprofile", ".pam_environment"],
] as const;

/** Folders named by more than one segment. */
export const protectedTrails = [
	[".config", "autostart"],
	[".config", "systemd"],
	[".config", "fish"],
	[".config", "git"],
	[".config", "environment.d"],
	["Library", "LaunchAgents"],
	["etc", "cron.d"],
	["spool", "cron"],
] as const;

/** What a sandboxed command in a workspace must not change, relative to its root. */
export const workspaceProtected = [
	...[".nexus", ".vscode", ".idea", ".cursor", ".zed", ".devcontainer", ".husky", ".claude", ".codex", ".gemini"],
	...[".gitmodules", ".mcp.json", ".envrc", ".npmrc"],
] as const;

/** The same in a repository, relative to its `.git`, which itself stays usable. Git takes what `commondir` names for all of it. */
export const gitProtected = ["hooks", "config", "config.worktree", "commondir", "info/attributes", "modules"] as const;

/** The same in a home folder. */
export const homeProtected = [
	...protectedFiles,
	...protectedFolders.filter((name) => name !== ".git"),
	...protectedTrails.slice(0, 6).map((trail) => trail.join("/")),
] as const;

/** Folders and files with secrets, relative to the home folder, that a sandboxed command cannot even see. */
export const homeHidden = [
	...[".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".password-store", ".config/gh", ".config/gcloud"],
	...[".netrc", ".git-credentials", ".npmrc", ".pypirc", ".cargo/credentials", ".cargo/credentials.toml"],
	...[".local/share/keyrings", ".mozilla", ".config/google-chrome", ".config/chromium", ".pgpass", ".my.cnf"],
	// What was typed, passwords and keys among it.
	...[".bash_history", ".zsh_history", ".zhistory", ".history", ".sh_history", ".ksh_history", ".zsh_sessions"],
	...[".local/share/fish/fish_history", ".python_history", ".node_repl_history", ".irb_history", ".lesshst"],
	...[".psql_history", ".mysql_history", ".sqlite_history", ".rediscli_history", ".mongosh", ".viminfo"],
] as const;

/** The same, absolute: passwords of the system and their back-ups. */
export const systemHidden = [
	"/etc/shadow",
	"/etc/shadow-",
	"/etc/gshadow",
	"/etc/gshadow-",
	"/etc/security/opasswd",
] as const;

const folders: readonly string[] = protectedFolders;
const files: readonly string[] = protectedFiles;

/**
 * Why an absolute path is protected, as the part of it that is; undefined when it is not. Upper and lower case count
 * as the same, as they are on some file systems.
 */
export function protectedPart(path: string): string | undefined {
	const segments = path.split(/[/\\]/);
	const lower = segments.map((segment) => segment.toLowerCase());
	const folder = lower.findIndex((segment) => folders.includes(segment));
	if (folder >= 0) return segments.slice(folder, folder + 2).join("/");
	const last = lower.at(-1) ?? "";
	if (files.includes(last)) return segments.at(-1);
	const trail = protectedTrails.find((parts) =>
		lower.some((_, at) => parts.every((part, i) => lower[at + i] === part.toLowerCase())),
	);
	return trail?.join("/");
}
