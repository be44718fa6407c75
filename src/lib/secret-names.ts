// Names and values that usually are or hold credentials. For files: sweeping reads (search, listing contents) pass them by; naming one is a
// read of its own, which is judged as such.

const names: readonly RegExp[] = [
	/^\.env(?:\.(?!example$|sample$|template$|dist$|defaults$).*)?$/,
	/^\.envrc$/,
	/\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|ovpn|asc|gpg)$/,
	/^id_(?:rsa|dsa|ecdsa|ed25519|ecdsa_sk|ed25519_sk)$/,
	/^[._]netrc$/,
	/^\.(?:npmrc|yarnrc|pypirc|git-credentials|pgpass|my\.cnf|htpasswd|dockercfg|dockerconfigjson|vault-token|boto|s3cfg|terraformrc)$/,
	/^credentials(?:\.(?:json|ya?ml|toml|ini|db|tfrc\.json|xml|properties))?$/,
	/^(?:client_secret|service[-_]account|firebase-adminsdk).*\.json$/,
	/^secrets?(?:\.(?:json|ya?ml|toml|ini|env|txt))?$/,
	/^(?:shadow|gshadow|sudoers|master\.passwd)-?$/,
	/^\.\w+_history$/,
	/\.tfstate(?:\.backup)?$/,
	/^(?:logins\.json|key[34]\.db|cookies\.sqlite|login data)$/,
];

/** `name` is the last part of a path. `.env.example` and the like are no secrets. */
export function isSecretName(name: string): boolean {
	const lower = name.toLowerCase();
	return names.some((pattern) => pattern.test(lower));
}

/** Folders, not hidden, that hold nothing but secrets. */
export const secretFolders: readonly string[] = ["keyrings"];
export const isSecretFolder = (name: string): boolean => secretFolders.includes(name.toLowerCase());

const variables =
	/(?:^|_)(?:KEY|APIKEY|TOKEN|SECRET|PASS|PASSWD|PASSWORD|PASSPHRASE|PWD_HASH|CREDENTIALS?|AUTH|COOKIE|SESSION|SIGNATURE|DSN|PAT|JWT|WEBHOOK|PRIVATE|CERT_DATA|CONNECTION_STRING|CONNSTR)(?:_|\d|$)|API_?KEY|ACCESS_?KEY|TOKEN$|SECRET$|PASSWORD$/i;
/** Name an agent or a file of theirs rather than hold a secret. */
const harmlessVariables =
	/^(?:SSH_AUTH_SOCK|XAUTHORITY|XDG_SESSION_\w+|DESKTOP_SESSION|DBUS_SESSION_BUS_ADDRESS|SESSION_MANAGER|GPG_KEY)$/;

const secretValues: readonly RegExp[] = [
	// A password in a URL.
	/[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
	/-----BEGIN [A-Z ]*PRIVATE KEY-----/,
	// Known beginnings of keys: OpenAI and others, GitHub, GitLab, Slack, AWS, Google, Stripe, npm, Hugging Face.
	/\b(?:sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|AKIA[A-Z0-9]{16}|AIza[\w-]{30,}|[rs]k_(?:live|test)_\w{16,}|npm_\w{30,}|hf_\w{20,})/,
	/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./,
	// Long and without a meaning: letters and figures mixed, no path and no words.
	/^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+=-]{32,}$/,
];

/** Whether a variable of the environment is better not shown. */
export const isSecretVariable = (name: string, value: string): boolean =>
	(variables.test(name) && !harmlessVariables.test(name)) || secretValues.some((pattern) => pattern.test(value));
