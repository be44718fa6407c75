// What agents share: the bus, the registry, their context and their leases. Opened with the first use of each.
import type { SharedDatabase } from "../adapters/sqlite-shared.js";
import type { MailUser } from "../agents/mail.js";
import type { AgentMail, AgentShared, BusClient } from "../contracts/agent-mail.js";
import type { Bus } from "../contracts/bus.js";
import type { Clock } from "../contracts/ports.js";
import type { Registry } from "../contracts/registry.js";
import type { FileLeases, SharedContext } from "../contracts/shared-context.js";
import { createBusClient } from "./bus-client.js";

export interface AgentNetworkOptions {
	/** Files; undefined: kept in memory only. */
	readonly busPath: string | undefined;
	readonly sharedPath: string | undefined;
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly redact: (text: string) => string;
	readonly warn: (message: string) => void;
}

export interface AgentNetwork {
	bus(): Promise<Bus>;
	registry(): Promise<Registry>;
	leases(): Promise<FileLeases>;
	/** Of the agents of one space. */
	context(space: string): Promise<SharedContext>;
	/** Bound to one agent. The same mail for the same address. */
	mail(user: MailUser): AgentMail;
	shared(user: MailUser): AgentShared;
	readonly client: BusClient;
	close(): Promise<void>;
}

export const createAgentNetwork = (options: AgentNetworkOptions): AgentNetwork => {
	const { clock, nextId, redact, warn } = options;
	const mails = new Map<string, AgentMail>();
	let openingBus: Promise<Bus> | undefined;
	let openingFile: Promise<SharedDatabase> | undefined;
	let openingRegistry: Promise<Registry> | undefined;

	const bus = (): Promise<Bus> => {
		openingBus ??= openBus(options);
		return openingBus;
	};
	const file = (): Promise<SharedDatabase> => {
		openingFile ??= import("../adapters/sqlite-shared.js").then(({ openSharedDatabase }) =>
			openSharedDatabase(options.sharedPath ?? ":memory:", { clock }),
		);
		return openingFile;
	};
	const context = async (space: string): Promise<SharedContext> => {
		const [database, { createSqliteContext }, { createSharedContext }] = await Promise.all([
			file(),
			import("../adapters/sqlite-context.js"),
			import("../agents/shared-context.js"),
		]);
		return createSharedContext({ store: createSqliteContext(database), clock, space });
	};
	const openRegistry = async (): Promise<Registry> => {
		const [database, { createSqliteRegistry }, { createRegistry }] = await Promise.all([
			file(),
			import("../adapters/sqlite-registry.js"),
			import("../agents/registry.js"),
		]);
		return createRegistry({ store: createSqliteRegistry(database), clock, nextId });
	};
	/** One for each user, made with the first call of it. */
	const lazyMail = (user: MailUser): AgentMail => {
		let making: Promise<AgentMail> | undefined;
		const made = (): Promise<AgentMail> => {
			making ??= import("../agents/mail.js").then(({ createAgentMail }) =>
				createAgentMail({ user, clock, bus, context: () => context(user.identity.space), redact }),
			);
			return making;
		};
		return {
			identity: user.identity,
			addresses: async () => (await made()).addresses(),
			send: async (to, message) => (await made()).send(to, message),
			publish: async (topic, message) => (await made()).publish(topic, message),
			broadcast: async (message) => (await made()).broadcast(message),
			ask: async (to, text, how) => (await made()).ask(to, text, how),
			reply: async (id, message) => (await made()).reply(id, message),
			wait: async (how) => (await made()).wait(how),
			subscribe: async (topics) => (await made()).subscribe(topics),
		};
	};

	return {
		bus,
		context,
		registry: () => {
			openingRegistry ??= openRegistry();
			return openingRegistry;
		},
		leases: async () => (await import("../adapters/sqlite-leases.js")).createSqliteLeases(await file()),
		mail: (user) => {
			const known = mails.get(user.identity.address) ?? lazyMail(user);
			mails.set(user.identity.address, known);
			return known;
		},
		shared: (user) => {
			const made = async (): Promise<AgentShared> => {
				const { createAgentShared } = await import("../agents/agent-shared.js");
				return createAgentShared({ user, clock, context: () => context(user.identity.space), redact });
			};
			return {
				get: async (scope, key) => (await made()).get(scope, key),
				list: async (scope, prefix) => (await made()).list(scope, prefix),
				set: async (scope, change) => (await made()).set(scope, change),
				delete: async (scope, key) => (await made()).delete(scope, key),
				next: async (scope, prefix, how) => (await made()).next(scope, prefix, how),
			};
		},
		client: createBusClient(bus, redact),
		close: async () => {
			const failed = (error: unknown) => warn(error instanceof Error ? error.message : String(error));
			await openingBus?.then((opened) => opened.close()).catch(failed);
			await openingRegistry?.then((registry) => registry.close()).catch(failed);
			await openingFile?.then((opened) => opened.close()).catch(failed);
		},
	};
};

const openBus = async ({ busPath, clock, nextId, warn }: AgentNetworkOptions): Promise<Bus> => {
	const [{ openSqliteBus }, { createSharedBus }] = await Promise.all([
		import("../adapters/sqlite-bus.js"),
		import("../agents/bus/shared-bus.js"),
	]);
	const store = openSqliteBus(busPath ?? ":memory:", { clock });
	const onError = (error: unknown) => warn(error instanceof Error ? error.message : String(error));
	return createSharedBus({ store, clock, nextId, onError });
};
