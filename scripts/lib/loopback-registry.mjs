import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { Readable } from "node:stream";

/**
 * @typedef {object} LoopbackRegistry
 * @property {string} url
 * @property {() => void} close
 */

/**
 * Serves packed packages on loopback as a registry would, so that a package manager installs them by name and version.
 * What it does not have it asks the registry behind it for.
 *
 * @param {ReadonlyMap<string, { readonly tarball: string, readonly manifest: object & { version: string } }>} packages
 * by name
 * @param {string} upstream the registry behind it
 * @returns {Promise<LoopbackRegistry>}
 */
export async function startRegistry(packages, upstream) {
  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    const own = packages.get(decodeURIComponent(url.slice(1)));
    const tarball = [...packages.values()].find((one) => url === tarballPath(one.tarball))?.tarball;
    if (own !== undefined) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(packument(own, address())));
    } else if (tarball === undefined) {
      void pass(url, request.headers.accept, response);
    } else {
      response.end(readFileSync(tarball));
    }
  });

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

/** @param {string} tarball */
function tarballPath(tarball) {
  return `/-/${path.basename(tarball)}`;
}

/**
 * What a registry says of a package.
 *
 * @param {{ readonly tarball: string, readonly manifest: object & { name?: string, version: string } }} one
 * @param {string} url of the registry
 */
function packument({ tarball, manifest }, url) {
  const integrity = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
  const dist = { tarball: `${url}${tarballPath(tarball)}`, integrity };
  return {
    name: manifest.name,
    "dist-tags": { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist } },
  };
}
