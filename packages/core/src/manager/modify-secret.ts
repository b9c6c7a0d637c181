import { KeykistError } from "../errors/keykist-error.ts";
import { arbitrarySchema } from "../schemas/arbitrary-schema.ts";
import type { Entries, SecretSchema } from "../schemas/secret-schema.ts";
import { rawContent, sortedEntries } from "../secrets/raw-content.ts";
import type { Revision } from "../secrets/secret.ts";
import { runOnSecret } from "./run-on-secret.ts";
import type { BackOff, StoredRecord } from "./flavor-contract.ts";
import { invalidEntries } from "../secrets/invalid-entries.ts";
import type { ManagerCore } from "./manager-core.ts";
import { CallerError } from "./thrown.ts";
import { readStored } from "./read-secrets.ts";
import { isRaw, type Reading, typedSecret } from "./stored-secret.ts";
import { prepare, replacedRevision } from "./write-secrets.ts";

/** Tries before a conflict is given up. Time gives out first, unless conflicts are answered at once. */
const MAXIMUM_ATTEMPTS = 100;

/**
 * The bounds of the wait after a conflict, by how long a try took. Waits shorten with every try: where they grow, those
 * who just came overtake the one that has waited longest, again and again.
 */
function conflictBackOff(attempt: number, milliseconds: number): BackOff {
  const longest = Math.min(2000, Math.max(100, 2 * milliseconds));
  return { base: longest, cap: longest / (attempt + 1) };
}

/** All keys, and none that the schema does not know. */
const WHOLE: Reading = { keys: undefined, unknownKeys: "refuse" };

/** A caller's function from a content, of the type that its schema tells, to the content to be stored. */
export type Change = (content: never) => unknown;

export interface ModifyRequest {
  readonly schema: SecretSchema | undefined;
  readonly signal: AbortSignal | undefined;
}

export function modifySecret(
  core: ManagerCore,
  name: string,
  change: Change,
  { schema, signal }: ModifyRequest,
): Promise<Revision> {
  const request = { operation: "modifySecret", signal, needs: ["write", "guardedUpdate"] } as const;
  return runOnSecret(core, request, name, (path, run) =>
    core.queue.enter(path.full, run, async () => {
      for (let attempt = 1; ; attempt += 1) {
        const began = run.clock.now();
        const stored = await readStored(core, path, run);
        if (!stored.owned || stored.type === undefined) throw run.failure("NOT_OWNED");
        const entries = await changed(name, stored, change, schema);
        const record = { type: stored.type, entries };
        await prepare(core, name, record, run);
        const outcome = await core.hooks.replace(path, record, stored.revision, run);
        if (outcome.kind !== "conflict") return replacedRevision(outcome, record.type, run);
        if (attempt === MAXIMUM_ATTEMPTS)
          throw run.failure("REVISION_CONFLICT", { retry: "exhausted" });
        await run.backOff(attempt, conflictBackOff(attempt, run.clock.now() - began));
      }
    }),
  );
}

/** Runs the caller's function on the stored content and gives the entries to be stored instead. */
async function changed(
  name: string,
  stored: StoredRecord,
  change: Change,
  schema: SecretSchema | undefined,
): Promise<Entries> {
  if (schema === undefined || isRaw(schema)) {
    const content = await called(change, rawContent(sortedEntries(stored.entries)));
    return encode(name, arbitrarySchema, content);
  }
  const { content } = typedSecret(name, stored, schema, WHOLE);
  // Encoded before the function runs: it may change objects inside the content in place.
  const before = encode(name, schema, content);
  const after = encode(name, schema, await called(change, content));
  // A key whose meaning is the same keeps its bytes: "1.50" is not rewritten as "1.5".
  const kept = [...after].map(([key, value]): [string, string] => {
    const original = stored.entries.get(key);
    return [key, original !== undefined && before.get(key) === value ? original : value];
  });
  return new Map(kept);
}

async function called(change: Change, content: object): Promise<unknown> {
  try {
    // What the overloads of modifySecret tie together, the content's type and the schema, is not one type here.
    const answer: unknown = await Reflect.apply(change, undefined, [content]);
    return answer;
  } catch (error) {
    throw new CallerError(error);
  }
}

function encode(name: string, schema: SecretSchema, content: unknown): Entries {
  if (typeof content !== "object" || content === null) {
    throw new KeykistError(
      "INVALID_VALUE",
      `the change of ${JSON.stringify(name)} did not answer a content`,
      {
        hint: "answer the new content from the function that you pass, also where you changed nothing",
      },
    );
  }
  const encoded = schema.encode(content);
  if (encoded.kind === "invalid") throw invalidEntries(name, schema.TYPE, encoded.issues);
  return encoded.entries;
}
