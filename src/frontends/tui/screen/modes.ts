import type { PermissionMode } from "../../../contracts/permission.js";

/** yolo is left out on purpose: nobody gets there by pressing a key once too often. */
const cycle: readonly PermissionMode[] = ["ask", "edits", "auto", "plan"];

export const nextMode = (mode: PermissionMode): PermissionMode =>
	cycle[(cycle.indexOf(mode) + 1) % cycle.length] ?? "ask";
