import {
  BaseSecretsManager,
  type Call,
  type Entries,
  type Revision,
  type SecretPath,
  type SecretsManagerConfig,
  type SecretsManagerOptions,
  type StepOptions,
} from "@keykist/core";
import { isProblem } from "./remote-error.ts";
import type { FoundHead, Head, HeadPage, RemoteServer, RemoteState } from "./remote-server.ts";

/** Tries of a call that is refused as one too many. */
const TRIES = 4;

/** A step that changes nothing that anybody sees. */
export const looks: StepOptions = { mutates: false };

/** What a write makes of the head that is there: the next one, or the reason why there is none. */
export type Next<Refused> = (
  head: PresentHead | undefined,
  state: RemoteState,
) => Omit<Head, "attempt"> | Refused;

/** The head of a secret that is not deleted. */
export interface PresentHead extends Head {
  readonly states: readonly [RemoteState, ...RemoteState[]];
}

/**
 * How secrets are written where no call changes two objects: values are put first, where nobody looks for
 * them, and one conditional write of the head makes all of them the secret.
 */
export abstract class RemoteProtocol extends BaseSecretsManager {
  readonly #server: RemoteServer;

  constructor(
    server: RemoteServer,
    config: Partial<SecretsManagerConfig>,
    options: SecretsManagerOptions,
  ) {
    super(config, options);
    this.#server = server;
  }

  /** What the manager talks to. */
  protected get server(): RemoteServer {
    return this.#server;
  }

  protected override async connect(): Promise<void> {
    this.server.connections += 1;
  }

  protected override async disconnect(): Promise<void> {
    this.server.connections -= 1;
  }

  /** Writes a secret, or answers why not; anew where somebody else was quicker. */
  protected async write<Refused extends { readonly kind: string }>(
    path: SecretPath,
    entries: Entries,
    next: Next<Refused>,
    call: Call,
  ): Promise<Refused | { readonly kind: "written"; readonly revision: Revision }> {
    const revision = crypto.randomUUID();
    const parts = new Map(Array.from(entries.keys(), (key) => [key, `${revision}/${key}`]));
    const state: RemoteState = { revision, at: call.clock.now(), parts };
    let isPut = false;
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.look(path, call);
      const head = next(present(found), state);
      if ("kind" in head) return head;
      if (!isPut) await this.putParts(state, entries, call);
      isPut = true;
      const marked: Head = { ...head, attempt: revision };
      if (await this.commit(path, marked, found?.version, call)) {
        return { kind: "written", revision };
      }
      await call.backOff(attempt);
    }
  }

  /** The head of a path, if there is one. */
  protected look(path: SecretPath, call: Call): Promise<FoundHead | undefined> {
    return this.ask(call, "get head", () => this.server.getHead(path.full), looks);
  }

  /** Puts the values of a state that is not committed. */
  protected async putParts(state: RemoteState, entries: Entries, call: Call): Promise<void> {
    for (const [key, id] of state.parts) {
      const put = (): Promise<void> => this.server.putPart(id, entries.get(key) ?? "");
      // Nobody sees it before a head names it: whatever becomes of it, no secret has changed.
      await this.ask(call, `put ${key}`, put, looks);
    }
  }

  /** Writes a head; false where another was written meanwhile. */
  protected async commit(
    path: SecretPath,
    head: Head,
    version: number | undefined,
    call: Call,
  ): Promise<boolean> {
    const put = (): Promise<boolean> => this.server.putHead(path.full, head, version);
    try {
      if (await this.ask(call, "put head", put)) return true;
    } catch (error) {
      if (!isProblem(error, "unavailable") || !(await this.isInForce(path, head, call))) {
        throw error;
      }
      return true;
    }
    // The network may have repeated the call: then it is its own first one that was quicker.
    return this.isInForce(path, head, call);
  }

  /** Whether a head is the one that is there. */
  protected async isInForce(path: SecretPath, { attempt }: Head, call: Call): Promise<boolean> {
    return (await this.look(path, call))?.head.attempt === attempt;
  }

  protected page(prefix: string, after: string, call: Call): Promise<HeadPage> {
    return this.ask(call, "list heads", () => this.server.listHeads(prefix, after), looks);
  }

  /** Drops the values of states that are not kept. */
  protected async tidy(states: readonly RemoteState[], call: Call): Promise<void> {
    try {
      for (const id of states.flatMap(({ parts }) => [...parts.values()])) {
        await this.ask(call, "drop part", () => this.server.dropPart(id));
      }
    } catch {
      // The write is done. What is left, no head names, and so nobody will read.
    }
  }

  /** Makes a call, and again where it is refused as one too many. */
  protected async ask<T>(
    call: Call,
    name: string,
    run: () => Promise<T>,
    options?: StepOptions,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call.step(name, run, options);
      } catch (error) {
        if (!isProblem(error, "throttled") || attempt === TRIES) throw error;
      }
      await call.backOff(attempt);
    }
  }
}

export function isPresent(head: Head): head is PresentHead {
  return head.states.length > 0;
}

/** The head of a secret that is there. */
export function present(found: FoundHead | undefined): PresentHead | undefined {
  return found && isPresent(found.head) ? found.head : undefined;
}
