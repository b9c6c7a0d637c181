import {
  type Call,
  isSecretName,
  type ReadManyAnswer,
  type SecretPath,
  type SecretRecord,
  type StoredRecord,
} from "@keykist/core";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { codeOf, contentOf, onStage, register, show, update } from "../stage.ts";
import { ShelfError } from "./shelf-error.ts";
import { shelfHarness } from "./shelf-harness.ts";
import { ShelfSecretsManager } from "./shelf-secrets-manager.ts";
import { bodyOf } from "./shelf-secret.ts";
import type { ShelfCondition } from "./shelf-service.ts";
import { CHANGED, unlessChanged } from "./unless-changed.ts";

/** Takes the answers of a batch to come in the order of the question. */
class BatchByPosition extends ShelfSecretsManager {
  protected override async readBatch(
    paths: readonly SecretPath[],
    call: Call,
  ): Promise<readonly ReadManyAnswer[]> {
    const keys = paths.map(({ full }) => full);
    const ask = () => this.client.batchGet(keys, this.options(call));
    const { found, failed } = await call.step("BATCH", ask, { mutates: false });
    const failures = new Map(failed.map(({ key, status }) => [key, status]));
    const answered = paths.filter(({ full }) => !failures.has(full));
    return paths.map((path): ReadManyAnswer => {
      const status = failures.get(path.full);
      if (status !== undefined) return { path, error: new ShelfError(status) };
      const document = found[answered.indexOf(path)];
      return { path, record: document && this.record(document) };
    });
  }
}

/** Looks at what a batch has found, and not at what it was refused. */
class BatchWithoutFailures extends ShelfSecretsManager {
  protected override async readBatch(
    paths: readonly SecretPath[],
    call: Call,
  ): Promise<readonly ReadManyAnswer[]> {
    const answers = await super.readBatch(paths, call);
    return answers.map((answer) =>
      "error" in answer ? { path: answer.path, record: undefined } : answer,
    );
  }
}

/** Refuses ids that are names, and forgets that paths of scopes are keykist's own, too. */
class ScopesById extends ShelfSecretsManager {
  protected override async doReadById(id: string, call: Call): Promise<StoredRecord | undefined> {
    if (isSecretName(id)) return super.doReadById(id, call);
    const document = await this.get(id, call);
    return document && { ...this.record(document), owned: false, type: undefined };
  }
}

/** Lets the service leave out what is not wanted, and does not say that there is more. */
class PartialAsWhole extends ShelfSecretsManager {
  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    const stored = await super.doRead(path, call);
    const { keys } = call.wanted;
    if (stored === undefined || keys === undefined || keys.length === 0) return stored;
    const wanted = new Set(keys);
    return { ...stored, entries: new Map([...stored.entries].filter(([key]) => wanted.has(key))) };
  }
}

/** Keeps the keys in a note, so that a description needs no body; an update does not write the note. */
class KeysOfRegistration extends ShelfSecretsManager {
  protected override async put(
    path: SecretPath,
    record: SecretRecord,
    condition: ShelfCondition,
    call: Call,
  ): Promise<string | undefined> {
    const body = bodyOf(record.entries);
    const keys = [...record.entries.keys()].join(",");
    const { notes } = this.marks(record.type);
    const isNew = condition.ifNoneMatch !== undefined;
    const put = isNew ? { body, notes: { ...notes, "keykist-keys": keys } } : { body };
    const send = () => this.client.put(path.full, put, condition, this.options(call));
    const etag = await unlessChanged(() => call.step("PUT", send));
    return etag === CHANGED ? undefined : etag;
  }

  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    const document = await this.get(path.full, call);
    const keys = document?.notes["keykist-keys"]?.split(",").filter((key) => key !== "");
    if (document === undefined || keys === undefined || call.wanted.keys?.length !== 0) {
      return document && this.record(document);
    }
    return { ...this.record(document), entries: new Map(), keys };
  }
}

export const brokenReads: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "shelf-batch-by-position",
    defect:
      "the answers of a batch are taken by position, and the service gives them in its own order",
    sentence: "each name has its secret or its error",
    base: "shelf",
    harness: shelfHarness(BatchByPosition),
    shows: onStage(async ({ manager }) => {
      const shelf = await manager();
      await register(shelf, "alpha", { password: "of alpha" });
      await register(shelf, "beta", { password: "of beta" });
      const answer = (await shelf.getSecrets(["beta", "alpha"])).get("beta");
      const isAlpha =
        answer !== undefined && "content" in answer && answer.content["password"] === "of alpha";
      return show(isAlpha, "getSecrets gave the password of one secret under the name of another");
    }),
  }),
  brokenFlavor({
    id: "shelf-batch-without-failures",
    defect: "what a batch was refused for one secret is not looked at",
    sentence:
      '`undefined` from `doRead` means "the backend says it is not there", and nothing else',
    base: "shelf",
    harness: shelfHarness(BatchWithoutFailures),
    shows: onStage(async ({ manager, backend }) => {
      const shelf = await manager();
      await register(shelf, "alpha", { password: "x" });
      await backend.refuse?.(["shelf:Get"]);
      const answer = (await shelf.getSecrets(["alpha"])).get("alpha");
      const isAbsent =
        answer !== undefined && "code" in answer && answer.code === "SECRET_NOT_FOUND";
      return show(
        isAbsent,
        "getSecrets says of a secret that it may not read that it is not there",
      );
    }),
  }),
  brokenFlavor({
    id: "shelf-scopes-by-id",
    defect: "ids that are paths of a scope are read like those of other programs",
    sentence: "an id that is keykist's own is `INVALID_NAME`",
    base: "shelf",
    harness: shelfHarness(ScopesById),
    shows: onStage(async ({ manager }) => {
      const team = await manager({ scope: "namespace", namespace: "team" });
      await register(team, "db", { password: "of the team" });
      const code = await codeOf((await manager()).getSecret("id:keykist/namespace/team/db"));
      return show(code === "done", "scope none reads the secret of a namespace by an id");
    }),
  }),
  brokenFlavor({
    id: "shelf-partial-as-whole",
    defect: "a read of some keys does not say that the secret has more",
    sentence:
      "with `keys` only these, and then `updateSecret` refuses it, since it would drop the others",
    base: "shelf",
    harness: shelfHarness(PartialAsWhole),
    shows: onStage(async ({ manager }) => {
      const shelf = await manager();
      await register(shelf, "db", { user: "app", password: "x" });
      await codeOf(shelf.updateSecret(await shelf.getSecret("db", { keys: ["user"] })));
      const isLost = !(await contentOf(shelf, "db")).includes("password");
      return show(isLost, "writing back what was read of one key has deleted the other key");
    }),
  }),
  brokenFlavor({
    id: "shelf-keys-of-registration",
    defect: "a description tells the keys that a secret was registered with",
    sentence: "`describeSecret(name)`: type, revision, keys, times, owned — no values",
    base: "shelf",
    harness: shelfHarness(KeysOfRegistration),
    shows: onStage(async ({ manager }) => {
      const shelf = await manager();
      await register(shelf, "db", { before: "x" });
      await update(shelf, "db", { after: "x" });
      const { keys } = await shelf.describeSecret("db");
      return show(keys.includes("before"), "a description names a key that an update has removed");
    }),
  }),
];
