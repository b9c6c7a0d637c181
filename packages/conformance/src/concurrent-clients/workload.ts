import type { Capabilities, OperationOptions, Revision } from "@keykist/core";
import type { SecretEntries } from "../linearizability/history.ts";
import type { RecordedClient } from "../linearizability/recorded-client.ts";
import type { Random } from "../scheduling/random.ts";

/** What one client does, all of it drawn. */
export interface Workload {
  readonly client: RecordedClient;
  /** Part of every value that the client writes, so that no two writes write the same. */
  readonly tag: string;
  readonly names: readonly [string, ...string[]];
  /** What all the names begin with. */
  readonly prefix: string;
  readonly operations: number;
  readonly random: Random;
  readonly capabilities: Capabilities;
  /** The options of the next operation. */
  readonly options?: (() => OperationOptions) | undefined;
}

type Kind =
  | "read"
  | "readMany"
  | "describe"
  | "list"
  | "register"
  | "update"
  | "guardedUpdate"
  | "modify"
  | "delete"
  | "guardedDelete";

/** What is asked of a manager with these capabilities, the usual more often. */
function kindsFor(capabilities: Capabilities): readonly [Kind, ...Kind[]] {
  const { exclusiveCreate, guardedUpdate, guardedDelete, listAfterWrite } = capabilities;
  return [
    "read",
    "read",
    "read",
    "readMany",
    "readMany",
    "describe",
    "update",
    "update",
    ...onlyIf(listAfterWrite === "strong", "list"),
    // Who cannot tell whether a name is taken writes over what is there: then nobody registers twice.
    ...onlyIf(exclusiveCreate !== "none", "register", "register", "register", "delete"),
    ...onlyIf(exclusiveCreate !== "none" && guardedDelete !== "none", "guardedDelete"),
    ...onlyIf(guardedUpdate !== "none", "guardedUpdate", "guardedUpdate", "modify", "modify"),
  ];
}

function onlyIf(condition: boolean, ...kinds: readonly Kind[]): readonly Kind[] {
  return condition ? kinds : [];
}

/** Does a drawn number of drawn operations, one after the other, and takes what comes. */
export async function doWorkload(workload: Workload): Promise<void> {
  const { client, names, prefix, random, capabilities, tag } = workload;
  const kinds = kindsFor(capabilities);
  /** The revisions that the client has seen last, which it guards with: often they are old. */
  const seen = new Map<string, Revision>();
  const note = (name: string, revision: Revision | undefined): void => {
    if (revision !== undefined) seen.set(name, revision);
  };
  for (let number = 0; number < workload.operations; number += 1) {
    const name = random.pick(names);
    const value = `${tag}-${number}`;
    const options = workload.options?.() ?? {};
    const guarded = { ...options, ifRevision: seen.get(name) };
    const fresh = drawnEntries(random, value, capabilities);
    switch (random.pick(kinds)) {
      case "read":
        note(name, (await client.read(name, options))?.revision);
        break;
      case "readMany":
        for (const [each, { revision }] of await client.readMany(names, options))
          note(each, revision);
        break;
      case "describe":
        await client.describe(name, options);
        break;
      case "list":
        await client.list(prefix, names, options);
        break;
      case "register":
        note(name, await client.register(name, fresh, options));
        break;
      case "update":
        note(name, await client.update(name, fresh, options));
        break;
      case "guardedUpdate":
        note(name, await client.update(name, fresh, guarded));
        break;
      case "modify":
        note(name, await client.modify(name, (entries) => changed(entries, value), options));
        break;
      case "delete":
        await client.delete(name, options);
        break;
      case "guardedDelete":
        await client.delete(name, guarded);
        break;
    }
  }
}

/** Entries that belong together, so that a mixture of two states shows. */
export function drawnEntries(
  random: Random,
  value: string,
  { atomicUpdate }: Capabilities,
): SecretEntries {
  const keys = ["user", "password", "token"];
  const count = atomicUpdate ? 1 + random.below(keys.length) : 1;
  return Object.fromEntries(keys.slice(0, count).map((key) => [key, value]));
}

function changed(entries: SecretEntries, value: string): SecretEntries {
  return Object.keys(entries).length > 1 ? { ...entries, password: value } : { user: value };
}
