import { once } from "node:events";
import { createServer } from "node:http";

/** How a server of Google's answers a request: "not found" where this is nothing, and not at all where it is silent. */
export type Answer = (
  url: string,
) => { readonly status?: number; readonly body: string } | "silence" | undefined;

/** A stand-in for the metadata server, or a token service. */
export interface GoogleServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  answer: Answer;
  close(): Promise<void>;
}

/** Listens on loopback. */
export async function googleServer(answer: Answer): Promise<GoogleServer> {
  const server = createServer((request, response) => {
    const answered = served.answer(request.url ?? "") ?? { status: 404, body: "" };
    if (answered === "silence") return;
    const { status = 200, body } = answered;
    const type = body.startsWith("{") ? "application/json" : "text/html";
    response.writeHead(status, { "metadata-flavor": "Google", "content-type": type }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new TypeError("it has no port");
  const served: GoogleServer = {
    host: `127.0.0.1:${address.port}`,
    answer,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return served;
}

/** A metadata server that knows who the machine is. */
export const wellMachine: Answer = (url) => {
  if (url.includes("/token"))
    return { body: JSON.stringify({ access_token: "x", expires_in: 3600, token_type: "Bearer" }) };
  if (url.includes("project-id")) return { body: "acme" };
  if (url.includes("universe")) return { body: "googleapis.com" };
  return { body: "default/" };
};
