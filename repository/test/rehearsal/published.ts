import type { Registry } from "../../../scripts/lib/registry.mjs";

/** A package as a registry describes it, of what the tests look at. */
interface Packument {
  /** When each version was published, in ISO 8601; `created` and `modified` beside them. */
  readonly time: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, { readonly dist: Distribution }>>;
}

interface Distribution {
  readonly integrity: string;
  readonly tarball: string;
}

/** A package that was published, in its only version. */
export interface Published {
  readonly version: string;
  readonly publishedAt: string;
  readonly integrity: string;
  readonly tarball: Buffer;
}

/** Reads a package that has to be there, in one version. */
export async function readPublished(registry: Registry, name: string): Promise<Published> {
  const answer = await ask(placeOf(registry, name));
  const packument: Packument = JSON.parse(await answer.text());
  const [only, ...others] = Object.entries(packument.versions);
  if (only === undefined || others.length > 0)
    throw new Error(`${name} is there in other versions.`);
  const [version, { dist }] = only;
  return {
    version,
    publishedAt: packument.time[version] ?? "",
    integrity: dist.integrity,
    tarball: Buffer.from(await (await ask(new URL(dist.tarball))).arrayBuffer()),
  };
}

/** Whether a registry has anything of a name. */
export async function isPublished(registry: Registry, name: string): Promise<boolean> {
  const { status } = await fetch(placeOf(registry, name));
  if (status !== 200 && status !== 404) throw new Error(`The registry answers ${status}.`);
  return status === 200;
}

/** Where a registry describes a package. */
function placeOf({ url }: Registry, name: string): URL {
  return new URL(encodeURIComponent(name), url);
}

async function ask(url: URL): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: the registry answers ${response.status}.`);
  return response;
}
