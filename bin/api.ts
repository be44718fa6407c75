// What `import … from "nexus"` gives to a person's own tools.
export { z } from "zod";
export { NexusError } from "../src/contracts/errors.js";
export { defineTool } from "../src/contracts/tool.js";
