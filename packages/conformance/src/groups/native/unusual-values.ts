import { type ConformanceCase, group } from "../../conformance-case.ts";
import { givenSecret, givenUpdate } from "../../given.ts";
import { isReadAs } from "./native-reads.ts";

const unusual = {
  accents: "grün",
  sign: "\u{1f511}",
  mark: "\ufefftulip",
  lines: "a\r\nb\n",
  control: "a\u0001b",
  blank: "",
  spaces: " tulip ",
  encoded: "base64:dHVsaXA=",
  json: '{"a": 1}',
  quotes: "'tulip\" `$&`",
};

/** Values that a flavor could be tempted to keep in a form of its own. */
export const unusualValuesCases: readonly ConformanceCase[] = group("native", {
  "unusual-values": {
    title: "a program without keykist reads the plain value, whatever characters it has",
    requires: ["write", "native reads", "nativeRead"],
    run: async (context) => {
      const manager = await context.manager();
      for (const [kind, value] of Object.entries(unusual)) {
        const first = { value };
        const name = await givenSecret(context, manager, kind, first);
        const what = `a value of the kind ${JSON.stringify(kind)}`;
        await isReadAs(context, name, { entries: first, owned: true }, what);
        const second = { value: `${value}.` };
        await givenUpdate(context, manager, name, second);
        await isReadAs(context, name, { entries: second, owned: true }, `${what}, updated`);
      }
    },
  },
});
