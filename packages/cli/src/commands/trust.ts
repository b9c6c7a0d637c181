import path from "node:path";
import { KeykistError } from "@keykist/core";
import { parseConfiguration } from "../configuration/configuration.ts";
import { userFile } from "../configuration/configuration-file.ts";
import {
  findAt,
  findProject,
  type FoundConfiguration,
} from "../configuration/find-configuration.ts";
import { trust as record } from "../configuration/trust.ts";
import { whatItReaches } from "../configuration/what-it-reaches.ts";
import { Interrupted } from "../interrupted.ts";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { shownPath } from "../terminal/shown-path.ts";

/** `kist trust [FILE]` */
export default async function trust(
  session: Session,
  _options: object,
  file: string | undefined = session.options.config,
): Promise<void> {
  const { host, options, output, prompts } = session;
  const found = await findToTrust(session, file);
  const reaches = whatItReaches(parseConfiguration(found.text, found.file), found.file);
  if (prompts.available && options.yes !== true) {
    output.ask([
      `${shownPath(found.file)} is not trusted yet. It`,
      ...reaches.map((line) => `  ${line}`),
    ]);
    if (!(await prompts.confirm("Trust it, as it is now?"))) throw new Interrupted();
  }
  await record(host.environment, found);
  if (output.json) return output.document({ file: found.file, reaches });
  return output.done(
    [
      `Trusted ${shownPath(found.file)}, as it is now. It ${reaches.length === 0 ? "reaches nothing." : ""}`.trimEnd(),
      ...reaches.map((line) => `  ${line}`),
    ].join("\n"),
  );
}

async function findToTrust(
  { host }: Session,
  file: string | undefined,
): Promise<FoundConfiguration> {
  const { environment, workingFolder } = host;
  const named = file === undefined ? undefined : path.resolve(workingFolder, file);
  const found =
    named === undefined
      ? await findProject(workingFolder, userFile(environment))
      : await findAt("project", named);
  if (found !== undefined && found.how === "project") return found;
  if (named !== undefined) {
    throw new KeykistError(
      "INVALID_CONFIG",
      `cannot read ${shownPath(named)}: there is no such file`,
      {
        hint: "give the path of a keykist.json",
      },
    );
  }
  throw new UsageError(
    "there is no configuration to trust, here or above",
    "give the path of a keykist.json; your own needs no trust",
  );
}
