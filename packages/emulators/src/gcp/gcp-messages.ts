import { createRequire } from "node:module";
import { fromProto3JSON, type JSONValue, toProto3JSON } from "proto3-json-serializer";
import protobuf from "protobufjs";
import type { AnswerTo, RequestTo } from "./client-library-calls.ts";
import type { GcpCallName, GcpCalls } from "./gcp-calls.ts";
import { invalidArgument } from "./gcp-error.ts";

/** The service's full name in its protocol buffers. */
export const SERVICE = "google.cloud.secretmanager.v1.SecretManagerService";

interface Messages {
  readonly request: protobuf.Type;
  readonly answer: protobuf.Type;
}

type RequestOf<Name extends GcpCallName> = GcpCalls[Name]["request"];
type AnswerOf<Name extends GcpCallName> = GcpCalls[Name]["answer"];

let service: protobuf.Service | undefined;

/** The service's own protocol buffers, as its client library ships them. */
function secretManagerService(): protobuf.Service {
  if (service === undefined) {
    const require = createRequire(import.meta.url);
    const root = protobuf.loadSync(
      require.resolve("@google-cloud/secret-manager/build/protos/protos.json"),
    );
    root.resolveAll();
    service = root.lookupService(SERVICE);
  }
  return service;
}

function messagesOf(call: string): Messages {
  const { resolvedRequestType: request, resolvedResponseType: answer } =
    secretManagerService().methods[call] ?? {};
  if (!request || !answer) throw new Error(`the service has no call ${JSON.stringify(call)}`);
  return { request, answer };
}

/** All calls of the service, those too that are not modelled. */
export function callsOfService(): readonly string[] {
  return Object.keys(secretManagerService().methods);
}

/** A request from the bytes that gRPC carries. */
export function requestFromBytes<Name extends GcpCallName>(
  call: Name,
  bytes: Uint8Array,
): RequestOf<Name> {
  return requestOf(call, messagesOf(call).request.decode(bytes));
}

/** A request from what a caller of the client library gives, as the library itself would send it. */
export function requestFromObject<Name extends GcpCallName>(
  call: Name,
  object: RequestTo<Name>,
): RequestOf<Name> {
  return requestOf(call, messagesOf(call).request.fromObject({ ...object }));
}

/** A request from the JSON that the REST surface carries. */
export function requestFromJson<Name extends GcpCallName>(
  call: Name,
  json: JSONValue,
): RequestOf<Name> {
  const { request } = messagesOf(call);
  let message;
  try {
    message = fromProto3JSON(request, json);
  } catch (error) {
    throw invalidArgument(`Invalid JSON payload received. ${String(error)}`);
  }
  if (message === null) throw invalidArgument("Invalid JSON payload received.");
  return requestOf(call, message);
}

export function answerToBytes<Name extends GcpCallName>(
  call: Name,
  answer: AnswerOf<Name>,
): Buffer {
  const type = messagesOf(call).answer;
  return Buffer.from(type.encode(type.fromObject({ ...answer })).finish());
}

/** An answer as the client library gives it: with the defaults of all fields that are not set. */
export function answerToObject<Name extends GcpCallName>(
  call: Name,
  answer: AnswerOf<Name>,
): AnswerTo<Name> {
  const type = messagesOf(call).answer;
  return type.toObject(type.fromObject({ ...answer }), {
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
}

export function answerToJson<Name extends GcpCallName>(
  call: Name,
  answer: AnswerOf<Name>,
): JSONValue {
  const type = messagesOf(call).answer;
  return toProto3JSON(type.fromObject({ ...answer }));
}

function requestOf<Name extends GcpCallName>(
  call: Name,
  message: protobuf.Message,
): RequestOf<Name> {
  const type = messagesOf(call).request;
  // The form is that of the message type: `GcpCalls` has its fields, all of them optional.
  return type.toObject(message, { longs: String, enums: String });
}
