import type { SecretsManager } from "@keykist/core";
import type { OpenedConfiguration } from "./configuration/open-configuration.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { Host } from "./host.ts";
import { Output } from "./terminal/output.ts";
import { Prompts } from "./terminal/prompts.ts";

/** What one command works with: its options, its terminal, the configuration and the managers in it. */
export class Session implements AsyncDisposable {
  readonly host: Host;
  readonly options: GlobalOptions;
  readonly output: Output;
  readonly prompts: Prompts;
  /** Whether a person has asked for this; a completion is made while one still types. */
  readonly attended: boolean;
  #configuration: Promise<OpenedConfiguration> | undefined;
  readonly #managers = new Map<string | undefined, Promise<SecretsManager>>();

  constructor(
    host: Host,
    options: GlobalOptions,
    { attended = true }: { readonly attended?: boolean } = {},
  ) {
    this.host = host;
    this.options = options;
    this.attended = attended;
    this.output = new Output(host, options);
    this.prompts = new Prompts(host, { attended });
  }

  /** Ends what is under way, when a person gives up. */
  get signal(): AbortSignal {
    return this.host.signal;
  }

  /**
   * The configuration that is in force.
   *
   * @throws KeykistError `UNTRUSTED_CONFIG` where it is a project's that nobody has trusted yet, `INVALID_CONFIG`
   */
  configuration(): Promise<OpenedConfiguration> {
    this.#configuration ??= import("./configuration/open-configuration.ts").then(
      ({ openConfiguration }) => openConfiguration(this),
    );
    return this.#configuration;
  }

  /**
   * The manager that is chosen, or the one of a name. It is opened once, and closed with the session.
   *
   * @throws KeykistError `MANAGER_NOT_FOUND`, `FLAVOR_NOT_FOUND`, `INVALID_CONFIG`, and as `configuration` does
   */
  manager(name: string | undefined = this.options.manager): Promise<SecretsManager> {
    const known = this.#managers.get(name);
    if (known !== undefined) return known;
    const opened = import("./managers/open-manager.ts").then(({ openManager }) =>
      openManager(this, name),
    );
    this.#managers.set(name, opened);
    return opened;
  }

  /** Closes the managers; the session may open others after it. */
  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#managers.values());
    this.#managers.clear();
    for (const outcome of opened) {
      if (outcome.status === "fulfilled") await outcome.value.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
