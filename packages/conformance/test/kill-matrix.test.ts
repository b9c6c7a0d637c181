import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conformanceCases, NAMESPACE_RUN } from "../src/index.ts";
import type { MatrixRow, MatrixWork } from "./kill-matrix-worker.ts";
import { saboteurs } from "./saboteurs/index.ts";
import type { Saboteur } from "./saboteurs/saboteur.ts";

// Every saboteur on every case is what .ci/run does, on all processors; by default each is tried on the
// cases of its own group, which is where one that is caught by too much is mostly caught.
const whole = process.env["KEYKIST_KILL_MATRIX"] === "whole";
const seed = 20_260_101;
const matrixFile = new URL("../kill-matrix.md", import.meta.url);

/** Spreads the saboteurs over workers, and collects what they find. */
async function run(): Promise<ReadonlyMap<number, MatrixRow["failed"]>> {
  const found = new Map<number, MatrixRow["failed"]>();
  const count = Math.min(4, availableParallelism());
  const shares = Array.from({ length: count }, (_each, share) =>
    saboteurs.flatMap((_saboteur, index) => (index % count === share ? [index] : [])),
  );
  await Promise.all(
    shares.map(
      (share) =>
        new Promise<void>((resolve, reject) => {
          const workerData: MatrixWork = {
            saboteurs: share,
            cases: whole ? "all" : "own group",
            seed,
          };
          const worker = new Worker(new URL("kill-matrix-worker.ts", import.meta.url), {
            workerData,
          });
          let open = share.length;
          worker.on("message", (answer: MatrixRow) => {
            found.set(answer.saboteur, answer.failed);
            open -= 1;
            // Not left to end by itself: timers of managers that hang on purpose would hold it up.
            if (open === 0) worker.terminate().catch(reject);
          });
          worker.on("error", reject);
          worker.on("exit", () => {
            resolve();
          });
        }),
    ),
  );
  return found;
}

function row({ breaks, changes, alsoFails = {} }: Saboteur): string {
  const others = Object.entries(alsoFails).map(([id, reason]) => `\`${id}\` (${reason})`);
  return `| \`${breaks}\` | ${changes} | ${others.join("; ")} |`;
}

/** The cases that a saboteur also fails, of those that are tried. */
function expectedOthers({ breaks, alsoFails = {} }: Saboteur): string[] {
  const group = breaks.slice(0, breaks.indexOf("/") + 1);
  return Object.keys(alsoFails)
    .filter((id) => whole || id.startsWith(group))
    .toSorted();
}

describe("the suite catches what it says it catches", () => {
  let found: ReadonlyMap<number, MatrixRow["failed"]>;

  beforeAll(async () => {
    found = await run();
  }, 1_200_000);

  afterAll(() => {
    const caught = saboteurs.filter(
      ({ breaks }, index) => new Map(found.get(index)).get(breaks) === "assertion",
    );
    const tried = whole ? "every case" : "the cases of its own group";
    process.stdout.write(
      `kill matrix: ${caught.length} of ${saboteurs.length} saboteurs caught by their own case; each tried on ${tried}\n`,
    );
  });

  it("every case has a saboteur, and every saboteur a case", () => {
    const ids = conformanceCases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const plain = saboteurs.map(({ breaks }) => breaks).filter((id) => !id.includes("@"));
    expect([...new Set(plain)].toSorted()).toEqual(ids.toSorted());
    const runs = new Set(saboteurs.flatMap(({ breaks }) => breaks.split("@").slice(1)));
    expect([...runs].toSorted(), "the further runs").toEqual(["cached", NAMESPACE_RUN]);
  });

  it.each(
    saboteurs.map((saboteur, index) => [`${saboteur.breaks}: ${saboteur.changes}`, index] as const),
  )("%s", (_title, index) => {
    const saboteur = saboteurs[index];
    const failed = new Map(found.get(index));
    expect(failed.get(saboteur?.breaks ?? ""), "its own case fails, by an assertion").toBe(
      "assertion",
    );
    const others = [...failed.keys()].filter((id) => id !== saboteur?.breaks).toSorted();
    expect(others, "no other case fails but those listed").toEqual(
      saboteur && expectedOthers(saboteur),
    );
  });

  it("the matrix that is checked in is that of these saboteurs", async () => {
    const text = [
      "# Kill matrix",
      "",
      `${saboteurs.length} saboteurs, ${conformanceCases.length} cases. Each saboteur is a correct manager with one thing changed: it fails its case by an`,
      "assertion of that case, and passes every other but those in the last column. `.ci/run` tries every saboteur on every case",
      "(`KEYKIST_KILL_MATRIX=whole`); `npm test` tries each on the cases of its own group. Written by the test, with `KEYKIST_WRITE_KILL_MATRIX=1`;",
      "it fails where this file is out of date. Those that break in another run than the plain one only (`paging/each@namespace`) pass all of",
      "the plain run.",
      "",
      "| case | saboteur | also fails |",
      "| --- | --- | --- |",
      ...saboteurs.toSorted((a, b) => (a.breaks < b.breaks ? -1 : 1)).map(row),
      "",
    ].join("\n");
    if (process.env["KEYKIST_WRITE_KILL_MATRIX"] === "1") await writeFile(matrixFile, text);
    expect(await readFile(matrixFile, "utf8")).toBe(text);
  });
});
