import type { Deviation } from "@keykist/conformance";

/** Cases that moto does not let any manager pass; deviations.test.ts shows each with AWS's SDK alone. */
export const motoDeviations: readonly Deviation[] = [
  {
    case: "paging/changed-meanwhile",
    reason:
      "moto's NextToken is a position: what moves up when a secret is deleted meanwhile is on no page",
  },
  {
    case: "paging/deleted-as-listed",
    reason:
      "moto's NextToken is a position: what moves up when a listed secret is deleted is on no page",
  },
];
