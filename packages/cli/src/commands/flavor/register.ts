import path from "node:path";
import { KeykistError } from "@keykist/core";
import type { Configuration } from "../../configuration/configuration.ts";
import { FLAVOR_NAME } from "../../configuration/configuration.ts";
import {
  configurationToEdit,
  type PlaceOptions,
} from "../../configuration/configuration-to-edit.ts";
import { editConfiguration } from "../../configuration/edit-configuration.ts";
import { isFirstParty } from "../../flavors/first-party.ts";
import { fileOfSource } from "../../flavors/import-source.ts";
import { joinSource, splitSource } from "../../flavors/source.ts";
import { typedSource } from "../../flavors/typed-source.ts";
import { inspectModule } from "../../inspection/inspect-module.ts";
import type { Session } from "../../session.ts";
import { shownPath } from "../../terminal/shown-path.ts";

/** `kist flavor register SOURCE[#EXPORT]` */
export default async function registerFlavor(
  session: Session,
  place: PlaceOptions,
  text: string,
): Promise<void> {
  const { host, output } = session;
  const { file } = await configurationToEdit(session, place);
  const { source, name } = splitSource(text);
  const written = typedSource(source, { workingFolder: host.workingFolder, file });
  const module = fileOfSource(written, file);
  const { flavor } = await output.during(`Importing ${source}`, () =>
    inspectModule(session, { kind: "flavor", source, file: module, name }),
  );
  const registered = joinSource({ source: written, name });
  assertNameIsFree(flavor, text);
  await editConfiguration(host, file, (content) => {
    assertNotTaken(flavor, registered, content);
    return { ...content, flavors: { ...content.flavors, [flavor]: registered } };
  });
  if (output.json) return output.document({ name: flavor, source: registered, file });
  return output.done(
    `Registered the flavor ${flavor} (${registered}) in ${shownPath(path.resolve(file))}. ` +
      `To make a manager of it: kist manager register NAME --flavor ${flavor}`,
  );
}

function assertNameIsFree(flavor: string, source: string): void {
  if (!FLAVOR_NAME.test(flavor)) {
    throw new KeykistError("INVALID_CONFIG", `the FLAVOR of ${source} is no name of a flavor`, {
      hint: 'use at most 63 lower-case letters, digits and "-"',
    });
  }
  if (!isFirstParty(flavor)) return;
  throw new KeykistError("FLAVOR_EXISTS", `${flavor} is the name of keykist's own flavor`, {
    hint: `give ${source} another FLAVOR`,
  });
}

function assertNotTaken(flavor: string, source: string, { flavors }: Configuration): void {
  const taken = Object.hasOwn(flavors, flavor) ? flavors[flavor] : undefined;
  if (taken === undefined || taken === source) return;
  throw new KeykistError(
    "FLAVOR_EXISTS",
    `the flavor ${flavor} is registered already, from ${JSON.stringify(taken)}`,
    { hint: `remove it first: kist flavor delete ${flavor}` },
  );
}
