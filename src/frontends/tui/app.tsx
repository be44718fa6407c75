// The screen drawn with Ink: the scrollback, the lines of the live region, and a field where one types into one.
import { Box, Static, Text, useApp, useCursor, useInput, usePaste } from "ink";
import TextInput from "ink-text-input";
import { memo, useLayoutEffect, useMemo, useSyncExternalStore } from "react";
import type { Screen } from "./screen/contract.js";
import { setField, submitField } from "./screen/fields.js";
import { type Frame, frameOf } from "./screen/frame.js";
import { toKeys } from "./screen/key.js";
import type { Batch } from "./screen/state.js";

/** What the app hands back to those who started it. */
export interface AppHandle {
	suspend(work: () => Promise<void>): Promise<void>;
}

interface AppProps {
	readonly screen: Screen;
	/** What Ink prints for finished lines; by default the lines themselves. */
	printed?(lines: readonly string[]): string;
	onDrawn(frame: Frame): void;
	onHandle(handle: AppHandle): void;
}

export const App = ({ screen, printed = joined, onDrawn, onHandle }: AppProps) => {
	const { store } = screen;
	const state = useSyncExternalStore(store.subscribe, store.get);
	const { suspendTerminal } = useApp();
	const { setCursorPosition } = useCursor();
	const frame = useMemo(() => frameOf(state), [state]);
	setCursorPosition(frame.cursor);
	useInput((input, key) => {
		for (const each of toKeys(input, key)) screen.key(each);
	});
	usePaste((text) => screen.paste(text));
	useLayoutEffect(() => onDrawn(frame), [frame, onDrawn]);
	useLayoutEffect(
		() =>
			onHandle({
				async suspend(work) {
					await suspendTerminal(work);
				},
			}),
		[onHandle, suspendTerminal],
	);
	return (
		<Box flexDirection="column">
			<Scrollback batch={state.batch} printed={printed} onPrinted={store.acknowledge} />
			<Lines lines={frame.above} />
			{frame.field === undefined ? null : (
				<Box>
					<Text>{frame.field.label}</Text>
					<TextInput
						value={frame.field.value}
						onChange={(text) => setField(screen, text)}
						onSubmit={() => submitField(screen)}
					/>
				</Box>
			)}
			<Lines lines={frame.below} />
		</Box>
	);
};

/** A Text of its own for each line, so that only changed ones are measured again. */
const Lines = memo(({ lines }: { readonly lines: readonly string[] }) =>
	lines.map((line, index) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a line is nothing but its place
		<Row key={index} line={line} />
	)),
);

const Row = memo(({ line }: { readonly line: string }) => <Text wrap="truncate-end">{line === "" ? " " : line}</Text>);

const joined = (lines: readonly string[]): string => lines.join("\n");

interface ScrollbackProps {
	readonly batch: Batch;
	printed(lines: readonly string[]): string;
	onPrinted(id: number): void;
}

/**
 * Prints a batch and forgets it. Its own key per batch, so that Ink keeps no item; memoised, because a new render of
 * what holds a Static makes Ink draw at once.
 */
const Scrollback = memo(({ batch, printed, onPrinted }: ScrollbackProps) => {
	useLayoutEffect(() => onPrinted(batch.id), [batch.id, onPrinted]);
	return (
		<Static key={batch.id} items={batch.lines.length === 0 ? [] : [batch]}>
			{({ id, lines }) => (
				// Never wrapped: lines of code may be wider than the window, and copy as one line when the terminal wraps them.
				<Box key={id} width={batch.width} flexShrink={0}>
					<Text>{printed(lines)}</Text>
				</Box>
			)}
		</Static>
	);
});
