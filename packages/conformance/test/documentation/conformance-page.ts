import { type ConformanceCase, conformanceCases, GROUPS } from "../../src/index.ts";

const introduction = `# The conformance suite, case by case

What \`@keykist/conformance\` asks of a flavor. The tables are generated from the cases
(\`packages/conformance/test/documentation\`); the package's [README](../packages/conformance/README.md) says what the parts of a harness
are for, and [writing-a-flavor.md](writing-a-flavor.md) how a flavor is written.

## Run it

\`\`\`sh
kist conformance ./acme.harness.ts                              # every case, as it is and in its further runs
kist conformance ./acme.harness.ts --case crash/ --rounds 10    # ten times as much of one group
kist conformance ./acme.harness.ts --seed 4711 --case errors/denied  # one case, as it was
kist conformance ./acme.harness.ts --case contract/@namespace   # one group, in one run
\`\`\`

Every case is run on the managers as the harness makes them (\`plain\`); again on managers of a namespace scope (\`namespace\`), but for the
group \`scopes\`, which chooses all scopes itself; and again through each of the harness's \`layers\`, the groups that the layer declares.

\`--json\` prints the report, which is plain JSON: versions, when it ended, capabilities, seed, counts, and each case with the run it was in and how it ended.
An author keeps it as \`conformance.json\` beside the \`package.json\` of the flavor, and publishes it with the package: \`kist flavor describe\` shows it, as
the package's own claim, and says where it is about another version. The exit code is 1
where a promise is broken. Under a test runner it is \`conformanceTests({ describe, it }, harness)\`.

## A harness

A harness opens a fresh backend for each case, and makes managers over it. All else is optional, and each part lets more cases run:

\`\`\`ts acme.harness.ts
import type { ConformanceHarness } from "@keykist/conformance";
import { MemoryBackendError, MemorySecretsManager, MemoryStore } from "@keykist/core/memory";

export const harness: ConformanceHarness = {
  flavor: "memory",
  // What the managers talk to, for whoever reads the report.
  backend: "the memory of this process",
  open: async () => {
    const store = new MemoryStore();
    return {
      // As many as a case asks for, all over this backend; both arguments are passed on.
      manager: (config, options) => new MemorySecretsManager(config, { ...options, store }),
      // Looks into the backend by full path, not through a manager.
      peek: async (path) => {
        const secret = store.secrets.get(path);
        if (secret === undefined) return undefined;
        const { type, owned, current } = secret;
        return { type, owned, entries: Object.fromEntries(current.entries) };
      },
      // What other programs, or an earlier version, have put there.
      plant: async (path, entries, { owned, type = "arbitrary" }) => {
        store.plant(path, entries, owned ? { type } : {});
      },
      close: async () => undefined,
    };
  },
  // The error with which the backend refuses a step for good.
  refusal: () => new MemoryBackendError("denied"),
  // Errors as the backend's SDK throws them.
  faults: {
    denied: () => new MemoryBackendError("denied"),
    unauthenticated: () => new MemoryBackendError("unauthenticated"),
    throttled: () => new MemoryBackendError("throttled"),
    unavailable: () => new MemoryBackendError("unavailable"),
  },
};
\`\`\`

A flavor whose secrets other programs read (\`nativeReads\` is \`exact\` or \`settled\`) adds how they read, and what their tools do. This backend is one
object in memory, so that its native tools are three lines:

\`\`\`ts native-parts.ts
import type { ConformanceBackend } from "@keykist/conformance";
import { MemoryStore } from "@keykist/core/memory";

export function nativeParts(store: MemoryStore): Partial<ConformanceBackend> {
  return {
    // What a program without keykist reads; undefined for nothing.
    nativeRead: async (path) => {
      const secret = store.secrets.get(path);
      return secret && Object.fromEntries(secret.current.entries);
    },
    // What other tools do: the console, the vendor's command, terraform.
    nativeTools: {
      put: async (path, entries) => {
        const { type, owned } = store.secrets.get(path) ?? {};
        store.plant(path, entries, { type, owned });
      },
      remove: async (path) => {
        store.secrets.delete(path);
      },
    },
  };
}
\`\`\`

Where the server can enforce permissions, \`refusableActions\` names its actions and \`refuse(actions)\` makes it refuse them. \`connections()\` counts open
connections, and \`plantById(entries)\` writes under an id that no name maps to. The [README](../packages/conformance/README.md#use) lists every part.

## Reading a failure

\`\`\`text
FAILED names-and-values/value-exact: …
  what was expected, and what was found instead
  again: kist conformance ./acme.harness.ts --seed 4711 --case names-and-values/value-exact
\`\`\`

The first line is the promise that is broken, in words for users. Then comes what was found: the assertion of the case, which names
operations and codes, and shows no value but the suite's own. The last line repeats it. "It could not be carried out" means that the case
did not get as far as its own question: an operation failed that it only needs.

\`FAILED contract/list@namespace\` is a case in a further run. Where it passes in the plain one, the mistake is in what the runs differ in: paths
that begin with \`keykist/namespace/…/\`, or the layer.

Cases of refusals name the operation and the step or action that was refused. "reported as not_applied" is what the error said of itself: the secret
was then found in another state. "then made by a manager that may" is the same operation by someone who has the permission.

Cases of crash and faults name the operation, the step (as the flavor calls it in \`call.step\`), and whether it was stopped before
or after it took effect. Cases of concurrency print the least of the history that has no order: who was answered what, and when.

A case that is not run names what it needs. What a manager does not claim (\`no history\`) has cases of its own: it has to be refused.

## Cases
`;

/** The page that says what each case means. */
export function conformancePage(): string {
  const sections = GROUPS.map((group) => {
    const members = conformanceCases.filter((one) => one.group === group);
    const rows = members.map(row);
    return [`### ${group}`, "", "| case | promise | needs |", "|---|---|---|", ...rows, ""].join(
      "\n",
    );
  });
  return `${introduction}\n${conformanceCases.length} cases in ${GROUPS.length} groups.\n\n${sections.join("\n")}`;
}

function row({ id, title, requires }: ConformanceCase): string {
  const needs = requires.map((one) => `\`${one}\``).join(" ");
  return `| \`${id}\` | ${title.replaceAll("|", "\\|").replaceAll("<", "&lt;")} | ${needs} |`;
}
