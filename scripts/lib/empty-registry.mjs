import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/**
 * @typedef {object} Publication What npm sends to publish a package: its manifest by version, and its tarball.
 * @property {string} name
 * @property {Record<string, string>} dist-tags
 * @property {Record<string, { version: string, dist: { integrity: string, tarball: string } }>} versions
 * @property {Record<string, { data: string }>} [_attachments] by file name, as base64
 */

/**
 * @typedef {object} EmptyRegistry
 * @property {string} url
 * @property {readonly string[]} published what was published, `name@version`, in order
 * @property {readonly string[]} refused what was there already
 * @property {(name: string) => Publication | undefined} read
 * @property {() => void} close
 */

/**
 * A registry on loopback that has nothing until it is published to, and takes no version twice.
 *
 * @returns {Promise<EmptyRegistry>}
 */
export async function startEmptyRegistry() {
  /** @type {Map<string, Publication>} */
  const packages = new Map();
  /** @type {string[]} */
  const published = [];
  /** @type {string[]} */
  const refused = [];

  const server = createServer((request, response) => {
    void answer(request, response);
  });

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  async function answer(request, response) {
    const name = decodeURIComponent((request.url ?? "/").slice(1).replace(/\?.*$/, ""));
    /** @param {number} status @param {object} body */
    const end = (status, body) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const known = packages.get(name);
    if (request.method === "GET") {
      if (known === undefined) end(404, { error: "Not found" });
      else end(200, known);
      return;
    }
    if (request.method !== "PUT") {
      end(405, { error: "Not modelled" });
      return;
    }
    /** @type {Publication} */
    const publication = JSON.parse(await text(request));
    const versions = Object.keys(publication.versions);
    const twice = versions.filter((version) => known?.versions[version] !== undefined);
    if (twice.length > 0) {
      refused.push(...twice.map((version) => `${name}@${version}`));
      end(403, { error: "cannot publish over the previously published version" });
      return;
    }
    packages.set(name, {
      ...publication,
      versions: { ...known?.versions, ...publication.versions },
    });
    published.push(...versions.map((version) => `${name}@${version}`));
    end(201, { ok: true });
  }

  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(undefined));
  });
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("The registry does not listen.");
  return {
    url: `http://127.0.0.1:${at.port}/`,
    published,
    refused,
    read: (name) => packages.get(name),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
