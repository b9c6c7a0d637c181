import { randomUUID } from "node:crypto";
import type { GcpCallOptions } from "../client.ts";
import type { GcpSecrets } from "../gcp-secrets.ts";
import { headId } from "../names.ts";

/** A call that shows whether it is allowed. */
export interface Probe {
  /** Its name in gRPC. */
  readonly step: string;
  readonly for: "listing" | "reading" | "writing";
  readonly send: (options: GcpCallOptions) => Promise<unknown>;
}

/** No secret can have this id: it is refused, by whoever may make secrets. */
const IMPOSSIBLE_ID = "kist.doctor";

/**
 * A call for each permission that keykist needs. Google's services look at permissions before they look for what is
 * named or check what is asked (https://google.aip.dev/211); so a call on a secret that is not there is
 * refused where it is not allowed, and else answers that there is none. Nothing is changed by any of them.
 */
export function probes(secrets: GcpSecrets, prefix: string): readonly Probe[] {
  const { client, parent } = secrets;
  const secret = secrets.name(headId(`${prefix}kist-doctor-${randomUUID()}`));
  const version = `${secret}/versions/1`;
  return [
    {
      step: "ListSecrets",
      for: "listing",
      send: (options) =>
        client.listSecrets({ parent, pageSize: 1 }, { ...options, autoPaginate: false }),
    },
    {
      step: "AccessSecretVersion",
      for: "reading",
      send: (options) => client.accessSecretVersion({ name: version }, options),
    },
    {
      step: "AddSecretVersion",
      for: "writing",
      send: (options) =>
        client.addSecretVersion({ parent: secret, payload: { data: Buffer.from("{}") } }, options),
    },
    {
      step: "CreateSecret",
      for: "writing",
      send: (options) =>
        client.createSecret({ parent, secretId: IMPOSSIBLE_ID, secret: {} }, options),
    },
    {
      step: "GetSecret",
      for: "writing",
      send: (options) => client.getSecret({ name: secret }, options),
    },
    {
      step: "UpdateSecret",
      for: "writing",
      send: (options) =>
        client.updateSecret(
          { secret: { name: secret, labels: {} }, updateMask: { paths: ["labels"] } },
          options,
        ),
    },
    {
      step: "ListSecretVersions",
      for: "writing",
      send: (options) =>
        client.listSecretVersions({ parent: secret }, { ...options, autoPaginate: false }),
    },
    {
      step: "DestroySecretVersion",
      for: "writing",
      send: (options) => client.destroySecretVersion({ name: version }, options),
    },
  ];
}
