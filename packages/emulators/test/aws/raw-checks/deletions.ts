import {
  RestoreSecretCommand,
  TagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { ending, type RawBackend, type RawCheck } from "./raw-check.ts";

const SCHEDULED = "When a secret is scheduled for deletion, you cannot retrieve the secret value.";
const STATE = "A parameter value is not valid for the current state of the resource.";
const WINDOW =
  "The number of days from 7 to 30 that Secrets Manager waits before permanently deleting the secret.";
const NO_ERROR =
  "If you forcibly delete an already deleted or nonexistent secret, the operation does not return ResourceNotFoundException.";

export const deletionChecks: readonly RawCheck[] = [
  {
    id: "delete-window",
    title: "a deletion has a window of 30 days",
    sentence: "The default recovery window is 30 days.",
    expected: 30,
    run: async (backend) => daysOf(backend, await backend.secret(), {}),
  },
  {
    id: "delete-window-given",
    title: "the end of the window is the time of the request and the days that it gives",
    sentence:
      "This value is the date and time of the delete request plus the number of days in RecoveryWindowInDays.",
    expected: 7,
    run: async (backend) => daysOf(backend, await backend.secret(), { RecoveryWindowInDays: 7 }),
  },
  {
    id: "delete-window-bounds",
    title: "a window of 6 or 31 days is refused",
    sentence: WINDOW,
    expected: ["InvalidParameterException", "InvalidParameterException", "ok"],
    run: async (backend) => {
      const name = await backend.secret();
      const answers: string[] = [];
      for (const RecoveryWindowInDays of [6, 31, 30])
        answers.push(await ending(backend.delete(name, { RecoveryWindowInDays })));
      return answers;
    },
  },
  {
    id: "delete-window-forced",
    title: "a window and no window at once are refused",
    sentence: "You can't use both this parameter and RecoveryWindowInDays in the same call.",
    expected: "InvalidParameterException",
    run: async (backend) => {
      const name = await backend.secret();
      const both = { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true };
      return ending(backend.delete(name, both));
    },
  },
  {
    id: "deleted-get",
    title: "a deleted secret is not read",
    sentence: SCHEDULED,
    expected: "InvalidRequestException",
    run: async (backend) => ending(backend.get(await deleted(backend))),
  },
  {
    id: "deleted-put",
    title: "a deleted secret takes no value",
    sentence: STATE,
    expected: "InvalidRequestException",
    run: async (backend) => ending(backend.put(await deleted(backend), "b")),
  },
  {
    id: "deleted-update",
    title: "a deleted secret is not updated",
    sentence: STATE,
    expected: "InvalidRequestException",
    run: async (backend) => {
      const SecretId = await deleted(backend);
      return ending(
        backend.client.send(new UpdateSecretCommand({ SecretId, SecretString: "two" })),
      );
    },
  },
  {
    id: "deleted-move",
    title: "a label of a deleted secret is not moved",
    sentence: STATE,
    expected: "InvalidRequestException",
    run: async (backend) => {
      const name = await backend.secretWith("a", "b");
      await backend.delete(name);
      return ending(backend.move(name, "AWSCURRENT", { from: "b", to: "a" }));
    },
  },
  {
    id: "deleted-tag",
    title: "a deleted secret takes no tag",
    sentence: STATE,
    expected: "InvalidRequestException",
    run: async (backend) => {
      const SecretId = await deleted(backend);
      const Tags = [{ Key: "k", Value: "v" }];
      return ending(backend.client.send(new TagResourceCommand({ SecretId, Tags })));
    },
  },
  {
    id: "deleted-create",
    title: "a deleted secret's name is not free",
    sentence: "The secret is scheduled for deletion.",
    expected: "InvalidRequestException",
    run: async (backend) =>
      ending(backend.create({ Name: await deleted(backend), SecretString: "two" })),
  },
  {
    id: "deleted-again",
    title: "a deleted secret is not deleted again",
    sentence: "The secret is scheduled for deletion.",
    expected: "InvalidRequestException",
    run: async (backend) => ending(backend.delete(await deleted(backend))),
  },
  {
    id: "deleted-describe",
    title: "a deleted secret is described, with the date",
    sentence: "If it is not scheduled for deletion, this field is omitted.",
    expected: [undefined, true],
    run: async (backend) => {
      const name = await backend.secret();
      const before = await backend.describe(name);
      await backend.delete(name);
      const after = await backend.describe(name);
      return [before.DeletedDate, after.DeletedDate instanceof Date];
    },
  },
  {
    id: "deleted-listed",
    title: "a deleted secret is listed only where it is asked for",
    sentence:
      "Lists the secrets that are stored by Secrets Manager in the Amazon Web Services account, not including secrets that are marked for deletion.",
    expected: { usually: ["there"], withDeleted: ["deleted", "there"] },
    run: async (backend) => {
      const below = backend.newName();
      await backend.secret({ Name: `${below}/there` });
      const name = await backend.secret({ Name: `${below}/deleted` });
      await backend.delete(name);
      const withDeleted = await backend.list(below, { IncludePlannedDeletion: true });
      return { usually: await backend.list(below), withDeleted: withDeleted.toSorted() };
    },
  },
  {
    id: "restore",
    title: "a restored secret has its value, labels and tags",
    sentence: "You can access a secret again after it has been restored.",
    expected: ["one", { a: ["AWSCURRENT"] }, [{ Key: "k", Value: "v" }], undefined],
    run: async (backend) => {
      const name = await backend.secret({ Tags: [{ Key: "k", Value: "v" }] });
      await backend.delete(name);
      await restore(backend, name);
      const { Tags, DeletedDate } = await backend.describe(name);
      return [await backend.text(name), await backend.stages(name), Tags, DeletedDate];
    },
  },
  {
    id: "restore-unknown",
    title: "what is not there is not restored",
    sentence: "Secrets Manager can't find the resource that you asked for.",
    expected: "ResourceNotFoundException",
    run: async (backend) => ending(restore(backend, backend.newName())),
  },
  {
    id: "force-delete",
    title: "a secret that is deleted by force is not read",
    sentence: "This parameter causes the operation to skip the normal recovery window",
    expected: true,
    run: async (backend) => {
      const name = await backend.secret();
      await backend.delete(name, { ForceDeleteWithoutRecovery: true });
      // Whether it is being deleted or gone is a matter of time.
      const read = await ending(backend.get(name));
      return ["ResourceNotFoundException", "InvalidRequestException"].includes(read);
    },
  },
  {
    id: "force-delete-unknown",
    title: "by force, what is not there is deleted without an error, once and again",
    sentence: NO_ERROR,
    expected: ["ok", "ok", "ok"],
    run: async (backend) => {
      const name = await backend.secret();
      const force = { ForceDeleteWithoutRecovery: true };
      return [
        await ending(backend.delete(backend.newName(), force)),
        await ending(backend.delete(name, force)),
        await ending(backend.delete(name, force)),
      ];
    },
  },
  {
    id: "force-delete-scheduled",
    title: "a secret that is scheduled for deletion is deleted by force",
    sentence: NO_ERROR,
    expected: "ok",
    run: async (backend) =>
      ending(backend.delete(await deleted(backend), { ForceDeleteWithoutRecovery: true })),
  },
  {
    id: "force-delete-create",
    title: "after a deletion by force the name is free, at once or after a short delay",
    sentence:
      "If you delete a secret and then immediately create a secret with the same name, use appropriate back off and retry logic.",
    expected: "two",
    run: async (backend) => {
      const Name = await backend.secret();
      await backend.delete(Name, { ForceDeleteWithoutRecovery: true });
      while ((await ending(backend.create({ Name, SecretString: "two" }))) !== "ok")
        await new Promise((resolve) => {
          setTimeout(resolve, 20);
        });
      return backend.text(Name);
    },
  },
];

async function deleted(backend: RawBackend): Promise<string> {
  const name = await backend.secret();
  await backend.delete(name);
  return name;
}

function restore(backend: RawBackend, SecretId: string): Promise<unknown> {
  return backend.client.send(new RestoreSecretCommand({ SecretId }));
}

/** Deletes a secret; answers the days until it goes, by the server's own clock. */
async function daysOf(
  backend: RawBackend,
  SecretId: string,
  fields: Parameters<RawBackend["delete"]>[1],
): Promise<number> {
  const answer = await backend.delete(SecretId, fields);
  const until: unknown = Reflect.get(Object(answer), "DeletionDate");
  const { LastChangedDate } = await backend.describe(SecretId);
  return Math.round((Number(until) - Number(LastChangedDate)) / (24 * 60 * 60 * 1000));
}
