// What `import … from "nexus"` gives to a person's own tools.
export { z } from "zod";
export { NexusError } from "./contracts/errors.js";
export { defineTool } from "./contracts/tool.js";
