import type { ReceivedCall } from "../emulated-server.ts";
import { LaggingViews } from "../lagging-views.ts";
import type { Simulation } from "../simulation.ts";
import { GCP_CALLS, type GcpCallName } from "./gcp-calls.ts";
import { etagMismatch, secretNotFound } from "./gcp-error.ts";
import type { PageFilling } from "./list-page.ts";
import { Permissions } from "./permissions.ts";
import { Policies } from "./policies.ts";
import { QuotaBuckets, type QuotaKind, type Quotas } from "./quotas.ts";
import type { SecretName } from "./resource-names.ts";
import { SecretStore, type StoredSecret } from "./secret-store.ts";

export interface GcpServiceOptions {
  readonly maximumLag: number;
  readonly monotonicViews: boolean | undefined;
  readonly quotas: Quotas | undefined;
}

/** What every call of the service does first, and what each client is shown. */
export class GcpService {
  readonly store: SecretStore;
  readonly views: LaggingViews;
  readonly permissions: Permissions = new Permissions();
  readonly policies: Policies = new Policies();
  /** What the next page of a listing holds, once. */
  nextPage: PageFilling | undefined;
  readonly #quotas: QuotaBuckets;

  constructor(simulation: Simulation, { maximumLag, monotonicViews, quotas }: GcpServiceOptions) {
    this.store = new SecretStore(simulation);
    this.views = new LaggingViews(simulation, { maximumLag, monotonic: monotonicViews });
    this.#quotas = new QuotaBuckets(quotas);
  }

  /**
   * A call has arrived: its quota is taken, and its permission looked at.
   *
   * @param resource what the call is about, with the number of its project
   */
  begin({ name, client, at }: ReceivedCall, resource: string): void {
    const call = GCP_CALLS.find((each) => each === name);
    if (call === undefined) throw new Error(`the service has no call ${JSON.stringify(name)}`);
    this.store.doWhatIsDue(at);
    const project = resource.split("/").slice(0, 2).join("/");
    this.#quotas.takeOfProject(quotaKind(call), project, at);
    this.permissions.check(call, client, resource);
  }

  /** How much of what it could hold the page holds that is asked for now. */
  pageFilling(): PageFilling {
    const filling = this.nextPage ?? "full";
    this.nextPage = undefined;
    return filling;
  }

  /** Takes from what each global secret may be written in a second. Those of a location have a larger quota. */
  takeWriteOf({ text, location }: SecretName, { at }: ReceivedCall): void {
    if (location === undefined) this.#quotas.takeOfSecret(text, at);
  }

  /** Reads as the caller is shown it: as it is, or was a while ago. */
  asSeen<T>({ client }: ReceivedCall, read: () => T): T {
    return this.store.state.asOf(this.views.momentFor(client), read);
  }

  /** A secret that the caller is shown. */
  seenSecret(call: ReceivedCall, { text }: SecretName): StoredSecret {
    return this.asSeen(call, () => this.#secret(text));
  }

  /**
   * A secret to be written, as it is now. Where the caller is not shown yet that it was created, it is not found:
   * "Other operations are eventually consistent".
   */
  writableSecret(call: ReceivedCall, { text }: SecretName): StoredSecret {
    this.asSeen(call, () => this.#secret(text));
    return this.#secret(text);
  }

  /** An etag that is named has to be that of what is stored now; without one, all is well. */
  checkEtag(named: string | undefined, { etag }: { readonly etag: string }): void {
    if (named !== undefined && named !== "" && named !== etag) throw etagMismatch();
  }

  #secret(name: string): StoredSecret {
    const secret = this.store.secrets.get(name);
    if (secret === undefined) throw secretNotFound(name);
    return secret;
  }
}

function quotaKind(call: GcpCallName): QuotaKind {
  switch (call) {
    case "AccessSecretVersion":
      return "access";
    case "GetSecret":
    case "ListSecrets":
    case "GetSecretVersion":
    case "ListSecretVersions":
    case "TestIamPermissions":
      return "read";
    case "CreateSecret":
    case "UpdateSecret":
    case "DeleteSecret":
    case "AddSecretVersion":
    case "EnableSecretVersion":
    case "DisableSecretVersion":
    case "DestroySecretVersion":
      return "write";
  }
}
