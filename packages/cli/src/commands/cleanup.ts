import type { SecretsManager } from "@keykist/core";
import { Interrupted } from "../interrupted.ts";
import type { Session } from "../session.ts";
import { throwAny } from "../several-failures.ts";
import { counted } from "../terminal/counted.ts";
import { UsageError } from "../usage-error.ts";

/** `kist cleanup` */
export default async function cleanup(session: Session): Promise<void> {
  const { output, signal } = session;
  assertCanAgree(session);
  const manager = await session.manager();
  const names = await manager.getAllSecretKeys({ signal });
  if (names.length > 0) await agreeByName(session, manager, names.length);
  using progress = output.progress();
  progress.show(`Deleting ${counted(names.length, "secret")}`);
  const { deleted, failed } = await manager.deleteAllSecrets({ signal });
  progress[Symbol.dispose]();
  if (output.json) {
    await output.document({ manager: manager.name, deleted, failed: [...failed.keys()] });
  } else {
    await output.done(
      deleted === 0 && failed.size === 0
        ? `There is nothing to delete in ${manager.name}.`
        : `Deleted ${counted(deleted, "secret")} in ${manager.name}.`,
    );
  }
  throwAny([...failed.values()]);
}

/** Which manager is emptied is said twice: by its choice, and by its name. */
function assertCanAgree({ options, prompts }: Session): void {
  if (options.yes === true) {
    if (options.manager !== undefined) return;
    throw new UsageError(
      "cleanup --yes needs to be told which manager is meant",
      "kist cleanup --yes --manager NAME; kist manager list gives the names",
    );
  }
  if (prompts.available) return;
  throw new UsageError(
    "cleanup has to be agreed to, and there is no terminal to ask at",
    "kist cleanup --yes --manager NAME",
  );
}

async function agreeByName(
  { options, prompts }: Session,
  { name }: SecretsManager,
  count: number,
): Promise<void> {
  if (options.yes === true) return;
  const answer = await prompts.text(
    `This deletes ${counted(count, "secret")}: all that ${name} holds. Type its name to go on`,
  );
  if (answer !== name) {
    throw new Interrupted("that is not its name; nothing was deleted");
  }
}
