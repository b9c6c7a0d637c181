import type { SecretsManagerClient, ServiceOutputTypes } from "@aws-sdk/client-secrets-manager";
import type { Random } from "@keykist/conformance";
import type { EmulatedClient } from "../emulated-client.ts";
import { newToken } from "./client-request-token.ts";
import type { SecretsCalls } from "./handlers.ts";
import { isModelled } from "./request-schemas.ts";
import { notModelled } from "./service-error.ts";

/** The commands whose token the SDK fills in. */
const WITH_TOKEN: ReadonlySet<string> = new Set(["CreateSecret", "PutSecretValue", "UpdateSecret"]);

interface Command {
  readonly input: object;
}

/** The SDK allows for signals of its own; one that is not the platform's is not listened to. */
interface SendOptions {
  readonly abortSignal?: object | undefined;
}

/**
 * Stands in for a `SecretsManagerClient` without a wire: it takes the SDK's commands, and answers and throws as the
 * SDK does with one attempt. It repeats nothing by itself.
 */
export interface AwsEmulatorClient extends Pick<SecretsManagerClient, "send" | "destroy"> {
  /** The program behind it is gone: nothing is answered any more. */
  readonly crash: () => void;
}

/** Sends the input of commands to the emulator as calls of the same names. */
export class InProcessClient implements AwsEmulatorClient {
  readonly #client: EmulatedClient<SecretsCalls>;
  readonly #tokens: Random;

  constructor(client: EmulatedClient<SecretsCalls>, tokens: Random) {
    this.#client = client;
    this.#tokens = tokens;
  }

  send<Output extends ServiceOutputTypes>(command: Command, options?: SendOptions): Promise<Output>;
  send(command: Command, callback: (error: unknown, data?: never) => void): void;
  send(
    command: Command,
    options: SendOptions,
    callback: (error: unknown, data?: never) => void,
  ): void;
  async send(command: Command, options: unknown = {}, callback?: unknown): Promise<unknown> {
    if (typeof options === "function" || callback !== undefined) throw notModelled("callbacks");
    const name = command.constructor.name.replace(/Command$/, "");
    if (!isModelled(name)) throw notModelled(`the operation ${name}`);
    // What is undefined is not sent. A value that is changed after `send` is not what was sent.
    const sent = Object.entries(command.input).filter(([, value]) => value !== undefined);
    const request: Record<string, unknown> = structuredClone(Object.fromEntries(sent));
    if (WITH_TOKEN.has(name)) request["ClientRequestToken"] ??= newToken(this.#tokens);
    const signal = abortSignalOf(options);
    const answer = await this.#client.call(name, request, { signal }).catch((error: unknown) => {
      throw signal?.aborted === true ? abortError(signal) : error;
    });
    return { ...answer, $metadata: { httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 } };
  }

  crash(): void {
    this.#client.crash();
  }

  destroy(): void {
    // It holds nothing.
  }
}

function abortSignalOf(options: unknown): AbortSignal | undefined {
  if (typeof options !== "object" || options === null || !("abortSignal" in options))
    return undefined;
  return options.abortSignal instanceof AbortSignal ? options.abortSignal : undefined;
}

/** The SDK has an error of its own for an aborted request, whatever the reason of the signal is. */
function abortError({ reason }: AbortSignal): Error {
  const error = new Error("Request aborted", { cause: reason });
  error.name = "AbortError";
  return error;
}
