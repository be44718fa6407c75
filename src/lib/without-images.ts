// A conversation for a model that cannot see: in the place of each image stands what it is.
// The shapes of `src/contracts/message.ts`, as far as they count here.
interface Image {
	readonly mediaType: string;
	/** Base64: three bytes in four characters. */
	readonly data: string;
}
type Part =
	| { readonly type: "text"; readonly text: string }
	| ({ readonly type: "image" } & Image)
	| { readonly type: "tool-result"; readonly content: string; readonly images?: readonly Image[] | undefined }
	| { readonly type: "reasoning" | "tool-call" };

const inWords = ({ mediaType, data }: Image): string =>
	`[${mediaType}, ${Math.ceil((data.length * 3) / 4 / 1024)} KB: this model cannot see images]`;

const isOrHasImage = (part: Part): boolean =>
	part.type === "image" || (part.type === "tool-result" && (part.images ?? []).length > 0);

export const hasImages = (messages: readonly { readonly parts: readonly Part[] }[]): boolean =>
	messages.some(({ parts }) => parts.some(isOrHasImage));

/** One part of a message without its images; the same for the same part, so that a prompt cache keeps its beginning. */
export const withoutImage = <P extends Part>(part: P): P | { readonly type: "text"; readonly text: string } => {
	if (part.type === "image") return { type: "text", text: inWords(part) };
	if (part.type !== "tool-result" || part.images === undefined) return part;
	const { images, ...rest } = part;
	return { ...rest, content: [part.content, ...images.map(inWords)].join("\n") } as P;
};
