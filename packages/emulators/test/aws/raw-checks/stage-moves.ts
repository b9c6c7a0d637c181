import { ending, type RawBackend, type RawCheck } from "./raw-check.ts";

const MOVED_WITH =
  "Whenever you move AWSCURRENT, Secrets Manager automatically moves the label AWSPREVIOUS to the version that AWSCURRENT was removed from.";
const REMOVE_FROM =
  "If the label is attached and you either do not specify this parameter, or the version ID does not match, then the operation fails.";

export const stageMoveChecks: readonly RawCheck[] = [
  {
    id: "stage-move",
    title: "AWSCURRENT is moved, and AWSPREVIOUS with it",
    sentence: MOVED_WITH,
    expected: { a: ["AWSPREVIOUS"], b: ["AWSCURRENT", "staged"] },
    run: async (backend) => {
      const name = await staged(backend);
      await backend.move(name, "AWSCURRENT", { from: "a", to: "b" });
      return backend.stages(name);
    },
  },
  {
    id: "stage-move-read",
    title: "once AWSCURRENT is moved, its version is what is read by default",
    sentence: "AWSCURRENT, which indicates the current version of the secret.",
    expected: { byDefault: "b", byStage: "b", previous: "a" },
    run: async (backend) => {
      const name = await staged(backend);
      await backend.move(name, "AWSCURRENT", { from: "a", to: "b" });
      return {
        byDefault: (await backend.get(name)).SecretString,
        byStage: await backend.text(name),
        previous: await backend.text(name, "AWSPREVIOUS"),
      };
    },
  },
  {
    id: "stage-move-then-put",
    title: "once AWSCURRENT is moved, the next put takes it from where it is",
    sentence: "Each staging label can be attached to only one version at a time.",
    expected: { b: ["AWSPREVIOUS", "staged"], c: ["AWSCURRENT"] },
    run: async (backend) => {
      const name = await staged(backend);
      await backend.move(name, "AWSCURRENT", { from: "a", to: "b" });
      await backend.put(name, "c");
      return backend.stages(name);
    },
  },
  {
    id: "stage-move-mismatch",
    title: "AWSCURRENT is not moved from a version that has lost it: the compare-and-set",
    sentence: REMOVE_FROM,
    expected: [
      "InvalidParameterException",
      { a: ["AWSPREVIOUS"], b: ["AWSCURRENT"], c: ["staged"] },
    ],
    run: async (backend) => {
      const name = await backend.secretWith("a", "b");
      await backend.put(name, "c", { VersionStages: ["staged"] });
      const moved = await ending(backend.move(name, "AWSCURRENT", { from: "a", to: "c" }));
      return [moved, await backend.stages(name)];
    },
  },
  {
    id: "stage-move-unconditional",
    title: "AWSCURRENT is not moved by one who does not say from where",
    sentence: REMOVE_FROM,
    expected: "InvalidParameterException",
    run: async (backend) => {
      const name = await staged(backend);
      return ending(backend.move(name, "AWSCURRENT", { to: "b" }));
    },
  },
  {
    id: "stage-move-race",
    title: "of eight who move AWSCURRENT from one version, one wins",
    sentence: REMOVE_FROM,
    expected: { ok: 1, InvalidParameterException: 7 },
    run: async (backend) => {
      const name = await backend.secretWith("a");
      const letters = ["b", "c", "d", "e", "f", "1", "2", "3"];
      for (const letter of letters) await backend.put(name, letter, { VersionStages: [letter] });
      const endings = await Promise.all(
        letters.map((to) => ending(backend.move(name, "AWSCURRENT", { from: "a", to }))),
      );
      return counted(endings);
    },
  },
  {
    id: "stage-move-again",
    title: "a move that is made again fails, for its label has left",
    sentence: REMOVE_FROM,
    expected: [
      "ok",
      "InvalidParameterException",
      { a: ["AWSPREVIOUS"], b: ["AWSCURRENT", "staged"] },
    ],
    run: async (backend) => {
      const name = await staged(backend);
      const move = { from: "a", to: "b" };
      return [
        await ending(backend.move(name, "AWSCURRENT", move)),
        await ending(backend.move(name, "AWSCURRENT", move)),
        await backend.stages(name),
      ];
    },
  },
  {
    id: "stage-move-unlabelled",
    title: "a version that lost its label can still become current",
    sentence:
      "You can move the AWSCURRENT staging label to this version by including it in this call.",
    expected: ["ok", { a: ["AWSPREVIOUS"], b: ["AWSCURRENT"], c: ["staged"] }],
    run: async (backend) => {
      const name = await staged(backend);
      await backend.put(name, "c", { VersionStages: ["staged"] });
      return [
        await ending(backend.move(name, "AWSCURRENT", { from: "a", to: "b" })),
        await backend.stages(name),
      ];
    },
  },
  {
    id: "stage-move-back",
    title: "the previous version becomes current again",
    sentence: "To revert to the previous version of a secret, call UpdateSecretVersionStage.",
    expected: ["a", { a: ["AWSCURRENT"], b: ["AWSPREVIOUS"] }],
    run: async (backend) => {
      const name = await backend.secretWith("a", "b");
      await backend.move(name, "AWSCURRENT", { from: "b", to: "a" });
      return [await backend.text(name), await backend.stages(name)];
    },
  },
  {
    id: "stage-attach",
    title: "a label that is nowhere is attached",
    sentence:
      "The staging labels that you specify in the VersionStage parameter are added to the existing list of staging labels for the version.",
    expected: { a: ["AWSCURRENT", "mine"] },
    run: async (backend) => {
      const name = await backend.secretWith("a");
      await backend.move(name, "mine", { to: "a" });
      return backend.stages(name);
    },
  },
  {
    id: "stage-remove",
    title: "a label is removed",
    sentence: "To remove a label from a version, then do not specify this parameter.",
    expected: { a: ["AWSCURRENT"] },
    run: async (backend) => {
      const name = await staged(backend);
      await backend.move(name, "staged", { from: "b" });
      return backend.stages(name);
    },
  },
  {
    id: "stage-remove-current",
    title: "AWSCURRENT cannot be removed",
    sentence:
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    page: "an answer of AWS, which the source of terraform-provider-aws quotes (secretsmanager/secret_version.go)",
    expected: "InvalidParameterException",
    run: async (backend) => {
      const name = await backend.secretWith("a", "b");
      return ending(backend.move(name, "AWSCURRENT", { from: "b" }));
    },
  },
  {
    id: "stage-unknown-version",
    title: "a label is not moved to a version that is not there",
    sentence: "Secrets Manager can't find the resource that you asked for.",
    expected: "ResourceNotFoundException",
    run: async (backend) => {
      const name = await backend.secretWith("a");
      return ending(backend.move(name, "AWSCURRENT", { from: "a", to: "b" }));
    },
  },
];

/** A secret whose version `a` is current, and whose version `b` is staged. */
async function staged(backend: RawBackend): Promise<string> {
  const name = await backend.secretWith("a");
  await backend.put(name, "b", { VersionStages: ["staged"] });
  return name;
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
