import { type ConformanceCase, group } from "../../conformance-case.ts";
import { areApart } from "./are-apart.ts";

/** Names that backends, file systems and flavors use for themselves. */
export const trickyNamesCases: readonly ConformanceCase[] = group("names and values", {
  "names-doubled-separators": {
    title: "a/b, a--b, a__b, a..b and a_-b are different secrets",
    requires: ["set up"],
    run: (context) => areApart(context, ["a/b", "a--b", "a__b", "a..b", "a_-b"]),
  },
  "names-like-files": {
    title: "a secret may have a name like a temporary file, a lock or a copy of another one",
    requires: ["set up"],
    run: (context) =>
      areApart(context, ["db", "db.tmp", "db.lock", "db.bak", "db.swp", "db.deleted", "db.json"]),
  },
});
