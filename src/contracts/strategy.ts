/** How several steps, or several agents, do a piece of work. */
export const strategies = ["sequential", "parallel", "adaptive"] as const;
export type Strategy = (typeof strategies)[number];
