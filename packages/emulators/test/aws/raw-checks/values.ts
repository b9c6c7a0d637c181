import { ending, QUOTAS, type RawCheck } from "./raw-check.ts";

const EITHER =
  "To create a secret, you can provide the secret value to be encrypted in either the SecretString parameter or the SecretBinary parameter, but not both.";
const SIZE = "Length of a secret: 65,536 bytes";

export const valueChecks: readonly RawCheck[] = [
  {
    id: "value-text",
    title: "a text is answered as it was given",
    sentence:
      "The decrypted secret value, if the secret value was originally provided as a string or through the Secrets Manager console.",
    expected: { SecretString: ' {"ä": "🔑\\n"} ', SecretBinary: undefined },
    run: async (backend) => {
      const name = await backend.secret({ SecretString: ' {"ä": "🔑\\n"} ' });
      const { SecretString, SecretBinary } = await backend.get(name, {
        VersionStage: "AWSCURRENT",
      });
      return { SecretString, SecretBinary };
    },
  },
  {
    id: "value-bytes",
    title: "bytes are answered as they were given",
    sentence:
      "The decrypted secret value, if the secret value was originally provided as binary data in the form of a byte array.",
    expected: { SecretString: undefined, bytes: [0, 255, 128] },
    run: async (backend) => {
      const Name = backend.newName();
      await backend.create({ Name, SecretBinary: new Uint8Array([0, 255, 128]) });
      const { SecretString, SecretBinary = [] } = await backend.get(Name);
      return { SecretString, bytes: [...SecretBinary] };
    },
  },
  {
    id: "value-two",
    title: "a text and bytes at once are refused",
    sentence: EITHER,
    expected: ["InvalidParameterException", "InvalidParameterException"],
    run: async (backend) => {
      const SecretBinary = new Uint8Array([1]);
      const name = await backend.secret();
      return [
        await ending(backend.create({ Name: backend.newName(), SecretString: "1", SecretBinary })),
        await ending(backend.put(name, "b", { SecretBinary })),
      ];
    },
  },
  {
    id: "value-none",
    title: "a put without a value is refused",
    sentence: "You must include SecretBinary or SecretString, but not both.",
    expected: "InvalidRequestException",
    run: async (backend) => {
      const name = await backend.secret();
      return ending(backend.put(name, "b", { SecretString: undefined }));
    },
  },
  {
    id: "value-largest",
    title: "a text has 65,536 bytes and no more",
    sentence: SIZE,
    page: QUOTAS,
    expected: ["ok", "ValidationException", "ValidationException"],
    run: async (backend) => {
      const name = await backend.secret({ SecretString: "x".repeat(65_536) });
      return [
        "ok",
        await ending(backend.put(name, "b", { SecretString: "x".repeat(65_537) })),
        await ending(backend.create({ Name: backend.newName(), SecretString: "ä".repeat(32_769) })),
      ];
    },
  },
  {
    id: "value-largest-bytes",
    title: "65,537 bytes are refused",
    sentence: SIZE,
    page: QUOTAS,
    expected: ["ok", "ValidationException"],
    run: async (backend) => [
      await ending(
        backend.create({ Name: backend.newName(), SecretBinary: new Uint8Array(65_536) }),
      ),
      await ending(
        backend.create({ Name: backend.newName(), SecretBinary: new Uint8Array(65_537) }),
      ),
    ],
  },
  {
    id: "value-not-yet",
    title: "a secret without a value has no version, and nothing to be read",
    sentence:
      "If you include SecretString or SecretBinary then Secrets Manager creates an initial secret version and automatically attaches the staging label AWSCURRENT to it.",
    expected: { version: undefined, stages: {}, read: "ResourceNotFoundException" },
    run: async (backend) => {
      const Name = backend.newName();
      const { VersionId } = await backend.create({ Name });
      const stages = await backend.stages(Name);
      return { version: VersionId, stages, read: await ending(backend.get(Name)) };
    },
  },
];
