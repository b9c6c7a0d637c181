import type { EmulatedClient } from "../emulated-client.ts";
import type { Simulation } from "../simulation.ts";
import type { AnswerTo, RequestTo } from "./client-library-calls.ts";
import type { GcpCallName, GcpCalls } from "./gcp-calls.ts";
import { GcpError } from "./gcp-error.ts";
import { answerToObject, requestFromObject } from "./gcp-messages.ts";

/** How long the client library waits for an answer, where it is not told; milliseconds. */
const DEFAULT_TIMEOUT = 60_000;

/** Options of one call: those of the client library that have a meaning here. */
export interface GcpCallOptions {
  /** After so many milliseconds of the simulation the call fails with `DEADLINE_EXCEEDED`. Default 60 000. */
  readonly timeout?: number | undefined;
  /** For lists: `false` answers one page. Default: all pages, as the client library does. */
  readonly autoPaginate?: boolean | undefined;
  /** Has no effect: nothing is retried. */
  readonly retry?: unknown;
}

/** The answer, as the client library wraps it. */
export type Answered<Name extends GcpCallName> = Promise<[AnswerTo<Name>]>;

/**
 * The items of a list. Of one page there follow the request for the next one (`null` after the last) and the answer as it
 * came; of all pages the library answers nothing but the items.
 */
export type Listed<Name extends GcpCallName, Item> = Promise<
  [Item[], RequestTo<Name> | null | undefined, AnswerTo<Name>?]
>;

/**
 * Stands in for `SecretManagerServiceClient` in the process of the test: the same methods, requests, answers and
 * errors, in the time and order of the simulation.
 */
export class InProcessClient {
  readonly #client: EmulatedClient<GcpCalls>;
  readonly #simulation: Simulation;
  #isClosed = false;

  constructor(client: EmulatedClient<GcpCalls>, simulation: Simulation) {
    this.#client = client;
    this.#simulation = simulation;
  }

  createSecret(
    request: RequestTo<"CreateSecret">,
    options?: GcpCallOptions,
  ): Answered<"CreateSecret"> {
    return this.#call("CreateSecret", request, options);
  }

  getSecret(request: RequestTo<"GetSecret">, options?: GcpCallOptions): Answered<"GetSecret"> {
    return this.#call("GetSecret", request, options);
  }

  updateSecret(
    request: RequestTo<"UpdateSecret">,
    options?: GcpCallOptions,
  ): Answered<"UpdateSecret"> {
    return this.#call("UpdateSecret", request, options);
  }

  deleteSecret(
    request: RequestTo<"DeleteSecret">,
    options?: GcpCallOptions,
  ): Answered<"DeleteSecret"> {
    return this.#call("DeleteSecret", request, options);
  }

  listSecrets(
    request: RequestTo<"ListSecrets">,
    options?: GcpCallOptions,
  ): Listed<"ListSecrets", AnswerTo<"CreateSecret">> {
    return listed(
      request,
      options,
      (each) => this.#call("ListSecrets", each, options),
      ({ secrets }) => secrets ?? [],
    );
  }

  addSecretVersion(
    request: RequestTo<"AddSecretVersion">,
    options?: GcpCallOptions,
  ): Answered<"AddSecretVersion"> {
    return this.#call("AddSecretVersion", request, options);
  }

  getSecretVersion(
    request: RequestTo<"GetSecretVersion">,
    options?: GcpCallOptions,
  ): Answered<"GetSecretVersion"> {
    return this.#call("GetSecretVersion", request, options);
  }

  accessSecretVersion(
    request: RequestTo<"AccessSecretVersion">,
    options?: GcpCallOptions,
  ): Answered<"AccessSecretVersion"> {
    return this.#call("AccessSecretVersion", request, options);
  }

  listSecretVersions(
    request: RequestTo<"ListSecretVersions">,
    options?: GcpCallOptions,
  ): Listed<"ListSecretVersions", AnswerTo<"AddSecretVersion">> {
    return listed(
      request,
      options,
      (each) => this.#call("ListSecretVersions", each, options),
      ({ versions }) => versions ?? [],
    );
  }

  enableSecretVersion(
    request: RequestTo<"EnableSecretVersion">,
    options?: GcpCallOptions,
  ): Answered<"EnableSecretVersion"> {
    return this.#call("EnableSecretVersion", request, options);
  }

  disableSecretVersion(
    request: RequestTo<"DisableSecretVersion">,
    options?: GcpCallOptions,
  ): Answered<"DisableSecretVersion"> {
    return this.#call("DisableSecretVersion", request, options);
  }

  destroySecretVersion(
    request: RequestTo<"DestroySecretVersion">,
    options?: GcpCallOptions,
  ): Answered<"DestroySecretVersion"> {
    return this.#call("DestroySecretVersion", request, options);
  }

  testIamPermissions(
    request: RequestTo<"TestIamPermissions">,
    options?: GcpCallOptions,
  ): Answered<"TestIamPermissions"> {
    return this.#call("TestIamPermissions", request, options);
  }

  /** As in the client library: what is called afterwards fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
  }

  /** The program behind it is gone: nothing that it called is answered any more. */
  crash(): void {
    this.#client.crash();
  }

  async #call<Name extends GcpCallName>(
    name: Name,
    request: RequestTo<Name>,
    { timeout = DEFAULT_TIMEOUT }: GcpCallOptions = {},
  ): Answered<Name> {
    if (this.#isClosed) throw new Error("The client has already been closed.");
    const deadline = new AbortController();
    const cancel = this.#simulation.clock.schedule(() => {
      deadline.abort(new GcpError("DEADLINE_EXCEEDED", `Deadline exceeded after ${timeout} ms`));
    }, timeout);
    try {
      const sent = requestFromObject(name, request);
      const answer = await this.#client.call(name, sent, { signal: deadline.signal });
      return [answerToObject(name, answer)];
    } finally {
      cancel();
    }
  }
}

async function listed<
  Item,
  Request extends { pageToken?: string | null },
  Page extends { nextPageToken?: string | null },
>(
  request: Request,
  { autoPaginate = true }: GcpCallOptions = {},
  call: (request: Request) => Promise<[Page]>,
  itemsOf: (page: Page) => Item[],
): Promise<[Item[], Request | null | undefined, Page?]> {
  const items: Item[] = [];
  for (let next = request; ;) {
    const [answer] = await call(next);
    items.push(...itemsOf(answer));
    const { nextPageToken } = answer;
    const following = nextPageToken ? { ...request, pageToken: nextPageToken } : null;
    if (!autoPaginate) return [items, following, answer];
    if (following === null) return [items, undefined];
    next = following;
  }
}
