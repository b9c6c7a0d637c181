import { ending, QUOTAS, type RawCheck } from "./raw-check.ts";

const STOLEN =
  "If you specify a staging label that's already associated with a different version of the same secret, then Secrets Manager removes the label from the other version and attaches it to this version.";

export const stageChecks: readonly RawCheck[] = [
  {
    id: "stage-put-current",
    title: "a put without labels is current, and what was current is previous",
    sentence:
      "If this operation moves the staging label AWSCURRENT from another version to this version, then Secrets Manager also automatically moves the staging label AWSPREVIOUS to the version that AWSCURRENT was removed from.",
    expected: { b: ["AWSPREVIOUS"], c: ["AWSCURRENT"] },
    run: async (backend) => backend.stages(await backend.secretWith("a", "b", "c")),
  },
  {
    id: "stage-put-explicit-current",
    title: "a put with AWSCURRENT moves AWSPREVIOUS, too",
    sentence:
      "If you specify AWSCURRENT, and it is already attached to another version, then Secrets Manager also moves the staging label AWSPREVIOUS to the version that AWSCURRENT was removed from.",
    expected: { a: ["AWSPREVIOUS"], b: ["AWSCURRENT", "mine"] },
    run: async (backend) => {
      const name = await backend.secretWith("a");
      await backend.put(name, "b", { VersionStages: ["AWSCURRENT", "mine"] });
      return backend.stages(name);
    },
  },
  {
    id: "stage-put-own",
    title: "a put with a label of one's own leaves the current version current",
    sentence: "You can specify the staging labels to attach to the new version in VersionStages.",
    expected: ["a", "b", { a: ["AWSCURRENT"], b: ["staged"] }],
    run: async (backend) => {
      const name = await backend.secretWith("a");
      await backend.put(name, "b", { VersionStages: ["staged"] });
      return [
        await backend.text(name),
        await backend.text(name, "staged"),
        await backend.stages(name),
      ];
    },
  },
  {
    id: "stage-put-stolen",
    title: "the next put with the same label takes it, and leaves a version without one",
    sentence: STOLEN,
    expected: { a: ["AWSCURRENT"], c: ["staged"] },
    run: async (backend) => {
      const name = await backend.secretWith("a");
      await backend.put(name, "b", { VersionStages: ["staged"] });
      await backend.put(name, "c", { VersionStages: ["staged"] });
      return backend.stages(name);
    },
  },
  {
    id: "stage-put-answer",
    title: "a put answers the labels of its version",
    sentence:
      "The list of staging labels that are currently attached to this version of the secret.",
    expected: [["AWSCURRENT"], ["staged"]],
    run: async (backend) => {
      const name = await backend.secretWith("a");
      const current = await backend.put(name, "b");
      const other = await backend.put(name, "c", { VersionStages: ["staged"] });
      return [current.VersionStages, other.VersionStages];
    },
  },
  {
    id: "stage-first",
    title: "the first version is current, whatever labels it is put with",
    sentence:
      "If this operation creates the first version for the secret, then Secrets Manager automatically attaches the staging label AWSCURRENT to it.",
    expected: { a: ["AWSCURRENT", "staged"] },
    run: async (backend) => {
      const Name = backend.newName();
      await backend.create({ Name });
      await backend.put(Name, "a", { VersionStages: ["staged"] });
      return backend.stages(Name);
    },
  },
  {
    id: "stage-most",
    title: "a secret has 20 labels and no more",
    sentence: "Labels attached across all versions of a secret: 20",
    page: QUOTAS,
    expected: ["ok", "LimitExceededException"],
    run: async (backend) => {
      const name = await backend.secretWith("a");
      const VersionStages = Array.from({ length: 19 }, (_, index) => `label-${index}`);
      return [
        await ending(backend.put(name, "b", { VersionStages })),
        await ending(backend.put(name, "c", { VersionStages: ["one-more"] })),
      ];
    },
  },
];
