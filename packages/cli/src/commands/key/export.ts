import { exportKey } from "@keykist/local";
import { Interrupted } from "../../interrupted.ts";
import { localStore } from "../../managers/local-store.ts";
import type { Session } from "../../session.ts";
import { UsageError } from "../../usage-error.ts";

/** What a person types to agree. */
const WORD = "export";

/** `kist key export` */
export default async function exportStoreKey(session: Session): Promise<void> {
  const { output } = session;
  const { config, options } = await localStore(session);
  await confirm(session);
  const key = await exportKey(config, options);
  if (output.json) return output.document({ key });
  return output.write(`${key}\n`);
}

async function confirm({ options, output, prompts }: Session): Promise<void> {
  if (options.yes === true) return;
  if (!prompts.available) {
    throw new UsageError(
      "the key opens everything in the store, and there is no terminal to ask at",
      "agree with --yes",
    );
  }
  const where = output.isTerminal ? "will stand on this screen" : "goes where the output goes";
  const typed = await prompts.text(
    `The key opens everything in the store, and ${where}. Type ${WORD} to go on`,
  );
  if (typed !== WORD) throw new Interrupted();
}
