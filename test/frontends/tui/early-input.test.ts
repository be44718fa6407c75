import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { startEarlyInput } from "../../../src/frontends/tui/early-input.js";

const keyboard = (isTTY: boolean) => {
	const modes: boolean[] = [];
	return Object.assign(new PassThrough(), { isTTY, modes, setRawMode: (mode: boolean) => modes.push(mode) });
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("keeps what is typed, once, with raw mode on", async () => {
	const stdin = keyboard(true);
	const early = startEarlyInput(stdin);
	stdin.write("hel");
	await turn();
	stdin.write("lo 你");
	await turn();
	expect(early.take()).toBe("hello 你");
	expect(early.take()).toBe("");
	expect(stdin.modes).toEqual([true]);
});

test("who reads next gets what comes next", async () => {
	const stdin = keyboard(true);
	const early = startEarlyInput(stdin);
	stdin.write("one");
	await turn();
	early.take();
	stdin.write("two");
	await turn();
	let text = "";
	stdin.on("readable", () => {
		for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) text += String(chunk);
	});
	stdin.write("three");
	await turn();
	await turn();
	expect(text).toBe("twothree");
});

test("leaves anything but a terminal alone", async () => {
	const stdin = keyboard(false);
	const early = startEarlyInput(stdin);
	stdin.write("piped");
	await turn();
	expect(early.take()).toBe("");
	expect(stdin.modes).toEqual([]);
	expect(String(stdin.read())).toBe("piped");
});
