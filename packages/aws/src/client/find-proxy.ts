import { KeykistError } from "@keykist/core";

/** What decides whether a proxy is used. */
export interface ProxySettings {
  /** The option of the manager. */
  readonly proxy: string | undefined;
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The proxy that leads to AWS: the option, or what HTTPS_PROXY says (HTTP_PROXY for an endpoint with `http:`) unless
 * NO_PROXY excepts the server. A server on this machine is reached without the environment's proxy.
 *
 * @throws KeykistError `INVALID_CONFIG`
 */
export function findProxy({
  proxy,
  endpoint,
  region,
  environment,
}: ProxySettings): URL | undefined {
  if (proxy !== undefined) return parsed(proxy, "proxy");
  const ofEnvironment =
    environment["AWS_ENDPOINT_URL_SECRETS_MANAGER"] ?? environment["AWS_ENDPOINT_URL"];
  const server = URL.parse(
    endpoint ?? ofEnvironment ?? `https://secretsmanager.${region ?? "us-east-1"}.amazonaws.com`,
  );
  // What is wrong with a region or an endpoint, the SDK says.
  if (server === null) return undefined;
  const isSecure = server.protocol === "https:";
  const names = isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy", "HTTP_PROXY"];
  const name = names.find((each) => (environment[each] ?? "").trim() !== "");
  if (name === undefined) return undefined;
  const exceptions = environment["no_proxy"] ?? environment["NO_PROXY"] ?? "";
  if (isLocal(server.hostname) || isExcepted(server, exceptions)) return undefined;
  return parsed(environment[name] ?? "", name);
}

function isLocal(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

/** Reports whether NO_PROXY names a server: by `*`, a host, a domain with all below it, or a host with a port. */
function isExcepted({ hostname, port, protocol }: URL, exceptions: string): boolean {
  const portOfServer = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  return exceptions
    .split(/[\s,]+/u)
    .filter((each) => each !== "")
    .some((each) => {
      if (each === "*") return true;
      const [host = "", onlyPort] = each.split(":");
      if (onlyPort !== undefined && onlyPort !== portOfServer) return false;
      const domain = host.replace(/^\*?\.?/u, "").toLowerCase();
      return hostname === domain || hostname.endsWith(`.${domain}`);
    });
}

function parsed(text: string, where: string): URL {
  const url = URL.parse(text.includes("://") ? text : `http://${text}`);
  if (url !== null && url.protocol === "http:") return url;
  throw new KeykistError("INVALID_CONFIG", `${where} is not the address of an HTTP proxy`, {
    flavor: "aws",
    outcome: "not_applied",
    hint: "write it as http://HOST:PORT; a proxy is asked with HTTP CONNECT, and what is sent through it stays encrypted",
  });
}
