import { type Call, KeykistError } from "@keykist/core";
import type { GcpClient, GcpSecret } from "./client.ts";
import type { GcpConfig } from "./config.ts";
import { isOfBackend, mayPass } from "./errors.ts";
import { STATUS, statusOf } from "./errors/status.ts";
import { LogError } from "./manifest-log/log-error.ts";
import { headId, keyId } from "./names.ts";
import { annotationsOf, belongsTo, LABELS, labelsOf, type Purpose } from "./ownership.ts";
import { replicationOf } from "./replication.ts";
import { CALL_OPTIONS, type GcpService, pages, retried } from "./versions.ts";
import { WriteQuota } from "./write-quota.ts";

/** The most secrets of one page of a listing. */
const PAGE_SIZE = 500;

/** GCP's secrets, apart from their versions: making, labelling and listing them. */
export class GcpSecrets implements GcpService {
  readonly client: GcpClient;
  readonly writes: WriteQuota;
  /** `projects/P`, or `projects/P/locations/L` where secrets are regional. */
  readonly parent: string;
  /** The region of regional secrets. */
  readonly location: string | undefined;
  readonly #config: GcpConfig;

  constructor(client: GcpClient, project: string, config: GcpConfig) {
    const { location } = config;
    this.client = client;
    this.writes = new WriteQuota(config.writesPerMinute);
    this.parent = `projects/${project}${location === undefined ? "" : `/locations/${location}`}`;
    this.location = location;
    this.#config = config;
  }

  /** The full name of a secret. */
  name(id: string): string {
    return `${this.parent}/secrets/${id}`;
  }

  /** Makes sure that a secret is there, and that it is keykist's, for this very path and key. Answers how it is now. */
  async ensure(purpose: Purpose, call: Call): Promise<GcpSecret> {
    const id = idOf(purpose);
    const created = await this.#create(id, purpose, call);
    if (created !== undefined) return created;
    const existing = await this.get(id, call);
    if (!belongsTo(existing, purpose)) throw notOurs(id, existing);
    // Labels of a head say what is about to happen, and a new incarnation may be of another type.
    return purpose.role === "key" ? existing : this.#relabel(existing, purpose, call);
  }

  /** Says on a head that is there what is about to happen. Answers how it is now. */
  async announce(purpose: Purpose, call: Call): Promise<GcpSecret> {
    return this.#relabel(await this.get(idOf(purpose), call), purpose, call);
  }

  /** Makes a secret; `undefined` where there is one of this id. */
  #create(id: string, purpose: Purpose, call: Call): Promise<GcpSecret | undefined> {
    const secret = {
      labels: { ...this.#config.labels, ...labelsOf(purpose) },
      annotations: annotationsOf(purpose),
      ...replicationOf(this.#config),
    };
    const request = { parent: this.parent, secretId: id, secret };
    const run = async (): Promise<GcpSecret | undefined> => {
      try {
        const [created] = await this.client.createSecret(request, CALL_OPTIONS);
        return created;
      } catch (error) {
        if (statusOf(error) === STATUS.ALREADY_EXISTS) return undefined;
        throw error;
      }
    };
    return retried(call, "CreateSecret", run, { writes: this.writes });
  }

  /** What is known of a secret. One that was just made may not be found at first. */
  async get(id: string, call: Call): Promise<GcpSecret> {
    const request = { name: this.name(id) };
    const [secret] = await retried(
      call,
      "GetSecret",
      () => this.client.getSecret(request, CALL_OPTIONS),
      { mayPass: mayAppear },
    );
    return secret;
  }

  /**
   * Says on a head that what was announced has happened. Where that cannot be said, also because someone else has announced
   * something since, the head stays announced, and listings look at its manifest.
   */
  async settle(announced: GcpSecret, purpose: Purpose, call: Call): Promise<void> {
    try {
      await this.#relabel(announced, purpose, call, { ifUnchanged: true });
    } catch (error) {
      if (!isOfBackend(error)) throw error;
    }
  }

  /** Sets keykist's labels of a head, beside those that people have given it. Answers how it is now. */
  #relabel(
    seen: GcpSecret,
    purpose: Purpose,
    call: Call,
    { ifUnchanged = false }: { readonly ifUnchanged?: boolean } = {},
  ): Promise<GcpSecret> {
    const secret = {
      name: this.name(idOf(purpose)),
      labels: { ...seen.labels, ...labelsOf(purpose) },
      ...(ifUnchanged && { etag: seen.etag }),
    };
    const request = { secret, updateMask: { paths: ["labels"] } };
    const run = async (): Promise<GcpSecret> => {
      const [updated] = await this.client.updateSecret(request, CALL_OPTIONS);
      return updated;
    };
    return retried(call, "UpdateSecret", run, { writes: this.writes, mayPass: mayAppear });
  }

  /** The secrets that a filter finds, page by page. */
  list(filter: string, call: Call): AsyncIterable<readonly GcpSecret[]> {
    const request = { parent: this.parent, filter, pageSize: PAGE_SIZE };
    return pages(call, "ListSecrets", (pageToken) =>
      this.client.listSecrets({ ...request, pageToken }, { ...CALL_OPTIONS, autoPaginate: false }),
    );
  }
}

/** The error for an id that something else has taken. Secrets of others are never changed. */
function notOurs(id: string, { labels }: GcpSecret): Error {
  if (labels?.[LABELS.role] !== undefined)
    return new LogError(
      "damaged",
      `the GCP secret "${id}" carries keykist's labels, and its annotations are those of another secret`,
      "run kist doctor, which shows the command that corrects its labels and annotations",
    );
  return new KeykistError(
    "NOT_OWNED",
    `the GCP secret "${id}" exists already, and keykist did not make it`,
    {
      outcome: "not_applied",
      hint:
        `read its value with getSecret("id:${id}"), then delete it or choose another name or key; ` +
        "if it has lost keykist's labels, kist doctor shows the command that restores them",
    },
  );
}

/** Reports whether a call on a secret that is there may succeed later. One that was just made is not found at first. */
function mayAppear(error: unknown): boolean {
  return mayPass(error) || statusOf(error) === STATUS.NOT_FOUND;
}

function idOf({ path, key }: Purpose): string {
  return key === undefined ? headId(path) : keyId(path, key);
}
