import {
  configurationToEdit,
  type PlaceOptions,
} from "../../configuration/configuration-to-edit.ts";
import { editConfiguration } from "../../configuration/edit-configuration.ts";
import { fileOfSource } from "../../flavors/import-source.ts";
import { typedSource } from "../../flavors/typed-source.ts";
import { inspectModule } from "../../inspection/inspect-module.ts";
import type { Session } from "../../session.ts";
import { shownPath } from "../../terminal/shown-path.ts";

/** `kist schema register SOURCE` */
export default async function registerSchemas(
  session: Session,
  place: PlaceOptions,
  source: string,
): Promise<void> {
  const { host, output } = session;
  const { file, configuration } = await configurationToEdit(session, place);
  const written = typedSource(source, { workingFolder: host.workingFolder, file });
  const module = fileOfSource(written, file);
  const others = configuration.content.schemas.filter((one) => one !== written);
  const { types } = await output.during(`Importing ${source}`, () =>
    inspectModule(session, {
      kind: "schemas",
      source,
      file: module,
      others: others.map((other) => fileOfSource(other, file)),
    }),
  );
  await editConfiguration(host, file, (content) => ({
    ...content,
    schemas: content.schemas.includes(written) ? content.schemas : [...content.schemas, written],
  }));
  if (output.json) return output.document({ source: written, types, file });
  const what = types.length === 1 ? "the schema" : "the schemas";
  return output.done(
    `Registered ${what} ${types.join(", ")} (${shownPath(written)}) in ${shownPath(file)}.`,
  );
}
