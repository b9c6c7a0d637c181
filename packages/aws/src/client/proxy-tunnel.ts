import { Agent as HttpAgent, type AgentOptions, type ClientRequestArgs, request } from "node:http";
import { Agent as HttpsAgent, type RequestOptions as HttpsRequestOptions } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls, type ConnectionOptions } from "node:tls";

/** The proxy answered, and does not connect to the server. */
class ProxyTunnelError extends Error {
  override readonly name = "ProxyTunnelError";
  readonly code = "ERR_PROXY_TUNNEL";

  constructor(status: number | undefined) {
    super(`the proxy answered ${status ?? "nothing that is HTTP"} to CONNECT`);
  }
}

/** How long a proxy may take to connect to the server; milliseconds. Nobody waits for so long: it frees the connection. */
const LONGEST_WAIT = 10_000;

/** Where an agent of Node is to connect to. */
interface Target {
  readonly host?: string | null | undefined;
  readonly port?: string | number | null | undefined;
}

/** Told of the stream; of an error, with a stream that nobody looks at. */
type Connected = (error: Error | null, stream: Duplex) => void;

/** Opens a tunnel through a proxy: the proxy sees the name of the server, and nothing of what is sent. */
function openTunnel(proxy: URL, { host, port }: Target, connected: Connected): void {
  const target = `${host ?? "localhost"}:${port ?? 443}`;
  const asked = request({
    host: proxy.hostname,
    port: proxy.port === "" ? 80 : Number(proxy.port),
    method: "CONNECT",
    path: target,
    headers: { host: target, ...authorizationOf(proxy) },
    agent: false,
    timeout: LONGEST_WAIT,
  });
  // A proxy that never answers must not keep the program alive: whoever waits for it has a timer of their own.
  asked.once("socket", (socket) => {
    socket.unref();
  });
  asked.once("timeout", () => {
    asked.destroy(new ProxyTunnelError(undefined));
  });
  asked.once("connect", (response, socket) => {
    asked.setTimeout(0);
    if (socket instanceof Socket) socket.setTimeout(0).ref();
    if (response.statusCode === 200) {
      connected(null, socket);
      return;
    }
    connected(new ProxyTunnelError(response.statusCode), socket.destroy());
  });
  asked.once("error", (error) => {
    // Node names what is wrong with an answer that is not HTTP.
    const isNoAnswer = String(Reflect.get(error, "code")).startsWith("HPE_");
    connected(isNoAnswer ? new ProxyTunnelError(undefined) : error, new Socket());
  });
  asked.end();
}

function authorizationOf({ username, password }: URL): { readonly "proxy-authorization"?: string } {
  if (username === "" && password === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** Connects to servers over HTTPS through a proxy. */
class HttpsTunnelAgent extends HttpsAgent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(options: HttpsRequestOptions, connected?: Connected): undefined {
    openTunnel(this.#proxy, options, (error, tunnel) => {
      if (error !== null) {
        connected?.(error, tunnel);
        return;
      }
      const servername = options.servername ?? options.host ?? "";
      connected?.(null, connectTls({ ...tlsOptionsOf(options), socket: tunnel, servername }));
    });
    return undefined;
  }
}

/** What of the options of a request is about TLS. */
function tlsOptionsOf({
  ca,
  cert,
  key,
  rejectUnauthorized,
}: HttpsRequestOptions): ConnectionOptions {
  return {
    ALPNProtocols: ["http/1.1"],
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
  };
}

/** Connects to servers over HTTP through a proxy: an endpoint for tests, or one inside a network. */
class HttpTunnelAgent extends HttpAgent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(options: ClientRequestArgs, connected?: Connected): undefined {
    openTunnel(this.#proxy, options, (error, tunnel) => connected?.(error, tunnel));
    return undefined;
  }
}

/** The agents of a client whose connections go through a proxy. */
export function tunnelAgents(proxy: URL): {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
} {
  const options = { keepAlive: true, maxSockets: 50 };
  return {
    httpAgent: new HttpTunnelAgent(proxy, options),
    httpsAgent: new HttpsTunnelAgent(proxy, options),
  };
}
