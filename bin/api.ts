// What `import … from "nexus"` gives to a person's own tools and agents.
export { z } from "zod";
export { defineAgent } from "../src/contracts/agent.js";
export { NexusError } from "../src/contracts/errors.js";
export { defineTool } from "../src/contracts/tool.js";
export { defineWorkflow } from "../src/contracts/workflow.js";
