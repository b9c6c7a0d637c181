import {
  isSecretKey,
  KeykistError,
  type Revision,
  type SecretDescription,
  type SecretSchema,
  type SecretsManager,
} from "@keykist/core";
import { hasOwnHint } from "../hint.ts";
import type { Session } from "../session.ts";

/** A secret as an adoption finds it. */
export interface Adoption {
  /** `owned` if it is keykist's already, with the requested type. */
  readonly kind: "owned" | "not_owned";
  readonly revision: Revision;
}

/**
 * Checks, without changing anything, that a secret can be adopted with a schema.
 *
 * @throws KeykistError `SECRET_NOT_FOUND`; `SCHEMA_MISMATCH` if it is owned with another type; `INVALID_VALUE` or
 * `INVALID_KEY` if it does not fit the schema
 */
export async function adoptionOf(
  session: Session,
  name: string,
  schema: SecretSchema,
): Promise<Adoption> {
  const { signal } = session;
  const manager = await session.manager();
  const { owned, type, revision, keys } = await described(manager, name, signal);
  if (owned && type === schema.TYPE) return { kind: "owned", revision };
  if (owned) {
    throw new KeykistError(
      "SCHEMA_MISMATCH",
      `cannot adopt ${JSON.stringify(name)}: it is keykist's already, with the schema ${type ?? ""}`,
      { secret: name, hint: "leave it as it is: the schema of a secret never changes" },
    );
  }
  const foreign = keys.find((key) => !isSecretKey(key));
  if (foreign !== undefined) {
    throw new KeykistError(
      "INVALID_KEY",
      `cannot adopt ${JSON.stringify(name)}: ${JSON.stringify(foreign)} is not a valid key`,
      {
        secret: name,
        hint: 'rename the key with the tool that made it: letters, digits, "_" and "-"; kist get reads it as it is',
      },
    );
  }
  // Reading with the schema checks the values.
  await manager.getSecret(name, schema, { signal });
  return { kind: "not_owned", revision };
}

async function described(
  manager: SecretsManager,
  name: string,
  signal: AbortSignal,
): Promise<SecretDescription> {
  try {
    return await manager.describeSecret(name, { signal });
  } catch (error) {
    // A flavor that knows why there is none also knows the way out.
    if (!KeykistError.is(error, "SECRET_NOT_FOUND") || hasOwnHint(error)) throw error;
    throw new KeykistError(
      "SECRET_NOT_FOUND",
      `cannot adopt ${JSON.stringify(name)}: there is no such secret`,
      {
        secret: name,
        hint: "see which secrets can be adopted: kist list --not-owned; if it is listed, it has no value yet: add one with the tool that made it",
      },
    );
  }
}
