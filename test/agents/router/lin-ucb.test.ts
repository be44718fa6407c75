import { expect, it } from "vitest";
import { createLinUcb } from "../../../src/agents/router/lin-ucb.js";

const options = { prior: [0.5, 0], priorStrength: 1, memory: 1 };

it("begins with its prior", () => {
	const model = createLinUcb(options);
	expect(model.weights()).toEqual([0.5, 0]);
	// A⁻¹ is the identity: the width is the length of x.
	expect(model.uncertainty([3, 4])).toBeCloseTo(5);
});

it("learns as the formula says: θ = (λI + Σxxᵀ)⁻¹ (λθ₀ + Σrx)", () => {
	const model = createLinUcb(options);
	model.learn([1, 1], 1);
	// A = [[2, 1], [1, 2]], b = [1.5, 1]: θ = [2/3, 1/6].
	expect(model.weights()[0]).toBeCloseTo(2 / 3);
	expect(model.weights()[1]).toBeCloseTo(1 / 6);
});

it("finds the weights behind rewards, and is surer where it has looked", () => {
	const model = createLinUcb(options);
	for (let turn = 0; turn < 300; turn++) model.learn([1, 0], 0.9);
	expect(model.weights()[0]).toBeCloseTo(0.9, 2);
	expect(model.uncertainty([1, 0])).toBeLessThan(0.1);
	expect(model.uncertainty([0, 1])).toBeCloseTo(1);
});

it("forgets: what no longer holds gives way", () => {
	const [forgetful, faithful] = [createLinUcb({ ...options, memory: 0.9 }), createLinUcb(options)];
	for (const model of [forgetful, faithful]) {
		for (let turn = 0; turn < 100; turn++) model.learn([1, 0], 1);
		for (let turn = 0; turn < 20; turn++) model.learn([1, 0], 0);
	}
	expect(forgetful.weights()[0]).toBeLessThan(0.2);
	expect(faithful.weights()[0]).toBeGreaterThan(0.7);
});
