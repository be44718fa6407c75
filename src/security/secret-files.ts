// Files that are known to hold secrets (SECURITY R18): reading one asks, wherever it is.

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

const folders: readonly string[] = [
	...[".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".password-store", "keyrings", ".mozilla"],
	...[".config/gh", ".config/gcloud", ".config/google-chrome", ".config/chromium", ".config/op", ".cargo/credentials"],
];

/** Whether an absolute path names, or is below, something known to hold secrets. By name only; nothing is opened. */
export function isSecretFile(path: string): boolean {
	const lower = path.toLowerCase().replaceAll("\\", "/");
	const name = lower.slice(lower.lastIndexOf("/") + 1);
	if (names.some((pattern) => pattern.test(name))) return true;
	return folders.some((folder) => `${lower}/`.includes(`/${folder}/`));
}
