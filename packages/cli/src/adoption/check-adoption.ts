import {
  isSecretKey,
  KeykistError,
  type Revision,
  type SecretDescription,
  type SecretSchema,
  type SecretsManager,
} from "@keykist/core";
import type { Session } from "../session.ts";

/** What an adoption comes upon. */
export interface Adoption {
  /** `owned` where it is keykist's already, with the type that is asked for. */
  readonly kind: "owned" | "not_owned";
  readonly revision: Revision;
}

/**
 * Checks that a secret can be adopted as one of a schema, as far as that shows without changing anything.
 *
 * @throws KeykistError `SECRET_NOT_FOUND`; `SCHEMA_MISMATCH` where it is owned with another type; `INVALID_VALUE` and
 * `INVALID_KEY` where it does not fit the schema
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
      { secret: name, hint: "leave it as it is: the schema of a secret stays" },
    );
  }
  const foreign = keys.find((key) => !isSecretKey(key));
  if (foreign !== undefined) {
    throw new KeykistError(
      "INVALID_KEY",
      `cannot adopt ${JSON.stringify(name)}: the key ${JSON.stringify(foreign)} is none of keykist's`,
      {
        secret: name,
        hint: 'give it a key of letters, digits, "_" and "-" with the tool that made it; kist get reads it as it is',
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
    if (!KeykistError.is(error, "SECRET_NOT_FOUND")) throw error;
    throw new KeykistError(
      "SECRET_NOT_FOUND",
      `cannot adopt ${JSON.stringify(name)}: there is no such secret`,
      { secret: name, hint: "see what there is to adopt: kist list --not-owned" },
    );
  }
}
