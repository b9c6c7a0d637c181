/** Whether the long runs were asked for, which take minutes: `KEYKIST_TEST_FULL=1`. */
export const FULL_RUN: boolean = process.env["KEYKIST_TEST_FULL"] === "1";
