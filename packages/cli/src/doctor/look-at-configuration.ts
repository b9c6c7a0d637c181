import { parseConfiguration, NO_CONFIGURATION } from "../configuration/configuration.ts";
import { findConfiguration, type FoundConfiguration } from "../configuration/find-configuration.ts";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { isTrusted } from "../configuration/trust.ts";
import { whatItReaches } from "../configuration/what-it-reaches.ts";
import { resolveSource } from "../flavors/import-source.ts";
import { installHint } from "../flavors/install-hint.ts";
import { packageOf } from "../flavors/resolve-package.ts";
import { isPath, splitSource } from "../flavors/source.ts";
import type { Session } from "../session.ts";
import { modeFindings } from "./file-modes.ts";
import { type Finding, problemOf } from "./finding.ts";
import { shownPath } from "../terminal/shown-path.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";

const ways: Readonly<Record<FoundConfiguration["how"], string>> = {
  option: "--config names it",
  variable: "KEYKIST_CONFIG names it",
  project: "found from the working folder upwards",
  user: "your own",
};

const ABOUT = "configuration";

/** The configuration, if it may be followed, and how it is. Runs nothing of it. */
export async function lookAtConfiguration({ host, options }: Session): Promise<{
  readonly findings: readonly Finding[];
  readonly configuration: OpenedConfiguration | undefined;
}> {
  try {
    const found = await findConfiguration(host, options);
    if (found === undefined) {
      const says = "none; everything is by default";
      const findings: Finding[] = [{ status: "ok", about: ABOUT, says }];
      return { findings, configuration: { found, content: NO_CONFIGURATION } };
    }
    const content = parseConfiguration(found.text, found.file);
    const modes = await modeFindings(found.file, {
      about: ABOUT,
      forbidden: 0o022,
      remedy: "go-w",
    });
    const isFollowed = found.how !== "project" || (await isTrusted(host.environment, found));
    if (!isFollowed) {
      const untrusted: Finding = {
        status: "problem",
        about: ABOUT,
        says: `${shownPath(found.file)} (${ways[found.how]}) is not trusted: it ${whatItReaches(content, found.file).join("; ") || "reaches nothing"}`,
        next: `look at it, then: kist trust ${shellQuoted(found.file)}`,
        code: "UNTRUSTED_CONFIG",
      };
      return { findings: [untrusted, ...modes], configuration: undefined };
    }
    const configuration = { found, content };
    const says = `${shownPath(found.file)} (${ways[found.how]}${found.how === "project" ? ", trusted" : ""})`;
    const findings: Finding[] = [
      { status: "ok", about: ABOUT, says },
      ...modes,
      ...missingModules(configuration),
    ];
    return { findings, configuration };
  } catch (error) {
    return { findings: [problemOf(ABOUT, error)], configuration: undefined };
  }
}

/** Modules that are named and not there. */
function missingModules({ content, found }: OpenedConfiguration): Finding[] {
  const from = found?.file;
  if (from === undefined) return [];
  const sources = [...Object.values(content.flavors), ...content.schemas];
  return sources.flatMap((written) => {
    const { source } = splitSource(written);
    const isThere = [source, written].some((one) => resolveSource(one, from) !== undefined);
    if (isThere) return [];
    return [
      {
        status: "problem",
        about: ABOUT,
        says: `the module ${JSON.stringify(written)} is not there`,
        next: isPath(source)
          ? "put it back, or take it out of the file"
          : installHint(packageOf(source), from),
        code: "FLAVOR_NOT_FOUND",
      },
    ];
  });
}
