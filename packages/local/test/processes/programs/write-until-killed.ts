/**
 * Tells what it finds in the store, shows that the store takes writes, and then registers, updates, rolls
 * back and deletes secrets until it is killed; each call is told before, and each answer after.
 */
import { arbitrarySchema, type Secret } from "@keykist/core";
import { LocalSecretsManager } from "../../../src/index.ts";
import { TEST_KEY } from "../../test-key.ts";
import { seededRandom } from "../seeded-random.ts";
import { argument, failureOf, tell } from "./parent.ts";

/** Secrets that are written, and keys of each, which all hold the marker of one state. */
const SECRETS = 4;
const KEYS = 8;
/** Characters of a value beside its marker: a state takes more than one page of the file. */
const PADDING = 1500;

const manager = new LocalSecretsManager({ file: argument("file"), key: TEST_KEY });
const round = argument("round");
const random = seededRandom(Number(argument("seed")));

function secretOf(name: string, marker: string): Secret {
  const value = marker.padEnd(marker.length + PADDING, ".");
  const keys = Array.from({ length: KEYS }, (_, index) => `KEY_${index}`);
  return arbitrarySchema.create(name, Object.fromEntries(keys.map((key) => [key, value])));
}

function markerOf({ content, keys }: Pick<Secret, "content" | "keys">): string {
  const values = new Set(Object.values(content));
  const [value = ""] = values;
  const marker = value.replaceAll(".", "");
  const whole =
    keys.length === KEYS && values.size === 1 && value.length === marker.length + PADDING;
  return whole ? marker : "torn";
}

const markers = new Map<string, string>();
try {
  for (const name of await manager.getAllSecretKeys()) {
    markers.set(name, markerOf(await manager.getSecret(name)));
  }
  // What the last process left behind stands in nobody's way.
  await manager.registerSecret(secretOf("probe", "one"));
  await manager.updateSecret(secretOf("probe", "two"));
  await manager.deleteSecret("probe");
} catch (error) {
  tell({ kind: "failed", failure: failureOf(error) });
}
tell({ kind: "found", markers: Object.fromEntries(markers) });

for (let number = 1; ; number += 1) {
  const name = `secret-${Math.floor(random() * SECRETS)}`;
  try {
    await write(name, `${round}_${number}`);
  } catch (error) {
    tell({ kind: "failed", failure: failureOf(error) });
  }
}

async function write(name: string, fresh: string): Promise<void> {
  const choice = random();
  let marker: string | undefined = fresh;
  let run: () => Promise<unknown> = () => manager.updateSecret(secretOf(name, fresh));
  let operation = "updateSecret";
  if (!markers.has(name)) {
    operation = "registerSecret";
    run = () => manager.registerSecret(secretOf(name, fresh));
  } else if (choice < 0.15) {
    operation = "deleteSecret";
    marker = undefined;
    run = () => manager.deleteSecret(name);
  } else if (choice < 0.35) {
    const earlier = (await manager.getSecretHistory(name)).at(-1)?.revision ?? "";
    operation = "rollbackSecret";
    marker = markerOf(await manager.getSecret(name, { revision: earlier }));
    run = () => manager.rollbackSecret(name, earlier);
  }
  tell({ kind: "call", operation, name, marker: marker ?? null });
  await run();
  tell({ kind: "acknowledged" });
  if (marker === undefined) markers.delete(name);
  else markers.set(name, marker);
}
