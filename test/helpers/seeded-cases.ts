// What tests get as `fast-check`: a test that fails must fail again, so generated cases are the same in every run.
// `npm run test:soak` takes new ones.
import fc from "../../node_modules/fast-check/lib/fast-check.js";

fc.configureGlobal({ seed: 1 });

export default fc;
export * from "../../node_modules/fast-check/lib/fast-check.js";
