import type { Session } from "../session.ts";
import { mayBeConfigured } from "./may-be-configured.ts";

/**
 * The secrets that the configuration names for `kist run`: `"run": { "secrets": ["web"] }`.
 *
 * @throws KeykistError `UNTRUSTED_CONFIG` where it names some and is not trusted: who wrote it would choose what a
 * command is given; `INVALID_CONFIG`
 */
export async function projectSecrets(session: Session): Promise<readonly string[]> {
  if (!mayBeConfigured(session)) return [];
  const { findConfiguration } = await import("../configuration/find-configuration.ts");
  const { parseConfiguration } = await import("../configuration/configuration.ts");
  const found = await findConfiguration(session.host, session.options);
  if (found === undefined) return [];
  const named = parseConfiguration(found.text, found.file).run.secrets;
  if (named.length === 0) return [];
  const { content } = await session.configuration();
  return content.run.secrets;
}
