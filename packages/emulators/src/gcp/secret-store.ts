import type { Random } from "@keykist/conformance";
import { EmulatedState } from "../emulated-state.ts";
import type { Simulation } from "../simulation.ts";
import type { VersionedMap } from "../versioned-map.ts";
import type {
  CustomerManagedEncryption,
  Replication,
  SecretFields,
  VersionFields,
  VersionState,
} from "./gcp-calls.ts";
import type { SecretName } from "./resource-names.ts";
import { timestamp } from "./timestamps.ts";

/** A secret as it is kept. Times are milliseconds since the Unix epoch. */
export interface StoredSecret {
  readonly name: SecretName;
  /** Says in which order secrets were created. */
  readonly serial: number;
  readonly createTime: number;
  readonly replication: Replication | undefined;
  readonly customerManagedEncryption: CustomerManagedEncryption | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly versionAliases: Readonly<Record<string, string>>;
  readonly expireTime: number | undefined;
  /** Milliseconds. */
  readonly versionDestroyTtl: number | undefined;
  readonly etag: string;
}

/** A version as it is kept. */
export interface StoredVersion {
  readonly name: string;
  /** Its number, which says in which order versions were created. */
  readonly serial: number;
  readonly createTime: number;
  readonly state: VersionState;
  readonly destroyTime: number | undefined;
  readonly scheduledDestroyTime: number | undefined;
  /** Gone once it is destroyed. */
  readonly data: Uint8Array | undefined;
  readonly crc: number;
  readonly clientSpecifiedChecksum: boolean;
  readonly encryption: Pick<StoredSecret, "replication" | "customerManagedEncryption">;
  readonly etag: string;
}

/** What changes by a write; the etag is new with each. */
export type Change<Stored> = Partial<Omit<Stored, "name" | "serial" | "createTime" | "etag">>;

/** What the service keeps: secrets, their versions, and the number of the newest of each. */
export class SecretStore {
  readonly state: EmulatedState;
  readonly secrets: VersionedMap<string, StoredSecret>;
  readonly #versions: VersionedMap<string, StoredVersion>;
  readonly #newest: VersionedMap<string, number>;
  readonly #etags: Random;
  /** When something is due that nobody calls for: an expiry, a delayed destruction. */
  readonly #due = new Map<string, number>();
  #serial = 0;
  #writes = 0;

  constructor(simulation: Simulation) {
    this.state = new EmulatedState(simulation);
    this.secrets = this.state.map();
    this.#versions = this.state.map();
    this.#newest = this.state.map();
    this.#etags = simulation.random("etags");
  }

  create(secret: Omit<StoredSecret, "serial" | "etag">): StoredSecret {
    this.#serial += 1;
    return this.#putSecret({ ...secret, serial: this.#serial, etag: this.#newEtag() });
  }

  update(secret: StoredSecret, change: Change<StoredSecret>): StoredSecret {
    return this.#putSecret({ ...secret, ...change, etag: this.#newEtag() });
  }

  /** All its versions go, and the numbers with them: those of a secret that is created anew begin at 1. */
  delete({ name: { text } }: StoredSecret): void {
    for (const { name } of this.versionsOf(text)) {
      this.#versions.delete(name);
      this.#due.delete(name);
    }
    this.#newest.delete(text);
    this.#due.delete(text);
    this.secrets.delete(text);
  }

  /** The number of the newest version, whatever its state; 0 where there was none. */
  newest(secret: string): number {
    return this.#newest.get(secret) ?? 0;
  }

  version(secret: string, number: number): StoredVersion | undefined {
    return this.#versions.get(`${secret}/versions/${number}`);
  }

  versionsOf(secret: string): StoredVersion[] {
    const found: StoredVersion[] = [];
    for (let number = this.newest(secret); number > 0; number -= 1) {
      const version = this.version(secret, number);
      if (version !== undefined) found.push(version);
    }
    return found;
  }

  addVersion(
    { name: { text }, replication, customerManagedEncryption }: StoredSecret,
    content: Pick<StoredVersion, "data" | "crc" | "clientSpecifiedChecksum" | "createTime">,
  ): StoredVersion {
    const number = this.newest(text) + 1;
    this.#newest.set(text, number);
    return this.#putVersion({
      ...content,
      name: `${text}/versions/${number}`,
      serial: number,
      state: "ENABLED",
      destroyTime: undefined,
      scheduledDestroyTime: undefined,
      encryption: { replication, customerManagedEncryption },
      etag: this.#newEtag(),
    });
  }

  updateVersion(version: StoredVersion, change: Change<StoredVersion>): StoredVersion {
    return this.#putVersion({ ...version, ...change, etag: this.#newEtag() });
  }

  destroyVersion(version: StoredVersion, at: number): StoredVersion {
    return this.updateVersion(version, {
      state: "DESTROYED",
      data: undefined,
      destroyTime: at,
      scheduledDestroyTime: undefined,
    });
  }

  /** Does what became due by now: secrets expire, versions whose destruction was delayed are destroyed. */
  doWhatIsDue(now: number): void {
    for (const [name, at] of this.#due) {
      if (at > now) continue;
      const secret = this.secrets.get(name);
      const version = this.#versions.get(name);
      if (secret !== undefined) this.delete(secret);
      else if (version !== undefined) this.destroyVersion(version, at);
    }
  }

  #putSecret(secret: StoredSecret): StoredSecret {
    this.secrets.set(secret.name.text, secret);
    this.#schedule(secret.name.text, secret.expireTime);
    return secret;
  }

  #putVersion(version: StoredVersion): StoredVersion {
    this.#versions.set(version.name, version);
    this.#schedule(version.name, version.scheduledDestroyTime);
    return version;
  }

  #schedule(name: string, at: number | undefined): void {
    if (at === undefined) this.#due.delete(name);
    else this.#due.set(name, at);
  }

  #newEtag(): string {
    // The count makes it new, and the random part a thing that nobody can derive.
    this.#writes += 1;
    const random = this.#etags.below(0x1000000).toString(16).padStart(6, "0");
    return `"${this.#writes.toString(16)}${random}"`;
  }
}

/** A secret as it is answered. */
export function secretFields(secret: StoredSecret): SecretFields {
  const { expireTime, versionDestroyTtl } = secret;
  return {
    name: secret.name.text,
    createTime: timestamp(secret.createTime),
    replication: secret.replication,
    customerManagedEncryption: secret.customerManagedEncryption,
    labels: secret.labels,
    annotations: secret.annotations,
    versionAliases: secret.versionAliases,
    etag: secret.etag,
    ...(expireTime !== undefined && { expireTime: timestamp(expireTime) }),
    ...(versionDestroyTtl !== undefined && { versionDestroyTtl: timestamp(versionDestroyTtl) }),
  };
}

/** A version as it is answered, which never has its payload. */
export function versionFields(version: StoredVersion): VersionFields {
  const { destroyTime, scheduledDestroyTime, encryption } = version;
  const { replication, customerManagedEncryption } = encryption;
  return {
    name: version.name,
    createTime: timestamp(version.createTime),
    state: version.state,
    etag: version.etag,
    clientSpecifiedPayloadChecksum: version.clientSpecifiedChecksum,
    ...(replication !== undefined && { replicationStatus: replicationStatus(replication) }),
    ...(customerManagedEncryption !== undefined && {
      customerManagedEncryption: encryptionStatus(customerManagedEncryption),
    }),
    ...(destroyTime !== undefined && { destroyTime: timestamp(destroyTime) }),
    ...(scheduledDestroyTime !== undefined && {
      scheduledDestroyTime: timestamp(scheduledDestroyTime),
    }),
  };
}

function replicationStatus({ automatic, userManaged }: Replication): unknown {
  if (userManaged === undefined) return { automatic: statusOf(automatic) };
  const replicas = userManaged.replicas?.map((replica) => ({
    location: replica.location,
    ...statusOf(replica),
  }));
  return { userManaged: { replicas } };
}

function statusOf(
  part: { readonly customerManagedEncryption?: CustomerManagedEncryption | undefined } | undefined,
): object {
  const encryption = part?.customerManagedEncryption;
  return encryption === undefined
    ? {}
    : { customerManagedEncryption: encryptionStatus(encryption) };
}

/** The emulator's keys have one version each. */
function encryptionStatus({ kmsKeyName = "" }: CustomerManagedEncryption): {
  readonly kmsKeyVersionName: string;
} {
  return { kmsKeyVersionName: `${kmsKeyName}/cryptoKeyVersions/1` };
}
