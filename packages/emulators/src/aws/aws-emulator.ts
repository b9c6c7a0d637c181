import type { CallCounters } from "../call-counters.ts";
import { EmulatedServer } from "../emulated-server.ts";
import { EmulatedState } from "../emulated-state.ts";
import type { FaultPlan } from "../fault-plan.ts";
import { LaggingViews } from "../lagging-views.ts";
import { Simulation } from "../simulation.ts";
import { type AwsCredentials, CredentialsCheck } from "./credentials-check.ts";
import { secretsHandlers, type SecretsCalls } from "./handlers.ts";
import { type AwsHttpServer, listen } from "./http-server.ts";
import { type AwsEmulatorClient, InProcessClient } from "./in-process-client.ts";
import type { PageFilling } from "./paging.ts";
import { type Denial, Permissions } from "./permissions.ts";
import { DOCUMENTED_RATES, RequestRateLimit, type RequestRates } from "./request-rates.ts";
import { SecretsService } from "./secrets-service.ts";
import type { SecretArrangement, StoredSecret } from "./stored-secret.ts";

export interface AwsEmulatorOptions {
  /** Decides everything that is not asked for. Default 1. */
  readonly seed?: number | undefined;
  /** A simulation that others are in, too, in place of one of its own. */
  readonly simulation?: Simulation | undefined;
  /** How far ListSecrets lags behind; milliseconds. AWS says up to five minutes. Default 0. */
  readonly maximumListLag?: number | undefined;
  /** How far all other reads lag behind; milliseconds. Default 0. */
  readonly maximumReadLag?: number | undefined;
  /** The longest that a forced deletion takes; milliseconds. Default 5000. */
  readonly maximumDeletionTime?: number | undefined;
  /** The part of the pages that are empty, though more follow. Default 0. */
  readonly emptyPages?: number | undefined;
  /** Requests per second that are answered: the documented quotas, or some of one's own. Default: no limit. */
  readonly throttle?: "documented" | Partial<RequestRates> | undefined;
  /** How long a call travels, each way at random up to this; milliseconds of the simulation. Default 0. */
  readonly latency?: number | undefined;
  /** What goes wrong. Default: nothing. */
  readonly faults?: FaultPlan | undefined;
  /** In ARNs. Where it is given, requests over HTTP have to be signed for it. Default `us-east-1`. */
  readonly region?: string | undefined;
  /** Whose signatures are taken over HTTP. Default: everyone's, unchecked. */
  readonly credentials?: readonly AwsCredentials[] | undefined;
  /**
   * How far the server's clock is ahead of this machine's, or behind it; milliseconds. Where it is given, requests over
   * HTTP that are more than five minutes off are refused. Default: no request is.
   */
  readonly clockAhead?: number | undefined;
}

/**
 * An emulated AWS Secrets Manager. What it does is what AWS documents; what AWS leaves open (how old a read is, how
 * long a deletion takes, which page is empty), its seed decides.
 *
 * @example
 * ```ts
 * const emulator = new AwsEmulator({ seed: 7, maximumListLag: 300_000 });
 * const client = emulator.client("first"); // in this process
 * const server = await emulator.listen(); // for the real SDK, aws-cli, terraform
 * await client.send(new CreateSecretCommand({ Name: "db", SecretString: "{}" }));
 * emulator.calls.of("CreateSecret"); // 1
 * await server.close();
 * ```
 */
export class AwsEmulator {
  readonly simulation: Simulation;
  /** How often each operation was called. */
  readonly calls: CallCounters;
  readonly #server: EmulatedServer<SecretsCalls>;
  readonly #service: SecretsService;
  readonly #permissions = new Permissions();
  readonly #credentials: CredentialsCheck;

  constructor(options: AwsEmulatorOptions = {}) {
    const { seed = 1, simulation = new Simulation({ seed }), throttle = {}, region } = options;
    this.simulation = simulation;
    this.#service = new SecretsService({
      simulation,
      state: new EmulatedState(simulation),
      reads: new LaggingViews(simulation, { maximumLag: options.maximumReadLag ?? 0 }),
      lists: new LaggingViews(simulation, { maximumLag: options.maximumListLag ?? 0 }),
      region: region ?? "us-east-1",
      maximumDeletionTime: options.maximumDeletionTime ?? 5000,
      emptyPages: options.emptyPages ?? 0,
    });
    this.#server = new EmulatedServer(simulation, {
      handlers: secretsHandlers({
        service: this.#service,
        permissions: this.#permissions,
        rates: new RequestRateLimit(throttle === "documented" ? DOCUMENTED_RATES : throttle),
      }),
      faults: options.faults,
      latency: options.latency,
    });
    this.calls = this.#server.calls;
    this.#credentials = new CredentialsCheck({
      region,
      credentials: options.credentials,
      clockAhead: options.clockAhead,
    });
  }

  /** From now on something else goes wrong. */
  set faults(plan: FaultPlan) {
    this.#server.faults = plan;
  }

  /** The next page of a listing holds this, once; `undefined` takes that back. */
  set nextPage(filling: PageFilling | undefined) {
    this.#service.nextPage = filling;
  }

  /** What stands in for a client of the SDK, in this process. */
  client(name: string): AwsEmulatorClient {
    return new InProcessClient(
      this.#server.client(name),
      this.simulation.random(`tokens of ${name}`),
    );
  }

  /** Denies these actions from now on, such as `secretsmanager:PutSecretValue`, and no others. */
  deny(actions: readonly string[], denial?: Denial): void {
    this.#permissions.deny(actions, denial);
  }

  /**
   * Allows one caller these actions only; `undefined` allows all again.
   *
   * @param caller the name of a client in this process, or the access key of one over HTTP
   */
  setPolicy(caller: string, actions: readonly string[] | undefined): void {
    this.#permissions.setPolicy(caller, actions);
  }

  /** Gives a secret what only other services, or calls that are not modelled, give it in AWS. */
  arrange(name: string, arrangement: Partial<SecretArrangement>): void {
    const secret = this.#service.get(name, this.simulation.clock.now());
    this.#service.put({ ...secret, ...arrangement });
  }

  /** All views catch up with the present. */
  settle(): void {
    this.#service.options.reads.settle();
    this.#service.options.lists.settle();
  }

  /** What is kept of a secret at this moment, past all calls and lags. */
  secret(name: string): StoredSecret | undefined {
    return this.#service.find(name, this.simulation.clock.now());
  }

  /** Serves the API over HTTP, on a free port of the loopback interface. */
  listen(): Promise<AwsHttpServer> {
    return listen({
      client: (name) => this.#server.client(name),
      simulation: this.simulation,
      credentials: this.#credentials,
    });
  }
}
