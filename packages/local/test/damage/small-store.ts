import { arbitrarySchema, KeykistError, type SecretSummary } from "@keykist/core";
import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { LocalSecretsManager } from "../../src/index.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { TEST_KEY } from "../test-key.ts";

/** The secrets of the small store: none, few and many bytes, one of them on pages of its own. */
export const NAMES = ["db", "mail/smtp", "tls"] as const;

/** What a store answers to one question: a list of texts that tell all of it, or the code of an error. */
export type Answer =
  | { readonly items: readonly string[] }
  | { readonly code: string; readonly message: string };

/** A store in the bytes of its file, and what it answers. */
export interface SmallStore {
  readonly bytes: Buffer;
  /** Question → right answer. */
  readonly answers: ReadonlyMap<string, Answer>;
}

/** Makes a store with a few secrets, some of them with earlier states. */
export async function makeSmallStore(): Promise<SmallStore> {
  await using folder = await StoreFolder.make();
  const { file } = folder;
  await using manager = folder.manager();
  await manager.registerSecret(arbitrarySchema.create("db", { password: "first of db" }));
  await manager.updateSecret(arbitrarySchema.create("db", { password: "second of db" }));
  await manager.updateSecret(
    arbitrarySchema.create("db", { password: "third of db", user: "app" }),
  );
  await manager.registerSecret(arbitrarySchema.create("mail/smtp", {}));
  await manager.registerSecret(arbitrarySchema.create("tls", { key: "x".repeat(5000) }));
  const answers = await answersOf(file, await revisionsOf(manager));
  return { bytes: await readFile(file), answers };
}

async function revisionsOf(manager: LocalSecretsManager): Promise<readonly string[]> {
  const history = await manager.getSecretHistory("db");
  return history.map(({ revision }) => revision);
}

/** The revisions of `db` that a store is asked for. */
export function revisionsIn(store: SmallStore): readonly string[] {
  return [...store.answers.keys()].flatMap((question) => {
    const [, revision] = /^revision (.*)$/u.exec(question) ?? [];
    return revision === undefined ? [] : [revision];
  });
}

/** Asks a store everything. Makes a manager for itself, as another process would. */
export async function answersOf(
  file: string,
  revisions: readonly string[],
): Promise<ReadonlyMap<string, Answer>> {
  await using manager = new LocalSecretsManager(
    { file, key: TEST_KEY, timeoutMs: 5000 },
    { environment: {} },
  );
  const answers = new Map<string, Answer>();
  const ask = async (question: string, work: () => Promise<readonly unknown[]>): Promise<void> => {
    answers.set(question, await answered(work));
  };
  for (const name of NAMES) {
    await ask(`get ${name}`, async () => {
      const secret = await manager.getSecret(name, arbitrarySchema);
      return [[secret.type, secret.revision, secret.content]];
    });
    await ask(`describe ${name}`, async () => [await manager.describeSecret(name)]);
    await ask(`history ${name}`, () => manager.getSecretHistory(name));
  }
  for (const revision of revisions) {
    await ask(`revision ${revision}`, async () => {
      const secret = await manager.getSecret("db", arbitrarySchema, { revision });
      return [[secret.revision, secret.content]];
    });
  }
  await ask("names", () => manager.getAllSecretKeys());
  await ask("list", () => listed(manager));
  return answers;
}

/** What a manager lists, one after the other. */
export async function listed(manager: LocalSecretsManager): Promise<readonly SecretSummary[]> {
  const summaries: SecretSummary[] = [];
  for await (const summary of manager.listSecrets()) summaries.push(summary);
  return summaries;
}

async function answered(work: () => Promise<readonly unknown[]>): Promise<Answer> {
  try {
    const items = await work();
    return { items: items.map((item) => inspect(item, { depth: 9, maxStringLength: 9999 })) };
  } catch (error) {
    return KeykistError.is(error)
      ? { code: error.code, message: error.message }
      : { code: "no KeykistError", message: inspect(error) };
  }
}
