import type { CallCounters } from "../call-counters.ts";
import { EmulatedServer, type LogEntry } from "../emulated-server.ts";
import type { FaultPlan } from "../fault-plan.ts";
import { Simulation } from "../simulation.ts";
import type { GcpCalls } from "./gcp-calls.ts";
import { GcpService } from "./gcp-service.ts";
import { listenGrpc } from "./grpc-listener.ts";
import { InProcessClient } from "./in-process-client.ts";
import type { Listener, ListenOptions } from "./listener.ts";
import type { PageFilling } from "./list-page.ts";
import type { Grant } from "./permissions.ts";
import type { Quotas } from "./quotas.ts";
import { listenRest } from "./rest-listener.ts";
import { secretCalls } from "./secret-calls.ts";
import { versionCalls } from "./version-calls.ts";

export interface GcpEmulatorOptions {
  /** Decides everything that happens, so that it happens again. */
  readonly seed: number;
  /**
   * How old what a client is shown can be; milliseconds of the simulation. Only an access of a version by its number is
   * never old. Default 0: all are shown the present.
   */
  readonly maximumLag?: number | undefined;
  /** Whether a client that was shown a state is never shown an earlier one. Default true. */
  readonly monotonicViews?: boolean | undefined;
  /** Default: none. `DOCUMENTED_QUOTAS` are Google's; they fill up with the simulation's time. */
  readonly quotas?: Quotas | undefined;
  /** What goes wrong. Default: nothing. */
  readonly faults?: FaultPlan | undefined;
  /** How long a call travels, each way at random up to this; milliseconds. Default 0. */
  readonly latency?: number | undefined;
  /** How far the clock may jump when nothing else happens; milliseconds. Default: any time. */
  readonly longestJump?: number | undefined;
}

/**
 * Google Cloud's Secret Manager as a test needs it: in the process, over gRPC for its client library, over REST for
 * `gcloud`. Order, staleness and faults follow from the seed. What it does not model fails with `UNIMPLEMENTED`.
 *
 * @example
 * ```ts
 * const emulator = new GcpEmulator({ seed: 1, maximumLag: 500 });
 * const client = emulator.client("first");
 * await client.createSecret({
 *   parent: "projects/acme",
 *   secretId: "db",
 *   secret: { replication: { automatic: {} } },
 * });
 * emulator.calls.of("CreateSecret"); // 1
 * ```
 */
export class GcpEmulator {
  /** Its order and time; managers are given `simulation.clock`. */
  readonly simulation: Simulation;
  /** How often each call was sent, by its name in gRPC: `AccessSecretVersion`. */
  readonly calls: CallCounters;
  readonly #service: GcpService;
  readonly #server: EmulatedServer<GcpCalls>;

  constructor(options: GcpEmulatorOptions) {
    const { seed, longestJump, maximumLag = 0, monotonicViews, quotas, faults, latency } = options;
    this.simulation = new Simulation({ seed, longestJump });
    this.#service = new GcpService(this.simulation, { maximumLag, monotonicViews, quotas });
    this.#server = new EmulatedServer<GcpCalls>(this.simulation, {
      handlers: { ...secretCalls(this.#service), ...versionCalls(this.#service) },
      faults,
      latency,
    });
    this.calls = this.#server.calls;
  }

  /** What happened, in its order. */
  get log(): readonly LogEntry[] {
    return this.#server.log;
  }

  /** From now on something else goes wrong. The errors of a plan are `GcpError`s. */
  set faults(plan: FaultPlan) {
    this.#server.faults = plan;
  }

  /** The next page of a listing holds this, once, though more follow; `undefined` takes that back. */
  set nextPage(filling: PageFilling | undefined) {
    this.#service.nextPage = filling;
  }

  /** Stands in for a `SecretManagerServiceClient`, in this process and in the simulation's time. */
  client(name: string): InProcessClient {
    return new InProcessClient(this.#server.client(name), this.simulation);
  }

  /**
   * Lets in the client library: `new SecretManagerServiceClient({ apiEndpoint: endpoint, port, sslCreds:
   * credentials.createInsecure(), projectId })`.
   */
  listenGrpc(options?: ListenOptions): Promise<Listener> {
    return listenGrpc((name) => this.#server.client(name), options);
  }

  /** Lets in whatever speaks REST, as `gcloud` does. */
  listenRest(options?: ListenOptions): Promise<Listener> {
    return listenRest((name) => this.#server.client(name), options);
  }

  /** All views catch up with the present. */
  settle(): void {
    this.#service.views.settle();
  }

  /**
   * From now on calls that need one of these permissions fail with `PERMISSION_DENIED`; those that were denied
   * before, and are not among these, are allowed again.
   *
   * @param permissions such as `secretmanager.versions.add`
   * @param client to whom they are denied; without one, to all
   */
  deny(permissions: readonly string[], client?: string): void {
    this.#service.permissions.deny(permissions, client);
  }

  /**
   * From now on a client may do what it is granted, and nothing else.
   *
   * @example
   * ```ts
   * emulator.allowOnly("reader", [{ permissions: ["secretmanager.versions.access"] }]);
   * ```
   */
  allowOnly(client: string, grants: readonly Grant[]): void {
    this.#service.permissions.allowOnly(client, grants);
  }

  /** From now on secrets are created in these locations only; `global` is automatic replication. */
  allowLocations(locations: readonly string[] | undefined): void {
    this.#service.policies.locations = locations;
  }

  /** From now on these keys of Cloud KMS are disabled, and no others. */
  disableKeys(names: readonly string[]): void {
    this.#service.policies.disabledKeys = new Set(names);
  }
}
