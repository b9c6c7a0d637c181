import { KeykistError } from "@keykist/core";
import type { Configuration } from "../../configuration/configuration.ts";
import { editConfiguration } from "../../configuration/edit-configuration.ts";
import { isFirstParty } from "../../flavors/first-party.ts";
import { notRegistered } from "../../flavors/load-flavor.ts";
import type { Session } from "../../session.ts";
import { shownPath } from "../../terminal/shown-path.ts";

/** `kist flavor delete NAME` */
export default async function deleteFlavor(
  session: Session,
  _options: object,
  name: string,
): Promise<void> {
  const { host, output } = session;
  const { content, found } = await session.configuration();
  if (isFirstParty(name)) {
    throw new KeykistError(
      "UNSUPPORTED",
      `${name} is keykist's own flavor, which nobody registered`,
      {
        hint: "there is nothing to delete",
      },
    );
  }
  const file = found?.file;
  if (file === undefined || !Object.hasOwn(content.flavors, name)) {
    throw notRegistered(name, Object.keys(content.flavors));
  }
  await editConfiguration(host, file, (current) => {
    assertUnused(name, current);
    const others = Object.entries(current.flavors).filter(([one]) => one !== name);
    return { ...current, flavors: Object.fromEntries(others) };
  });
  if (output.json) return output.document({ name, file });
  return output.done(
    `Deleted the flavor ${name} from ${shownPath(file)}. Its module stays where it is.`,
  );
}

function assertUnused(flavor: string, { managers }: Configuration): void {
  const users = Object.entries(managers).flatMap(([name, entry]) =>
    entry.flavor === flavor ? [name] : [],
  );
  if (users.length === 0) return;
  throw new KeykistError(
    "MANAGER_EXISTS",
    `the flavor ${flavor} is in use, by the ${users.length === 1 ? "manager" : "managers"} ${users.join(", ")}`,
    { hint: `first: kist manager delete ${users[0] ?? ""}` },
  );
}
