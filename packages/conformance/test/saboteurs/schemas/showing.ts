import type { ArbitraryContent, Secret } from "@keykist/core";
import { looking } from "../open-manager.ts";

/** The same secret, with other content. */
export function showing(
  secret: Secret,
  change: (content: ArbitraryContent) => ArbitraryContent,
): Secret {
  return looking(secret, { content: Object.freeze(change(secret.content)) });
}

/** Numbers as the text that is stored: decoded content is not of the type that the signatures say. */
export function asText(content: ArbitraryContent): ArbitraryContent {
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => [
      key,
      /^\d+$/u.test(value) ? "".concat(value) : value,
    ]),
  );
}
