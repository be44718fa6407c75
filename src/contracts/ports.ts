// The edges of the machine. Each port has a real adapter in `src/adapters` and a fake in `test/helpers`.
import type { JsonValue } from "./json.js";
import type { ReachedLimit } from "./reached-limit.js";

export interface Clock {
	/** Wall time. May jump; never use it for durations. */
	now(): Date;
	/** Milliseconds that only ever grow, from an arbitrary start. */
	monotonicMs(): number;
	/** Resolves after `ms` or rejects with an AbortError as soon as the signal aborts. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Makes ids that sort by time (ULID, https://github.com/ulid/spec). */
export interface Ids {
	next(): string;
}

export interface FileStat {
	readonly kind: "file" | "directory" | "link" | "other";
	readonly sizeBytes: number;
	/** Milliseconds since 1970. */
	readonly modifiedMs: number;
	readonly mode: number;
	/** Changes whenever the file does: device, inode, size and times in one string. */
	readonly version: string;
}

export interface DirectoryEntry {
	readonly name: string;
	readonly kind: FileStat["kind"];
}

/** What was deleted so that it can be brought back. */
export interface TrashedFile {
	/** Where it was; absolute. */
	readonly path: string;
	readonly trashPath: string;
	/** The file that says where it was, where the system's trash has one. */
	readonly infoPath?: string;
}

/**
 * Files. Relative paths are resolved against the working directory the port was made for. Every method throws
 * NexusError `file.not-found`, `file.denied`, `file.not-regular` (device, FIFO, /proc), `file.too-large`,
 * `file.exists`, `file.changed` or `file.failed`, naming the path.
 */
export interface FileSystem {
	/** The absolute path with all links resolved; for a path that does not exist, of its nearest existing parent plus the rest. */
	realPath(path: string): Promise<string>;
	stat(path: string): Promise<FileStat>;
	exists(path: string): Promise<boolean>;
	/** At most `maxBytes` (default 50 MB), else `file.too-large`; with `offset` and `length` only that range of bytes. */
	readBytes(path: string, options?: { offset?: number; length?: number; maxBytes?: number }): Promise<Uint8Array>;
	/** UTF-8 with invalid bytes replaced by U+FFFD; a BOM is kept. */
	readText(path: string, options?: { maxBytes?: number }): Promise<string>;
	/** Lines without their ends, in bounded memory. */
	readLines(path: string): AsyncIterable<string>;
	list(path: string): Promise<readonly DirectoryEntry[]>;
	/**
	 * Atomic: a temporary file beside it, then a rename. Keeps mode and follows a link to its target. With
	 * `ifVersion` it is refused with `file.changed` when the file is no longer that version (`null`: must not exist).
	 */
	writeFile(path: string, data: string | Uint8Array, options?: { ifVersion?: string | null }): Promise<void>;
	appendFile(path: string, data: string): Promise<void>;
	makeDirectory(path: string): Promise<void>;
	/** Refuses to overwrite unless `overwrite`. Works across file systems. */
	move(from: string, to: string, options?: { overwrite?: boolean }): Promise<void>;
	/** Files and whole folders. Refuses to overwrite unless `overwrite`. */
	copy(from: string, to: string, options?: { overwrite?: boolean }): Promise<void>;
	/**
	 * Absolute folders below `path` that no call sees, whatever it was allowed: for programs and threads that go through
	 * folders themselves. Judges `path` as `list` does.
	 */
	refusedBelow(path: string): Promise<readonly string[]>;
	/**
	 * Moves a file or a whole folder to the trash of this system; of a link the link itself. Refuses with `file.denied`
	 * the working directory, the home folder, every root, what holds one of them, and what is in the trash.
	 */
	trash(path: string): Promise<TrashedFile>;
}

export interface ProcessRequest {
	/** The program and its arguments; never a shell line. For a shell: `["/bin/bash", "-c", command]`. */
	readonly file: string;
	readonly args: readonly string[];
	readonly cwd?: string;
	/** Added to the allow-listed environment (SECURITY R29). */
	readonly env?: Readonly<Record<string, string>>;
	readonly input?: string;
	/**
	 * Nobody gives input, and who waits for some is noticed where the kernel tells: standard input then ends, and one
	 * that reads a terminal of its own is ended. Without it standard input is empty from the start.
	 */
	readonly noticesInput?: boolean;
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
	/** Called with decoded text in the order in which it came. */
	onOutput?(text: string, stream: "stdout" | "stderr"): void;
	/** Kept from each stream; what is over is counted and dropped from the middle. Default 1 MB. */
	readonly maxOutputBytes?: number;
	/**
	 * A helper of nexus's own that starts no other program, so that it leaves nothing behind: nothing is set up to find
	 * that, which takes 15 ms. Without a sandbox.
	 */
	readonly startsNothing?: boolean;
	/** Run with limits, inside the OS sandbox when it works. */
	readonly sandbox?: {
		/** Off, all of it, or only through a proxy of nexus that asks the gate about each host. */
		readonly network: boolean | NetworkGate;
		readonly writableRoots: readonly string[];
		/** Of all its processes together, in MB; default the setting. */
		readonly memoryMb?: number;
		/** What one process may reserve beyond that without using it, in MB. */
		readonly reservedMb?: number;
	};
}

/** Decides about the hosts that a sandboxed child wants to reach. */
export interface NetworkGate {
	/** Asked for each connection, before the name is resolved; takes as long as a person needs. Never throws. */
	admit(target: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<HostAdmission>;
	/** Milliseconds for which somebody has been asked so far: they do not count against the child's time. */
	waitedMs(): number;
}

/** `reason`: one line that names the host and says what would allow it. */
export type HostAdmission = { readonly isAllowed: true } | { readonly isAllowed: false; readonly reason: string };

export interface ProcessResult {
	/** Null when it was ended by a signal. */
	readonly exitCode: number | null;
	readonly signal: string | null;
	readonly stdout: string;
	readonly stderr: string;
	/** Both streams interleaved as they came. */
	readonly output: string;
	readonly droppedBytes: number;
	readonly timedOut: boolean;
	readonly cancelled: boolean;
	/** It waited for input (`noticesInput`); `prompt` is what it had asked, perhaps nothing. */
	readonly wantedInput?: { readonly from: "input" | "terminal"; readonly prompt: string } | undefined;
	/** Limits that it ran into, as far as anybody saw it; it may have gone on. */
	readonly reached?: readonly ReachedLimit[];
	readonly durationMs: number;
	readonly sandboxed: boolean;
}

/** Child processes. Each has its own group, which is ended with TERM then KILL on timeout, abort and on close of nexus. */
export interface Processes {
	/** Never throws for a failing program: that is a result. Throws `process.not-found` when the file cannot be started. */
	run(request: ProcessRequest): Promise<ProcessResult>;
	/** An absolute path found by a PATH without relative or workspace entries (SECURITY R7), or undefined. */
	which(program: string): Promise<string | undefined>;
	/** What the sandbox can do here, proven by trying. */
	sandbox(): Promise<SandboxStatus>;
}

export interface SandboxStatus {
	readonly works: boolean;
	readonly kind: "bubblewrap" | "seatbelt" | "none";
	/** One line for people: what was proven, or why it does not work. */
	readonly reason: string;
	/** What was tried to prove it, each with whether it went as it should; absent where nothing could be tried. */
	readonly proof?: readonly { readonly tried: string; readonly holds: boolean }[];
	/** One line: what keeps commands within their limits here. */
	readonly limits?: string;
}

export interface HttpRequest {
	readonly url: string;
	readonly method?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly signal?: AbortSignal;
	readonly timeoutMs?: number;
	/** Bytes after inflating; default 5 MB. */
	readonly maxBytes?: number;
	/**
	 * Asked about each address before it is dialled, those of redirects too; throws to refuse it. What it throws is what
	 * the request throws.
	 */
	admit?(url: string): Promise<void>;
	/** Told of the body as it comes: bytes so far, inflated, and how many there will be, where the server says. */
	onProgress?(receivedBytes: number, totalBytes: number | undefined): void;
}

export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** After redirects. */
	readonly url: string;
	readonly body: Uint8Array;
	readonly truncated: boolean;
	/** Nothing was sent over the wire for the body: it had been kept, and still stands by what its server said. */
	readonly isFromCache?: boolean;
}

/**
 * Outgoing HTTP of tools. Every address is checked before it is dialled and again at each of at most 5 redirects
 * (SECURITY R21). Throws NexusError `network.blocked`, `network.failed`, `network.timeout`, `network.too-large`.
 */
export interface Http {
	request(request: HttpRequest): Promise<HttpResponse>;
}

/** Small state and caches; not for anything relational. */
export interface KeyValue {
	get(key: string): Promise<JsonValue | undefined>;
	set(key: string, value: JsonValue, ttlMs?: number): Promise<void>;
	delete(key: string): Promise<void>;
	close(): Promise<void>;
}

export interface LoadSample {
	/** Of all cores together, 0 to 1. */
	readonly cpu: number;
	readonly memoryUsedBytes: number;
	readonly memoryTotalBytes: number;
	/** Of the disk that holds the working directory, 0 to 1; absent until first measured. */
	readonly disk?: number | undefined;
	/** Bytes a second in and out, of all interfaces but loopback; absent until first measured. */
	readonly networkInPerSecond?: number | undefined;
	readonly networkOutPerSecond?: number | undefined;
	/** 99th percentile of the event loop's delay since the last sample, in milliseconds. */
	readonly eventLoopLagMs: number;
	readonly processCpu: number;
	readonly processMemoryBytes: number;
	readonly childProcesses: number;
	readonly loadAverage: number;
}

export interface SystemInfo {
	readonly host: string;
	readonly platform: string;
	readonly osRelease: string;
	readonly arch: string;
	readonly cpuModel: string;
	readonly cpuCores: number;
	readonly uptimeSeconds: number;
	readonly user: string;
}

export interface ProcessInfo {
	readonly pid: number;
	readonly name: string;
	/** 0 to 1 of one core. */
	readonly cpu: number;
	readonly memoryBytes: number;
	readonly command: string;
	readonly user: string;
}

export interface DiskInfo {
	readonly mount: string;
	readonly sizeBytes: number;
	readonly usedBytes: number;
	readonly availableBytes: number;
}

export interface NetworkInterfaceInfo {
	readonly name: string;
	readonly addresses: readonly string[];
	readonly receivedBytes?: number;
	readonly sentBytes?: number;
	/** Hardware address. */
	readonly mac?: string;
	readonly state?: "up" | "down";
}

export interface NetworkFacts {
	/** Default routes, the preferred one first. */
	readonly gateways: readonly { readonly interface: string; readonly address: string }[];
	/** Addresses of name servers, in order. */
	readonly nameServers: readonly string[];
}

/** Where somebody waits for connections, or for datagrams. */
export interface ListeningPort {
	readonly protocol: "tcp" | "udp";
	/** `0.0.0.0` or `::`: on all addresses. */
	readonly address: string;
	readonly port: number;
	/** Absent for processes of others, unless this is root. */
	readonly pid?: number;
	readonly process?: string;
}

export interface BatteryInfo {
	readonly name: string;
	/** 0 to 1. */
	readonly charge: number;
	readonly state: "charging" | "discharging" | "full" | "idle" | "unknown";
	/** Until empty or full, at the present rate. */
	readonly secondsLeft?: number;
	readonly watts?: number;
	/** What it holds when full, of what it was made for, 0 to 1. */
	readonly health?: number;
	readonly cycles?: number;
}

export interface FolderSizes {
	/** What the whole takes on its disk, links not followed, other disks left out, a file with two names counted once. */
	readonly sizeBytes: number;
	readonly files: number;
	readonly folders: number;
	/** What is below, largest first; `path` is relative. */
	readonly entries: readonly { readonly path: string; readonly kind: "folder" | "file"; readonly sizeBytes: number }[];
	/** Folders that may not be read. */
	readonly unreadable: number;
	/** The time was up before all was seen. */
	readonly isPartial: boolean;
}

/** What this machine is doing. */
export interface System {
	/** Cheap: under 1 % of one core at one call a second. */
	sample(): Promise<LoadSample>;
	info(): Promise<SystemInfo>;
	processes(): Promise<readonly ProcessInfo[]>;
	disks(): Promise<readonly DiskInfo[]>;
	networkInterfaces(): Promise<readonly NetworkInterfaceInfo[]>;
	network(): Promise<NetworkFacts>;
	/** By port. */
	listening(): Promise<readonly ListeningPort[]>;
	/** Those of the machine itself, not of its mouse. */
	batteries(): Promise<readonly BatteryInfo[]>;
	/** What nexus was started with, secrets among it. */
	environment(): Readonly<Record<string, string>>;
	/** `depth` 1: only the entries of the folder itself. At most `limit` of them. */
	folderSizes(
		path: string,
		options: {
			readonly depth: number;
			readonly limit: number;
			readonly timeoutMs: number;
			readonly signal: AbortSignal;
			/** Now and then, how many files have been seen. */
			onProgress?(files: number): void;
		},
	): Promise<FolderSizes>;
	/** Stops any background measuring; a later sample begins it anew. */
	close(): void;
}

/**
 * `math`: expressions and units. `document`: text out of PDF, DOCX and notebooks, whose bytes it gets. `page`: what a web
 * page says, out of its HTML. `sweep`: files below a folder that was judged, by their names and by
 * what they hold.
 */
export type WorkerKind = "math" | "document" | "page" | "sweep";

/**
 * Pure computations that may run away: a worker thread of each kind with a time and a memory limit, one request after
 * the other. Throws NexusError `worker.timeout`, `worker.memory` or `worker.failed` (with the thrown message).
 */
export interface Workers {
	/** `bytes` are moved to the thread where they fill their buffer: they are gone here afterwards. */
	run(
		worker: WorkerKind,
		input: JsonValue,
		limits: { timeoutMs: number; memoryMb: number; signal?: AbortSignal },
		bytes?: Uint8Array,
	): Promise<JsonValue>;
	/**
	 * Work over more data than memory holds, in a thread of its own that asks for the bytes it needs next. Throws also
	 * `data.*` for what is wrong with the input or the data, and what `source.read` throws.
	 */
	overData(
		input: JsonValue,
		limits: { timeoutMs: number; memoryMb: number; signal?: AbortSignal },
		source: DataSource,
	): Promise<JsonValue>;
	close(): Promise<void>;
}

/** Files that a thread reads through those who may. */
export interface DataSource {
	/** At most `length` bytes of a file from `offset` on; fewer only at its end. */
	read(source: number, offset: number, length: number): Promise<Uint8Array>;
}
