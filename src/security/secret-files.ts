// Files that are known to hold secrets (SECURITY R18): reading one asks, wherever it is.
import { isSecretName } from "../lib/secret-names.js";

const folders: readonly string[] = [
	...[".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".password-store", "keyrings", ".mozilla"],
	...[".config/gh", ".config/gcloud", ".config/google-chrome", ".config/chromium", ".config/op", ".cargo/credentials"],
];

/** Whether an absolute path names, or is below, something known to hold secrets. By name only; nothing is opened. */
export function isSecretFile(path: string): boolean {
	const lower = path.toLowerCase().replaceAll("\\", "/");
	const name = lower.slice(lower.lastIndexOf("/") + 1);
	if (isSecretName(name)) return true;
	return folders.some((folder) => `${lower}/`.includes(`/${folder}/`));
}
