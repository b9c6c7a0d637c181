/**
 * Adds one to secrets that other processes add to as well, `count` times. Each process has a key of its
 * own in every secret, so that the end tells whose increment was lost or counted twice.
 */
import { LocalSecretsManager } from "../../../src/index.ts";
import { TEST_KEY } from "../../test-key.ts";
import type { Failure } from "../messages.ts";
import { seededRandom } from "../seeded-random.ts";
import { argument, failureOf, tell, waitForParent } from "./parent.ts";

const manager = new LocalSecretsManager({ file: argument("file"), key: TEST_KEY });
const names = argument("names").split(",");
const mine = argument("mine");
const random = seededRandom(Number(argument("seed")));
const acknowledged: Record<string, number> = {};
const failures: Failure[] = [];
let worstWait = 0;
let mostTries = 0;

const plusOne = (text: string | undefined): string => `${Number(text ?? "0") + 1}`;

tell({ kind: "ready" });
waitForParent();
for (let count = Number(argument("count")); count > 0; count -= 1) {
  const name = names[Math.floor(random() * names.length)] ?? "";
  const called = performance.now();
  let tries = 0;
  try {
    await manager.modifySecret(name, (content) => {
      tries += 1;
      return { ...content, [mine]: plusOne(content[mine]), total: plusOne(content["total"]) };
    });
    acknowledged[name] = (acknowledged[name] ?? 0) + 1;
  } catch (error) {
    failures.push(failureOf(error));
  }
  worstWait = Math.max(worstWait, performance.now() - called);
  mostTries = Math.max(mostTries, tries);
}
await manager.close();
tell({ kind: "incremented", acknowledged, failures, worstWait, mostTries });
