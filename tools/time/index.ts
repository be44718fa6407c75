export { convertTimeTool } from "./convert-time.js";
export { currentTimeTool } from "./current-time.js";
export { dateMathTool } from "./date-math.js";
