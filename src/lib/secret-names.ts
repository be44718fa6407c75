// File names that usually hold credentials. Sweeping reads (search, listing contents) pass them by; naming one is a
// read of its own, which is judged as such.

const exact: readonly string[] = [
	".netrc",
	"_netrc",
	".npmrc",
	".pypirc",
	".pgpass",
	".my.cnf",
	".htpasswd",
	".git-credentials",
	".dockercfg",
	"credentials",
	"credentials.json",
	"id_rsa",
	"id_dsa",
	"id_ecdsa",
	"id_ed25519",
];

const endings = [".pem", ".key", ".p12", ".pfx", ".keystore", ".jks", ".kdbx", ".ppk"];
const samples = [".example", ".sample", ".template", ".dist"];

/** `name` is the last part of a path. `.env.example` and the like are no secrets. */
export function isSecretName(name: string): boolean {
	const lower = name.toLowerCase();
	if (exact.includes(lower) || endings.some((ending) => lower.endsWith(ending))) return true;
	if (lower !== ".env" && !lower.startsWith(".env.")) return false;
	return !samples.some((ending) => lower.endsWith(ending));
}
