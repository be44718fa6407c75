// What a search service is: a request, and a reading of its answer.
import type { SearchQuery } from "../../contracts/tool-services.js";
import type { ServiceRequest } from "./service-call.js";
import type { SearchSettings } from "./web-settings.js";

export interface SearchService {
	readonly needsKey: boolean;
	request(query: SearchQuery, target: SearchTarget): Omit<ServiceRequest, "service" | "keyVariables">;
	/** Undefined for an answer that is not of the service's shape. Throws NexusError where the service says why not. */
	read(text: string, status: number): readonly FoundPage[] | undefined;
}

export interface SearchTarget extends SearchSettings {
	/** As people know it. */
	readonly title: string;
	readonly endpoint: string;
}

/** Texts may hold tags and entities. */
export interface FoundPage {
	readonly title: string;
	readonly url: string;
	readonly snippet: string;
	readonly published?: string | undefined;
}
