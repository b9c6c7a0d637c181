import { type Call, KeykistError, type StoredRecord } from "@keykist/core";
import type { GcpSecret } from "./client.ts";
import { STATUS, statusOf } from "./errors/status.ts";
import { foreignRecordOf } from "./foreign-secret.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { parseManifest } from "./manifest-log/manifest.ts";
import { headId, keyId } from "./names.ts";
import { ANNOTATIONS, belongsTo } from "./ownership.ts";
import { CALL_OPTIONS, retried, versionsPort } from "./versions.ts";

/** The id of a secret in the manager's own project, or the full name of one anywhere. */
const ID = /^(?:projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/)?(?<id>[A-Za-z0-9_-]{1,255})$/u;

/**
 * Reads a secret that something else made, by its id in GCP: also one that no name leads to, since its id holds `--`, ends
 * like a hash, or is too long.
 *
 * @throws KeykistError `INVALID_NAME` for the id of a part of a secret of keykist, and for what is not an id
 */
export async function readById(
  secrets: GcpSecrets,
  named: string,
  call: Call,
): Promise<StoredRecord | undefined> {
  const id = ID.exec(named)?.groups?.["id"];
  if (id === undefined)
    throw new KeykistError("INVALID_NAME", "it is not the id of a GCP secret", {
      hint: "give the id, or the whole name: id:prod--db, id:projects/acme/secrets/prod--db",
    });
  const name = named.includes("/") ? named : secrets.name(id);
  const secret = await describe(secrets, name, call);
  if (secret === undefined) return undefined;
  const latest = await versionsPort(secrets, name, call).latest();
  const data = latest.kind === "found" ? latest.data : new Uint8Array();
  const owner =
    ownerByLabels(secret, id) ?? ownerOfHead(data, id) ?? (await ownerOfKey(secrets, id, call));
  if (owner !== undefined)
    throw new KeykistError("INVALID_NAME", "the GCP secret is a part of a secret of keykist", {
      hint: `read it by its name: ${JSON.stringify(owner)}`,
    });
  return foreignRecordOf(latest, id);
}

/** What GCP says of a secret; `undefined` where there is none. */
async function describe(
  secrets: GcpSecrets,
  name: string,
  call: Call,
): Promise<GcpSecret | undefined> {
  const get = async (): Promise<GcpSecret | undefined> => {
    try {
      const [secret] = await secrets.client.getSecret({ name }, CALL_OPTIONS);
      return secret;
    } catch (error) {
      if (statusOf(error) === STATUS.NOT_FOUND) return undefined;
      throw error;
    }
  };
  return retried(call, "GetSecret", get);
}

/** The path that a secret says it belongs to, where its id is one of that path. */
function ownerByLabels(secret: GcpSecret, id: string): string | undefined {
  const path = secret.annotations?.[ANNOTATIONS.path];
  const key = secret.annotations?.[ANNOTATIONS.key];
  if (path === undefined || !belongsTo(secret, { path, key })) return undefined;
  return id === (key === undefined ? headId(path) : keyId(path, key)) ? path : undefined;
}

/** The path of a head that has lost its labels. */
function ownerOfHead(data: Uint8Array, id: string): string | undefined {
  const parsed = parseManifest(data);
  if (parsed.kind !== "manifest") return undefined;
  return headId(parsed.manifest.path) === id ? parsed.manifest.path : undefined;
}

/** The path of a key's secret that has lost its labels, where the id says whose it would be. */
async function ownerOfKey(
  secrets: GcpSecrets,
  id: string,
  call: Call,
): Promise<string | undefined> {
  const { path = "", key = "" } = /^(?<path>.+?)--(?<key>.+)$/u.exec(id)?.groups ?? {};
  if (path === "" || keyId(path, key) !== id) return undefined;
  try {
    const head = await versionsPort(secrets, secrets.name(headId(path)), call).latest();
    const parsed = parseManifest(head.kind === "found" ? head.data : new Uint8Array());
    return parsed.kind === "manifest" && parsed.manifest.keys.has(key) ? path : undefined;
  } catch (error) {
    // Who may read this secret alone is not told whether that head exists.
    if (statusOf(error) === STATUS.PERMISSION_DENIED) return undefined;
    throw error;
  }
}
