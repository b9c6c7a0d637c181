import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import type { KistContext, Proposing } from "../kist-context.ts";

/** Proposes what a word could be; `this` is what the parser was given. */
export type Propose = (this: KistContext, typed: string) => Promise<readonly string[]>;

/** More names than this help nobody, and take time. */
const MOST = 100;

/** What can be proposed where; nothing where anything is in the way: a line is still being typed. */
function proposing(
  find: (proposing: Proposing, typed: string) => Promise<readonly string[]>,
): Propose {
  return async function propose(typed) {
    if (this.proposing === undefined) return [];
    try {
      return await find(this.proposing, typed);
    } catch {
      // An untrusted configuration, a store that does not open, a backend that is not reached.
      return [];
    }
  };
}

/** Names that a configuration holds. */
function fromConfiguration(
  names: (configuration: OpenedConfiguration) => Promise<readonly string[]>,
): Propose {
  return proposing(async ({ session }) => names(await session.configuration()));
}

/** The managers' names. */
export const managerNames: Propose = fromConfiguration(async (configuration) => {
  const { allManagers } = await import("../managers/choose-manager.ts");
  return Object.keys(allManagers(configuration));
});

/** The names of the managers that the configuration holds itself. */
export const ownManagerNames: Propose = fromConfiguration(async ({ content }) =>
  Object.keys(content.managers),
);

/** The names of the flavors. */
export const flavorNames: Propose = fromConfiguration(async ({ content }) => {
  const { FIRST_PARTY } = await import("../flavors/first-party.ts");
  return [...Object.keys(FIRST_PARTY), ...Object.keys(content.flavors)];
});

/** The names of the flavors that the configuration lists. */
export const ownFlavorNames: Propose = fromConfiguration(async ({ content }) =>
  Object.keys(content.flavors),
);

/** The types of the schemas. */
export const schemaTypes: Propose = fromConfiguration(async (configuration) => {
  const { loadSchemas } = await import("../schemas/load-schemas.ts");
  const { defaultSchemaRegistry } = await import("@keykist/core");
  await loadSchemas(configuration);
  return defaultSchemaRegistry().types();
});

/** The names of the secrets. */
export const secretNames: Propose = proposing(async ({ session }, typed) => {
  const manager = await openedManager({ session });
  if (manager === undefined) return [];
  return firstNames(manager.listSecrets({ prefix: typed, signal: session.signal }));
});

/** The names of the secrets that something else made. */
export const unownedNames: Propose = proposing(async ({ session }, typed) => {
  const manager = await openedManager({ session });
  if (manager === undefined) return [];
  return firstNames(manager.listSecrets({ prefix: typed, owned: false, signal: session.signal }));
});

async function firstNames(
  listing: AsyncIterable<{ readonly name: string }>,
): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of listing) {
    names.push(name);
    if (names.length === MOST) break;
  }
  return names;
}

/** Nothing: what was deleted is not listed. */
export const noNames: Propose = proposing(() => Promise.resolve([]));

/** The keys of the secret that the line names. */
export const keysOfSecret: Propose = proposing(keysOfNamed);

/** The keys of the secret that the line names, each to be given a value. */
export const assignedKeys: Propose = proposing(async (line, typed) =>
  (await keysOfNamed(line, typed)).map((key) => `${key}=`),
);

/** The names of the secrets, and once one is named its keys, each to be given a value. */
export const secretThenKeys: Propose = function propose(typed) {
  const named = this.proposing !== undefined && nameIn(this.proposing.words) !== undefined;
  return named ? assignedKeys.call(this, typed) : secretNames.call(this, typed);
};

async function keysOfNamed(
  { session, words }: Proposing,
  typed: string,
): Promise<readonly string[]> {
  const name = nameIn(words);
  const manager = name === undefined ? undefined : await openedManager({ session });
  if (name === undefined || manager === undefined) return [];
  const { keys } = await manager.describeSecret(name, { signal: session.signal });
  return keys.filter((key) => key.startsWith(typed));
}

/** The manager that is chosen; none where that would have to make its store first. */
async function openedManager({
  session,
}: Pick<Proposing, "session">): Promise<Awaited<ReturnType<typeof session.manager>> | undefined> {
  const { chooseManager } = await import("../managers/choose-manager.ts");
  const { hasStore } = await import("../managers/has-store.ts");
  const { host, options } = session;
  const { entry } = await chooseManager(host, options, await session.configuration());
  return (await hasStore(session, entry)) ? session.manager() : undefined;
}

/** Options of the commands on secrets whose next word is their value. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  "--manager",
  "--config",
  "--revision",
  "--if-revision",
  "--unset",
  "--values",
  "--schema",
  "--prefix",
]);

/** The first word behind the command's own that is no option. */
function nameIn(words: readonly string[]): string | undefined {
  const behind = words.slice(1);
  return behind.find(
    (word, index) => !word.startsWith("-") && !WITH_VALUE.has(behind[index - 1] ?? ""),
  );
}
