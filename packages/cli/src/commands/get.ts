import type { Secret } from "@keykist/core";
import type { Session } from "../session.ts";
import { columns } from "../terminal/columns.ts";

/** Shown in the place of a value, whatever its length. */
const MASK = "********";

/** The options of `kist get`. */
export interface GetOptions {
  readonly reveal?: boolean | undefined;
  readonly revision?: string | undefined;
}

/** `kist get NAME [KEY]` */
export default async function get(
  session: Session,
  { reveal = false, revision }: GetOptions,
  name: string,
  key?: string,
): Promise<void> {
  const { output, signal } = session;
  const manager = await session.manager();
  const secret = await manager.getSecret(name, { revision, signal });
  if (key !== undefined) {
    const value = await valueOf(secret, key);
    return output.json
      ? output.document({
          name,
          type: secret.type,
          revision: secret.revision,
          content: { [key]: value },
        })
      : output.write(output.isTerminal ? `${value}\n` : value);
  }
  if (output.json) {
    const { type, revision: current, content } = secret;
    return output.document({ name, type, revision: current, content });
  }
  const rows = secret.keys.map((one) => [one, reveal ? (secret.content[one] ?? "") : MASK]);
  return output.lines([
    `${output.styled("bold", name)}  ${secret.type}`,
    ...columns(rows).map((line) => `  ${line}`),
  ]);
}

async function valueOf(secret: Secret, key: string): Promise<string> {
  const value = secret.content[key];
  if (value !== undefined) return value;
  const { KeykistError } = await import("@keykist/core");
  const keys =
    secret.keys.length === 0 ? "it has no keys" : `its keys are: ${secret.keys.join(", ")}`;
  throw new KeykistError(
    "SECRET_NOT_FOUND",
    `the secret ${JSON.stringify(secret.name)} has no key ${JSON.stringify(key)}`,
    { secret: secret.name, hint: keys },
  );
}
