import { KeykistError } from "@keykist/core";
import { KEY_KINDS, type KeyKind } from "../../key-kinds.ts";
import { keySource, type NewKey, rekey, type RekeyReport } from "@keykist/local";
import { rememberSource } from "../../managers/known-stores.ts";
import { type LocalStore, localStore } from "../../managers/local-store.ts";
import type { Session } from "../../session.ts";
import { UsageError } from "../../usage-error.ts";
import { readStdin, readTextFile } from "../../values/read-file.ts";
import { shownPath } from "../../terminal/shown-path.ts";

/** The options of `kist key rekey`. */
export interface RekeyOptions {
  readonly to?: KeyKind | undefined;
  /** Where the new key or passphrase stands: `@FILE`, or `-` for stdin. */
  readonly value?: string | undefined;
}

/** `kist key rekey --to KIND [--value @FILE|-]` */
export default async function rekeyStore(
  session: Session,
  { to, value }: RekeyOptions,
): Promise<void> {
  const { output } = session;
  if (to === undefined) {
    throw new UsageError("--to is missing", `what is to open the store: ${KEY_KINDS.join(", ")}`);
  }
  const store = await localStore(session);
  const next = await newKey(session, to, value);
  const report = await output.during("Sealing everything again", () =>
    rekey(store.config, next, store.options),
  );
  const { file, source, keyFile, states, formerKeyIn } = report;
  await rememberSource(session, file, source);
  if (output.json) {
    return output.document({
      file,
      source,
      keyFile: keyFile ?? null,
      states,
      formerKeyIn: formerKeyIn ?? null,
    });
  }
  await output.done(
    [
      `Sealed ${states} ${states === 1 ? "state" : "states"} of ${shownPath(file)} again.`,
      whatToKeep(report),
      ...(await whatIsInTheWay(store, report)),
    ].join("\n"),
  );
}

async function newKey(session: Session, kind: KeyKind, value: string | undefined): Promise<NewKey> {
  if (kind === "key-file") {
    if (value === undefined) return { kind };
    throw new UsageError("--value does not go with --to key-file", "kist makes that key itself");
  }
  const text = value === undefined ? await asked(session, kind) : await read(session, value);
  return kind === "key" ? { kind, key: text } : { kind, passphrase: text };
}

async function read(session: Session, value: string): Promise<string> {
  const text =
    value === "-"
      ? await readStdin(session)
      : value.startsWith("@")
        ? await readTextFile(session, value.slice(1))
        : undefined;
  // Other users see what stands on a command line.
  if (text === undefined) throw new UsageError("--value takes @FILE, or - for stdin");
  return text.replace(/\r?\n$/, "");
}

async function asked({ prompts }: Session, kind: "passphrase" | "key"): Promise<string> {
  if (!prompts.available) {
    throw new UsageError(
      `there is no terminal to ask for the ${kind} at`,
      "give it with --value @FILE, or --value - for stdin",
    );
  }
  if (kind === "key") return prompts.passphrase("New key: 32 bytes as base64");
  const passphrase = await prompts.passphrase("New passphrase");
  if (passphrase !== (await prompts.passphrase("The same passphrase again"))) {
    throw new KeykistError("INVALID_VALUE", "the two passphrases differ, and nothing was changed", {
      hint: "run it again",
    });
  }
  return passphrase;
}

function whatToKeep({ source, keyFile, formerKeyIn }: RekeyReport): string {
  const former =
    formerKeyIn === undefined
      ? ""
      : ` The former key still stands in ${formerKeyIn}: older copies of the store need it.`;
  switch (source) {
    case "key-file":
      return `Keep a copy of ${keyFile ?? "the key file"} apart from the store.${former}`;
    case "passphrase":
      return `Keep the passphrase: from now on kist asks for it, or takes KEYKIST_PASSPHRASE.${former}`;
    default:
      return `Keep the key, and set KEYKIST_KEY to it from now on.${former}`;
  }
}

/** Says so where another key comes first than the one that the store now wants. */
async function whatIsInTheWay(
  { config, options, chosen }: LocalStore,
  { source }: RekeyReport,
): Promise<string[]> {
  const { kind, from, opens } = await keySource(config, options);
  if (opens !== false || kind === source) return [];
  const remedy =
    config.keyFile === undefined
      ? "unset it"
      : `kist manager update ${chosen.name} --unset keyFile`;
  return [`${from} comes before it, and does not open the store any more: ${remedy}`];
}
