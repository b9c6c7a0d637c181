import { readFile } from "node:fs/promises";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { GCP_CALLS, type GcpCallName, type GcpCalls } from "./gcp-calls.ts";
import { GcpError } from "./gcp-error.ts";
import { answerToBytes, callsOfService, requestFromBytes, SERVICE } from "./gcp-messages.ts";
import {
  type ClientFor,
  clientsByName,
  type Listener,
  type ListenOptions,
  LOCALHOST_CERTIFICATE,
} from "./listener.ts";

type AnyRequest = GcpCalls[GcpCallName]["request"];
type AnyAnswer = GcpCalls[GcpCallName]["answer"];

/** Serves gRPC on the loopback address, in the service's own protocol buffers and without encryption. */
export async function listenGrpc(
  client: ClientFor,
  options: ListenOptions = {},
): Promise<Listener> {
  const server = new Server();
  server.addService(definition(), implementation(clientsByName(client), options));
  const credentials = await credentialsOf(options);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    endpoint: options.encrypted === true ? "localhost" : "127.0.0.1",
    port,
    close: async () => {
      // Clients that still hold a connection would be waited for.
      server.forceShutdown();
    },
  };
}

async function credentialsOf({ encrypted = false }: ListenOptions): Promise<ServerCredentials> {
  if (!encrypted) return ServerCredentials.createInsecure();
  const pem = await readFile(LOCALHOST_CERTIFICATE);
  return ServerCredentials.createSsl(null, [{ cert_chain: pem, private_key: pem }]);
}

/** All calls of the service: one that is not modelled has no handler, and is UNIMPLEMENTED. */
function definition(): ServiceDefinition {
  return Object.fromEntries(
    callsOfService().map((call) => {
      const modelled = modelledCall(call);
      return [
        call,
        {
          path: `/${SERVICE}/${call}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: onlyServes,
          requestDeserialize: (bytes: Buffer): AnyRequest =>
            modelled === undefined ? {} : requestFromBytes(modelled, bytes),
          responseSerialize: (answer: AnyAnswer): Buffer =>
            modelled === undefined ? onlyServes() : answerToBytes(modelled, answer),
          responseDeserialize: onlyServes,
        },
      ];
    }),
  );
}

function implementation(
  client: ClientFor,
  { client: fixedName }: ListenOptions,
): UntypedServiceImplementation {
  const handlers: Record<string, handleUnaryCall<AnyRequest, AnyAnswer>> = {};
  for (const name of GCP_CALLS)
    handlers[name] = (call, respond) => {
      const caller = client(fixedName ?? `grpc ${call.getPeer()}`);
      caller.call(name, call.request).then(
        (answer) => {
          respond(null, answer);
        },
        (error: unknown) => {
          respond(
            error instanceof GcpError
              ? { code: status[error.status], details: error.details }
              : { code: status.INTERNAL, details: String(error) },
          );
        },
      );
    };
  return handlers;
}

function modelledCall(name: string): GcpCallName | undefined {
  return GCP_CALLS.find((call) => call === name);
}

function onlyServes(): never {
  throw new Error("the emulator serves, and calls nobody");
}
