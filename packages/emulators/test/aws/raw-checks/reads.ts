import { ending, type RawCheck, token } from "./raw-check.ts";

export const readChecks: readonly RawCheck[] = [
  {
    id: "get-by-version",
    title: "a version without a label is read by its id",
    sentence: "To check if a secret version exists, call GetSecretValue.",
    expected: { text: "a", stages: [] },
    run: async (backend) => {
      const name = await backend.secretWith("a", "b", "c");
      const { SecretString, VersionStages = [] } = await backend.get(name, {
        VersionId: token("a"),
      });
      return { text: SecretString, stages: VersionStages };
    },
  },
  {
    id: "get-both",
    title: "an id and a label have to mean one version",
    sentence:
      "If you include both this parameter and VersionStage, the two parameters must refer to the same secret version.",
    expected: ["ok", "InvalidRequestException"],
    run: async (backend) => {
      const name = await backend.secretWith("a", "b");
      const VersionStage = "AWSCURRENT";
      return [
        await ending(backend.get(name, { VersionId: token("b"), VersionStage })),
        await ending(backend.get(name, { VersionId: token("a"), VersionStage })),
      ];
    },
  },
  {
    id: "get-missing-version",
    title: "an id and a label that no version has are not found",
    sentence: "Secrets Manager can't find the resource that you asked for.",
    expected: ["ResourceNotFoundException", "ResourceNotFoundException"],
    run: async (backend) => {
      const name = await backend.secretWith("a");
      return [
        await ending(backend.get(name, { VersionId: token("b") })),
        await ending(backend.get(name, { VersionStage: "AWSPENDING" })),
      ];
    },
  },
];
