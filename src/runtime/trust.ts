// Stand-in until security/trust lands.
export interface Trust {
	readonly folder: string;
	readonly isTrusted: boolean;
	set(trusted: boolean): Promise<void>;
}
export const openTrust = async (_path: string, cwd: string): Promise<Trust> => ({
	folder: cwd,
	isTrusted: false,
	set: async () => {},
});
