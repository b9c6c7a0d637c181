const asked = process.env["KEYKIST_TEST_FULL"];

/** Whether everything was asked for, which takes 7 minutes and more: `KEYKIST_TEST_FULL=1`. */
export const EVERYTHING: boolean = asked === "1";

/** Whether the long runs were asked for, which take minutes: `KEYKIST_TEST_FULL=1`, or `most`, as before a merge. */
export const FULL_RUN: boolean = EVERYTHING || asked === "most";
