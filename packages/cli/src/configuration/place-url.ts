/**
 * A URL that all programs read alike: a scheme, perhaps a user, a host and a port, and a path of plain characters. In
 * `https://evil?@good`, and with `#` or `\` before an `@`, one reader sees another host than the next.
 */
const PLAIN_URL =
  /^[a-z][a-z0-9+.-]*:\/\/(?:[\w.~%!$&'()*+,;=:-]*@)?(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])?(?::\d{1,5})?(?:\/[^\s\\@]*)?(?:\?[^\s\\@#]*)?(?:#[^\s\\@]*)?$/i;
/** A host without a scheme, as SDKs take it, with a port and a path. */
const PLAIN_HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:\/[^\s\\@?#]*)?$/i;

/** Reports whether an option names a server. */
export function namesServer(key: string): boolean {
  return /endpoint|url|uri|host|address|server/i.test(key);
}

/** Reports whether a text is a URL, or looks like one. */
function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[\\/]/i.test(text);
}

/** Reports whether a text that names a server can be read in one way only. */
export function isPlainPlace(key: string, text: string): boolean {
  if (!isUrl(text)) return !namesServer(key) || text === "" || PLAIN_HOST.test(text);
  // A path of Windows.
  if (/^[a-z]:(?:\\|\/(?!\/))/i.test(text)) return true;
  if (!PLAIN_URL.test(text)) return false;
  try {
    const { host } = new URL(text);
    const [, written = ""] = /^[^:]+:\/\/(?:[^/?#]*@)?([^/?#]*)/.exec(text) ?? [];
    return host === "" || written.toLowerCase().replace(/:\d+$/, "") === host.replace(/:\d+$/, "");
  } catch {
    return false;
  }
}

/** Returns a URL without its user and password. */
export function withoutUser(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#\\]*@/i, "$1");
}
