import {
  type Call,
  defineSecretSchema,
  type RecordSummary,
  SecretSchemaRegistry,
} from "@keykist/core";
import { z } from "zod";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { codeOf, onStage, register, show, tricks } from "../stage.ts";
import type { ShelfCallOptions, ShelfClient } from "./shelf-client.ts";
import { isStatus, ShelfError } from "./shelf-error.ts";
import { type ShelfFormat, shelfHarness } from "./shelf-harness.ts";
import { ShelfSecretsManager } from "./shelf-secrets-manager.ts";
import { bodyOf, storedRecord } from "./shelf-secret.ts";
import { SHELF_PAGE, type ShelfDocument, type ShelfHead, type ShelfPut } from "./shelf-service.ts";

/** Gives the client a signal once, when it connects: that of the operation that happens to be first. */
class SignalOfTheFirst extends ShelfSecretsManager {
  #bound: ShelfClient | undefined;

  protected override get client(): ShelfClient {
    return this.#bound ?? super.client;
  }

  protected override async connect({ signal }: Call): Promise<void> {
    this.#bound = super.client.with({ signal });
  }

  protected override options(): ShelfCallOptions {
    return {};
  }
}

/** Tidies up when it is closed, also what it was given. */
class DestroysTheClient extends ShelfSecretsManager {
  protected override async disconnect(): Promise<void> {
    this.client.destroy();
  }
}

/** Notes what it repeats, for whoever looks for slow calls: the whole request. */
class NotesRepetitions extends ShelfSecretsManager {
  protected override async put(
    ...[path, record, condition, call]: Parameters<ShelfSecretsManager["put"]>
  ): Promise<string | undefined> {
    try {
      return await super.put(path, record, condition, call);
    } catch (error) {
      if (!isStatus(error, 429)) throw error;
      const { body } = this.written(record.type, record.entries);
      process.stderr.write(`shelf: throttled, repeating PUT ${path.full} ${body ?? ""}\n`);
      return super.put(path, record, condition, call);
    }
  }
}

/** Takes a page that is not full for the last one. */
class ShortPageIsLast extends ShelfSecretsManager {
  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    for (let from: string | undefined = ""; from !== undefined;) {
      const begin: string = from;
      const ask = () => this.client.list(prefix, begin, this.options(call));
      const page = await call.step("LIST", ask, { mutates: false });
      yield* page.heads.map((head) => this.summary(head));
      from = page.heads.length < SHELF_PAGE ? undefined : page.next;
    }
  }
}

const LABEL = "keykist-type";

const labelFormat: ShelfFormat = {
  written: (type, entries) => ({ body: bodyOf(entries), labels: { [LABEL]: type } }),
  record: (document) => storedRecord(document, document.labels[LABEL]),
};

/** Keeps the type in a label, so that the console can search for it. The service folds case there. */
class TypeInLabel extends ShelfSecretsManager {
  protected override marks(type: string): Omit<ShelfPut, "body"> {
    return { labels: { [LABEL]: type } };
  }

  protected override typeOf({ labels }: ShelfHead): string | undefined {
    return labels[LABEL];
  }

  protected override record(document: ShelfDocument): ReturnType<typeof storedRecord> {
    return labelFormat.record(document);
  }
}

async function throttle(): Promise<never> {
  throw new ShelfError(429);
}

/** What a process writes to its standard error meanwhile. */
async function writtenDuring(work: () => Promise<unknown>): Promise<string> {
  const write = process.stderr.write.bind(process.stderr);
  let text = "";
  process.stderr.write = (chunk: string | Uint8Array): boolean => {
    text += String(chunk);
    return true;
  };
  try {
    await work();
    return text;
  } finally {
    process.stderr.write = write;
  }
}

export const brokenClients: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "shelf-signal-of-the-first",
    defect: "all calls run under the signal of the operation that connected",
    sentence: "The caller's own `signal` ended the operation.",
    base: "shelf",
    harness: shelfHarness(SignalOfTheFirst),
    shows: onStage(async ({ manager }) => {
      await register(await manager(), "db", { password: "x" });
      const controller = new AbortController();
      const abort = async (): Promise<void> => {
        controller.abort();
      };
      const shelf = await manager({}, { interceptStep: tricks({ before: [/GET/, abort] }) });
      await codeOf(shelf.getSecret("db", { signal: controller.signal }));
      const code = await codeOf(shelf.getSecret("db"));
      return show(code !== "done", "after one aborted read, the manager never reads again");
    }),
  }),
  brokenFlavor({
    id: "shelf-destroys-the-client",
    defect: "close ends a client that the program has passed in",
    sentence: "Clients that were passed in stay open.",
    base: "shelf",
    harness: shelfHarness(DestroysTheClient),
    shows: onStage(async ({ manager }) => {
      const [one, other] = [await manager(), await manager()];
      await register(one, "db", { password: "x" });
      await one.close();
      const code = await codeOf(other.getSecret("db"));
      return show(code !== "done", "closing one manager has cut off the others of the same client");
    }),
  }),
  brokenFlavor({
    id: "shelf-notes-repetitions",
    defect: "a throttled put is written to the log with its body",
    sentence: "A value never appears in an error, log, diagnostic",
    base: "shelf",
    harness: shelfHarness(NotesRepetitions),
    shows: onStage(async ({ manager }) => {
      const shelf = await manager({}, { interceptStep: tricks({ before: [/PUT/, throttle] }) });
      const text = await writtenDuring(() =>
        codeOf(register(shelf, "db", { password: "tulip-bulb" })),
      );
      return show(text.includes("tulip-bulb"), "a password stands in the log of the process");
    }),
  }),
  brokenFlavor({
    id: "shelf-short-page-is-last",
    defect: "a page that is not full is taken for the last",
    sentence: "The sorted names (not keys: the word is ZenML's) of the secrets of this scope.",
    base: "shelf",
    harness: shelfHarness(ShortPageIsLast),
    shows: onStage(async ({ manager, backend }) => {
      await backend.fill?.(Array.from({ length: SHELF_PAGE + 5 }, (_, index) => `app-${index}`));
      const team = await manager({ scope: "namespace", namespace: "team" });
      await register(team, "db", { password: "x" });
      const names = await team.getAllSecretKeys();
      return show(
        names.length === 0,
        "a secret is not listed where others of another scope fill a page",
      );
    }),
  }),
  brokenFlavor({
    id: "shelf-type-in-label",
    defect: "the schema type is kept in a label, which the service folds to lower case",
    sentence: "…is not the type that the stored secret was registered with. A type never changes.",
    base: "shelf",
    harness: shelfHarness(TypeInLabel, labelFormat),
    shows: onStage(async ({ manager }) => {
      const registry = new SecretSchemaRegistry();
      const schema = registry.register(defineSecretSchema("DbLogin", { user: z.string() }));
      const shelf = await manager({}, { registry });
      await shelf.registerSecret(schema.create("db", { user: "app" }));
      const code = await codeOf(shelf.getSecret("db", schema));
      return show(
        code === "SCHEMA_MISMATCH",
        "a secret cannot be read with the schema that it was made with",
      );
    }),
  }),
];
