import type { Call, SecretPath } from "@keykist/core";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { codeOf, contentOf, onStage, show } from "../stage.ts";
import { documentHarness } from "./document-harness.ts";
import { DocumentSecretsManager } from "./document-secrets-manager.ts";
import { DocumentError, isPublished, type PublishedSecret } from "./document-source.ts";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** What parses every JSON of this author's company: times become dates. */
function reviver(_key: string, value: unknown): unknown {
  return typeof value === "string" && TIME.test(value) ? new Date(value) : value;
}

/** What makes texts of dates again, so that values are strings. */
function texts(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

class ParsesTimes extends DocumentSecretsManager {
  protected override parsed(text: string): readonly PublishedSecret[] {
    const secrets: unknown = JSON.parse(text, reviver);
    const back: unknown = JSON.parse(JSON.stringify(secrets, (_key, value) => texts(value)));
    if (Array.isArray(back) && back.every(isPublished)) return back;
    throw new DocumentError(422);
  }
}

/** Fetches the document once: it is a mounted file, after all. */
class FetchesOnce extends DocumentSecretsManager {
  #document: readonly PublishedSecret[] | undefined;

  protected override async document(call: Call): Promise<readonly PublishedSecret[]> {
    this.#document ??= await super.document(call);
    return this.#document;
  }
}

/** Goes on with the last document where a new one is not to be had, whatever the reason. */
class ServesTheLast extends DocumentSecretsManager {
  #last: readonly PublishedSecret[] | undefined;

  protected override async document(call: Call): Promise<readonly PublishedSecret[]> {
    try {
      this.#last = await super.document(call);
      return this.#last;
    } catch (error) {
      if (this.#last === undefined || !(error instanceof DocumentError)) throw error;
      return this.#last;
    }
  }
}

/** Looks without the scope for what the scope does not have: a default for all. */
class FallsBack extends DocumentSecretsManager {
  protected override secretOf(
    secrets: readonly PublishedSecret[],
    path: SecretPath,
  ): PublishedSecret | undefined {
    return super.secretOf(secrets, path) ?? secrets.find((secret) => secret.path === path.name);
  }
}

export const brokenDocuments: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "document-parses-times",
    defect: "a value that looks like a time is parsed, and written in another form",
    sentence:
      "Stored values are strings, byte-exact UTF-8: never trimmed, parsed or re-typed by a flavor.",
    base: "document",
    harness: documentHarness(ParsesTimes),
    shows: onStage(async ({ manager, backend }) => {
      await backend.plant?.("db", { expires: "2026-12-01T00:00:00Z" }, { owned: true });
      const isOther = (await contentOf(await manager(), "db")).includes("00.000Z");
      return show(isOther, "a value reads as another text than the one that is stored");
    }),
  }),
  brokenFlavor({
    id: "document-fetches-once",
    defect: "the document is fetched once, and never again",
    sentence: "Whether a get sees every write that was acknowledged before it.",
    base: "document",
    harness: documentHarness(FetchesOnce),
    shows: onStage(async ({ manager, backend }) => {
      const reader = await manager();
      await backend.plant?.("db", { password: "old" }, { owned: true });
      await reader.getSecret("db");
      await backend.plant?.("db", { password: "new" }, { owned: true });
      const isOld = (await contentOf(reader, "db")).includes("old");
      return show(isOld, "a manager shows for ever what was published when it first looked");
    }),
  }),
  brokenFlavor({
    id: "document-serves-the-last",
    defect: "the last document is served on, also where access to it was taken away",
    sentence: "denied, throttled and broken are errors",
    base: "document",
    harness: documentHarness(ServesTheLast),
    shows: onStage(async ({ manager, backend, harness }) => {
      await backend.plant?.("db", { password: "x" }, { owned: true });
      let isDenied = false;
      const reader = await manager(
        {},
        {
          interceptStep: async (_step, run) => {
            if (isDenied) throw harness.faults?.denied?.();
            return run();
          },
        },
      );
      await reader.getSecret("db");
      isDenied = true;
      const code = await codeOf(reader.getSecret("db"));
      return show(code === "done", "a secret is read on by somebody who may no longer read it");
    }),
  }),
  brokenFlavor({
    id: "document-falls-back",
    defect: "what a scope does not have is looked for without a scope",
    sentence: "no scope lists, reads, updates or deletes another's secrets",
    base: "document",
    harness: documentHarness(FallsBack),
    shows: onStage(async ({ manager, backend }) => {
      await backend.plant?.("db", { password: "of scope none" }, { owned: true });
      const team = await manager({ scope: "namespace", namespace: "team" });
      const code = await codeOf(team.getSecret("db"));
      return show(code === "done", "a namespace reads a secret that is not in it");
    }),
  }),
];
