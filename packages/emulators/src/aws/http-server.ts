import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { EmulatedClient } from "../emulated-client.ts";
import type { Simulation } from "../simulation.ts";
import { clientOf } from "./callers.ts";
import { callerIdentity, type QueryAnswer, queryError } from "./caller-identity.ts";
import type { CredentialsCheck } from "./credentials-check.ts";
import type { SecretsCalls } from "./handlers.ts";
import { isModelled } from "./request-schemas.ts";
import { notModelled, ServiceError } from "./service-error.ts";
import type { SignedRequest } from "./signature.ts";

/** A running server. */
export interface AwsHttpServer {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Counts the connections that are open, but for those of callers with these access keys. */
  readonly connections: (options?: { readonly except?: readonly string[] }) => number;
  /** Cuts all connections, and stops listening. */
  readonly close: () => Promise<void>;
}

export interface ListenOptions {
  readonly client: (name: string) => EmulatedClient<SecretsCalls>;
  readonly simulation: Simulation;
  readonly credentials: CredentialsCheck;
}

/** The longest request that is read: more than any operation allows. */
const MAXIMUM_BODY = 1024 * 1024;

const TARGET = "secretsmanager.";

/** Serves AWS JSON 1.1, and the identity of the caller, on a free port of the loopback interface. */
export async function listen(options: ListenOptions): Promise<AwsHttpServer> {
  const connection = new HttpConnection(options);
  const server = createServer((request, response) => {
    void connection.serve(request, response);
  });
  server.on("connection", (socket) => {
    connection.opened(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    endpoint: endpointOf(server),
    connections: ({ except = [] } = {}) => connection.count(except),
    close: () => closed(server),
  };
}

/** What of the API goes through HTTP. */
class HttpConnection {
  readonly #options: ListenOptions;
  /** One per access key: what a client was shown before is that of its key. */
  readonly #clients = new Map<string, EmulatedClient<SecretsCalls>>();
  /** The open connections, with the access key of whoever has called by them. */
  readonly #open = new Map<Socket, string | undefined>();
  #lastRequest = performance.now();

  constructor(options: ListenOptions) {
    this.#options = options;
  }

  opened(socket: Socket): void {
    this.#open.set(socket, undefined);
    socket.once("close", () => {
      this.#open.delete(socket);
    });
  }

  count(except: readonly string[]): number {
    return [...this.#open.values()].filter((key) => key === undefined || !except.includes(key))
      .length;
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once("close", () => {
      gone.abort();
    });
    response.setHeader("date", this.#options.credentials.now.toUTCString());
    try {
      const request = await received(incoming);
      await this.#realTimePasses();
      const caller = /Credential=([^/\s]+)\//.exec(request.headers["authorization"] ?? "")?.[1];
      if (this.#open.has(incoming.socket)) this.#open.set(incoming.socket, caller);
      if (isQuery(request)) this.#answerQuery(request, response);
      else await this.#answerJson(request, response, gone.signal);
    } catch {
      // What is no error of the service is one of the wire: the connection breaks.
      response.destroy();
    }
  }

  async #answerJson(
    request: SignedRequest,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const accessKeyId = this.#options.credentials.accessKeyOf(request);
      const target = request.headers["x-amz-target"] ?? "";
      const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
      if (name === "") throw new ServiceError("UnknownOperationException", "Unknown operation");
      if (!isModelled(name)) throw notModelled(`the operation ${name}`);
      const answer = await this.#client(accessKeyId).call(name, parsed(request.body), { signal });
      send(response, 200, onTheWire(answer));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const status = statusOf(error);
      if (status === undefined) throw error;
      send(response, status, { __type: error.name, Message: error.message });
    }
  }

  #answerQuery(request: SignedRequest, response: ServerResponse): void {
    const { status, xml } = this.#queryAnswer(request);
    response.writeHead(status, { "content-type": "text/xml" });
    response.end(xml);
  }

  #queryAnswer(request: SignedRequest): QueryAnswer {
    try {
      const accessKeyId = this.#options.credentials.accessKeyOf(request);
      return callerIdentity(new URLSearchParams(request.body.toString()), accessKeyId);
    } catch (error) {
      if (error instanceof ServiceError) return queryError(error);
      throw error;
    }
  }

  #client(accessKeyId: string): EmulatedClient<SecretsCalls> {
    const client = this.#clients.get(accessKeyId) ?? this.#options.client(clientOf(accessKeyId));
    this.#clients.set(accessKeyId, client);
    return client;
  }

  /** Programs at the other end of a wire live in real time: it passes in the simulation, too. */
  async #realTimePasses(): Promise<void> {
    const now = performance.now();
    const passed = now - this.#lastRequest;
    this.#lastRequest = now;
    await this.#options.simulation.wait(passed);
  }
}

function isQuery({ headers }: SignedRequest): boolean {
  return headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
}

async function received(incoming: IncomingMessage): Promise<SignedRequest> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) throw new Error("the body is not bytes");
    length += chunk.length;
    if (length > MAXIMUM_BODY) throw new Error("the request is too long");
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : value,
    ]),
  );
  const { method = "", url = "" } = incoming;
  return { method, target: url, headers, body: Buffer.concat(chunks) };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new ServiceError("ValidationException", "The request is not JSON.");
  }
}

/** The status of an error of the service, also of one that a fault brought along; else `undefined`. */
function statusOf(error: Error): number | undefined {
  if (!("$metadata" in error) || typeof error.$metadata !== "object") return undefined;
  const metadata = error.$metadata;
  if (metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}

/** Dates are seconds, and bytes are base64. */
function onTheWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, onTheWire(member)]));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(body));
}

function endpointOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeAllConnections();
  });
}
