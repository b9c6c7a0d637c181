import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Readable } from "node:stream";

/**
 * One version of a package.
 *
 * @typedef {object} Published
 * @property {Buffer} tarball
 * @property {object & { version: string }} manifest
 */

/**
 * What this registry has of a package.
 *
 * @typedef {object} Package
 * @property {Map<string, Published>} versions
 * @property {Record<string, string>} tags
 */

/**
 * What `npm publish` sends (https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md).
 *
 * @typedef {object} Publication
 * @property {Record<string, object & { version: string }>} versions
 * @property {Record<string, string>} dist-tags
 * @property {Record<string, { data: string }>} _attachments tarballs, in Base64
 */

/**
 * @typedef {object} LoopbackRegistry
 * @property {string} url
 * @property {() => void} close
 */

/**
 * A registry on loopback that has some packages, takes others with `npm publish`, and lets package managers install them by
 * name and version. What it does not have it asks the registry behind it for; nothing is published there.
 *
 * @param {ReadonlyMap<string, Published>} packages by name
 * @param {string} upstream the registry behind it
 * @returns {Promise<LoopbackRegistry>}
 */
export async function startRegistry(packages, upstream) {
  /** @type {Map<string, Package>} */
  const own = new Map();
  for (const [name, one] of packages) publish(own, name, one, ["latest"]);

  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    const name = decodeURIComponent(url.slice(1));
    if (request.method === "PUT") {
      void take(request, name, response);
      return;
    }
    const known = own.get(name);
    const tarball = tarballAt(own, url);
    if (known !== undefined) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(packument(name, known, address())));
    } else if (tarball === undefined) {
      void pass(url, request.headers.accept, response);
    } else {
      response.end(tarball);
    }
  });

  /** @param {import("node:http").IncomingMessage} request @param {string} name @param {import("node:http").ServerResponse} response */
  async function take(request, name, response) {
    /** @type {Publication} */
    const publication = JSON.parse(await text(request));
    const [manifest] = Object.values(publication.versions);
    const [attachment] = Object.values(publication._attachments);
    const taken = manifest && own.get(name)?.versions.has(manifest.version);
    if (manifest === undefined || attachment === undefined || taken === true) {
      // As the registry of npm: a version is published once.
      response.statusCode = taken === true ? 403 : 400;
      response.end("{}");
      return;
    }
    const tarball = Buffer.from(attachment.data, "base64");
    publish(own, name, { tarball, manifest }, Object.keys(publication["dist-tags"]));
    response.statusCode = 201;
    response.end("{}");
  }

  /** @param {string} url @param {string | undefined} accept @param {import("node:http").ServerResponse} response */
  async function pass(url, accept, response) {
    try {
      const answer = await fetch(new URL(url.slice(1), upstream), {
        headers: accept === undefined ? {} : { accept },
      });
      response.statusCode = answer.status;
      response.setHeader("content-type", answer.headers.get("content-type") ?? "application/json");
      if (answer.body === null) response.end();
      else Readable.fromWeb(answer.body).pipe(response);
    } catch (error) {
      response.statusCode = 502;
      response.end(String(error));
    }
  }

  function address() {
    const at = server.address();
    if (at === null || typeof at === "string") throw new Error("The registry does not listen.");
    return `http://127.0.0.1:${at.port}`;
  }

  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(undefined));
  });
  return {
    url: address(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * @param {Map<string, Package>} own
 * @param {string} name
 * @param {Published} one
 * @param {readonly string[]} tags that name it from now on
 */
function publish(own, name, one, tags) {
  const { versions, tags: before } = own.get(name) ?? { versions: new Map(), tags: {} };
  const { version } = one.manifest;
  own.set(name, {
    versions: new Map([...versions, [version, one]]),
    tags: { ...before, ...Object.fromEntries(tags.map((tag) => [tag, version])) },
  });
}

/**
 * Where the tarball of a version is: the paths of npm's own registry, from which some package managers tell name and version.
 *
 * @param {string} name
 * @param {string} version
 */
function tarballPath(name, version) {
  return `/${name}/-/${name.split("/").at(-1)}-${version}.tgz`;
}

/**
 * @param {ReadonlyMap<string, Package>} own
 * @param {string} url
 */
function tarballAt(own, url) {
  const [, name = ""] = /^\/(.+?)\/-\//.exec(decodeURIComponent(url)) ?? [];
  const versions = [...(own.get(name)?.versions ?? [])];
  const found = versions.find(
    ([version]) => decodeURIComponent(url) === tarballPath(name, version),
  );
  return found?.[1].tarball;
}

/**
 * What a registry says of a package.
 *
 * @param {string} name
 * @param {Package} known
 * @param {string} url of the registry
 */
function packument(name, { versions, tags }, url) {
  const described = [...versions].map(([version, { manifest, tarball }]) => {
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    const dist = { tarball: `${url}${tarballPath(name, version)}`, integrity };
    return [version, { ...manifest, dist }];
  });
  return { name, "dist-tags": tags, versions: Object.fromEntries(described) };
}
