import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { JSONObject } from "proto3-json-serializer";
import { GcpError, invalidArgument } from "./gcp-error.ts";
import { answerToJson, requestFromJson } from "./gcp-messages.ts";
import { type ClientFor, clientsByName, type Listener, type ListenOptions } from "./listener.ts";
import { restCall } from "./rest-routes.ts";

/** Bytes that a body can have: a payload in base64, and much else. */
const LARGEST_BODY = 1_048_576;

/** Serves the REST surface on the loopback address, without encryption and for whoever calls. */
export async function listenRest(
  client: ClientFor,
  options: ListenOptions = {},
): Promise<Listener> {
  const clients = clientsByName(client);
  const server = createServer((request, response) => {
    const caller = options.client ?? `rest ${request.socket.remotePort}`;
    answer(request, clients, caller).then(
      (json) => {
        send(response, 200, json);
      },
      (error: unknown) => {
        const known =
          error instanceof GcpError
            ? error
            : new GcpError("INTERNAL", `emulator: ${String(error)}`);
        const { http: code, details: message, status } = known;
        send(response, code, { error: { code, message, status } });
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it listens on a port");
  const { port } = address;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

async function answer(
  request: IncomingMessage,
  client: ClientFor,
  caller: string,
): Promise<unknown> {
  const body = await bodyOf(request);
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const { call, message } = restCall({ method: request.method ?? "GET", url, body });
  const asked = requestFromJson(call, message);
  return answerToJson(call, await client(caller).call(call, asked));
}

async function bodyOf(request: IncomingMessage): Promise<JSONObject> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("a body is read as bytes");
    size += chunk.length;
    if (size > LARGEST_BODY) throw invalidArgument("Request payload size exceeds the limit.");
    chunks.push(chunk);
  }
  if (size === 0) return {};
  try {
    const json: unknown = JSON.parse(Buffer.concat(chunks).toString());
    if (isObject(json)) return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalidArgument("Invalid JSON payload received.");
}

function isObject(json: unknown): json is JSONObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function send(response: ServerResponse, code: number, json: unknown): void {
  const text = JSON.stringify(json);
  response.writeHead(code, { "content-type": "application/json; charset=UTF-8" }).end(text);
}
