import type { JSONObject, JSONValue } from "proto3-json-serializer";
import type { GcpCallName } from "./gcp-calls.ts";
import { GcpError, invalidArgument, notModelled } from "./gcp-error.ts";

/** A request to the REST surface. */
export interface RestRequest {
  readonly method: string;
  readonly url: URL;
  /** The JSON of its body; an empty object where it has none. */
  readonly body: JSONObject;
}

/** The call that a request stands for, and its message in JSON. */
export interface RestCall {
  readonly call: GcpCallName;
  readonly message: JSONValue;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly call: GcpCallName;
  /** The parameters that may stand in the query. */
  readonly query?: readonly string[];
  readonly message: (resource: string, request: RestRequest) => JSONObject;
}

const PARENT = String.raw`projects/[^/:]+(?:/locations/[^/:]+)?`;
const SECRET = String.raw`${PARENT}/secrets/[^/:]+`;
const VERSION = String.raw`${SECRET}/versions/[^/:]+`;
const LIST = ["filter", "pageSize", "pageToken"];

const ROUTES: readonly Route[] = [
  route("POST", PARENT, "/secrets", "CreateSecret", {
    query: ["secretId"],
    message: (parent, { body, url }) => ({ parent, secret: body, ...queryOf(url) }),
  }),
  route("GET", PARENT, "/secrets", "ListSecrets", {
    query: LIST,
    message: (parent, { url }) => ({ parent, ...listQueryOf(url) }),
  }),
  route("GET", SECRET, "", "GetSecret", { message: (name) => ({ name }) }),
  route("PATCH", SECRET, "", "UpdateSecret", {
    query: ["updateMask"],
    message: (name, { body, url }) => ({ secret: { ...body, name }, ...queryOf(url) }),
  }),
  route("DELETE", SECRET, "", "DeleteSecret", {
    query: ["etag"],
    message: (name, { url }) => ({ name, ...queryOf(url) }),
  }),
  route("POST", SECRET, ":addVersion", "AddSecretVersion", {
    message: (parent, { body }) => ({ ...body, parent }),
  }),
  route("POST", SECRET, ":testIamPermissions", "TestIamPermissions", {
    message: (resource, { body }) => ({ ...body, resource }),
  }),
  route("GET", SECRET, "/versions", "ListSecretVersions", {
    query: LIST,
    message: (parent, { url }) => ({ parent, ...listQueryOf(url) }),
  }),
  route("GET", VERSION, "", "GetSecretVersion", { message: (name) => ({ name }) }),
  route("GET", VERSION, ":access", "AccessSecretVersion", { message: (name) => ({ name }) }),
  route("POST", VERSION, ":enable", "EnableSecretVersion", { message: named }),
  route("POST", VERSION, ":disable", "DisableSecretVersion", { message: named }),
  route("POST", VERSION, ":destroy", "DestroySecretVersion", { message: named }),
];

/** Parameters of Google's own front end, which say how to answer and change nothing. */
const IGNORED: ReadonlySet<string> = new Set(["alt", "$alt", "prettyPrint", "key", "fields"]);

/**
 * Finds out which call a request is.
 *
 * @throws GcpError `NOT_FOUND` where there is no such address, `UNIMPLEMENTED` where it is not modelled
 */
export function restCall(request: RestRequest): RestCall {
  const path = decodeURIComponent(request.url.pathname);
  for (const { method, path: pattern, call, query = [], message } of ROUTES) {
    const resource =
      method === request.method ? pattern.exec(path)?.groups?.["resource"] : undefined;
    if (resource === undefined) continue;
    for (const name of request.url.searchParams.keys())
      if (!IGNORED.has(name) && !query.includes(name))
        throw invalidArgument(
          `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter.`,
        );
    return { call, message: message(resource, request) };
  }
  if (/:(?:[gs]etIamPolicy|enableManagedRotation|rotateSecret)$/.test(path))
    throw notModelled(`${request.method} ${path}`);
  throw new GcpError("NOT_FOUND", `The requested URL ${path} was not found on this server.`);
}

function route(
  method: string,
  resource: string,
  suffix: string,
  call: GcpCallName,
  rest: Pick<Route, "query" | "message">,
): Route {
  return { method, path: new RegExp(`^/v1/(?<resource>${resource})${suffix}$`), call, ...rest };
}

function named(name: string, { body }: RestRequest): JSONObject {
  return { ...body, name };
}

function queryOf(url: URL): Record<string, string> {
  return Object.fromEntries([...url.searchParams].filter(([name]) => !IGNORED.has(name)));
}

function listQueryOf(url: URL): JSONObject {
  const { pageSize, ...query } = queryOf(url);
  if (pageSize === undefined) return query;
  if (!/^-?\d{1,9}$/.test(pageSize)) throw invalidArgument("pageSize has to be a whole number.");
  return { ...query, pageSize: Number(pageSize) };
}
