import path from "node:path";
import { arbitrarySchema, type Secret } from "@keykist/core";
import { LocalSecretsManager, rekey } from "../../src/index.ts";

/** An operation that is called while the file system fails, and what it is to leave behind. */
export interface FaultedOperation {
  readonly name: string;
  /** Whether it is the first in its store, which it has to make. */
  readonly onEmpty: boolean;
  readonly run: (manager: LocalSecretsManager) => Promise<unknown>;
  /** The marker of the secret `db` before and after; `undefined` where there is no such secret. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A secret of several keys that all hold one marker, larger than a page of the file. */
export function markedSecret(name: string, marker: string): Secret {
  const value = marker.padEnd(2000, ".");
  return arbitrarySchema.create(name, { first: value, second: value, third: value });
}

/** The marker of a secret, `torn` where its keys do not agree. */
export function markerOf(content: Readonly<Record<string, string>>): string {
  const [value, ...others] = new Set(Object.values(content));
  const whole = value?.length === 2000 && others.length === 0 && Object.keys(content).length === 3;
  return whole ? value.replaceAll(".", "") : "torn";
}

/** A manager over the store of a folder, with its key in a file, as by default. */
export function keyFileManager(folder: string): LocalSecretsManager {
  return new LocalSecretsManager(
    { file: path.join(folder, "secrets.db") },
    { environment: {}, announce: () => undefined },
  );
}

/** Fills the store that the operations find: `db` in its third state, and others. */
export async function fillTemplate(manager: LocalSecretsManager): Promise<void> {
  await manager.registerSecret(markedSecret("db", "first"));
  await manager.updateSecret(markedSecret("db", "second"));
  await manager.updateSecret(markedSecret("db", "third"));
  await manager.registerSecret(arbitrarySchema.create("other", { password: "untouched" }));
}

/** The operations, each of which leaves `db` in another state. */
export const faultedOperations: readonly FaultedOperation[] = [
  {
    name: "first register",
    onEmpty: true,
    before: undefined,
    after: "fresh",
    run: (manager) => manager.registerSecret(markedSecret("db", "fresh")),
  },
  {
    name: "update",
    onEmpty: false,
    before: "third",
    after: "fourth",
    run: (manager) => manager.updateSecret(markedSecret("db", "fourth")),
  },
  {
    name: "delete",
    onEmpty: false,
    before: "third",
    after: undefined,
    run: (manager) => manager.deleteSecret("db"),
  },
  {
    name: "rollback",
    onEmpty: false,
    before: "third",
    after: "first",
    run: async (manager) => {
      const [, , first] = await manager.getSecretHistory("db");
      return manager.rollbackSecret("db", first?.revision ?? "");
    },
  },
  {
    name: "rekey",
    onEmpty: false,
    before: "third",
    after: "third",
    run: ({ file }) => rekey({ file }, { kind: "key-file" }, { environment: {} }),
  },
];
