export { calculateTool } from "./calculate.js";
export { convertUnitsTool } from "./convert-units.js";
export { statisticsTool } from "./statistics.js";
