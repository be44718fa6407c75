// File names that usually hold credentials. Sweeping reads (search, listing contents) pass them by; naming one is a
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
