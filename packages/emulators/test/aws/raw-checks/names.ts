import { ending, type RawCheck } from "./raw-check.ts";

const CHARACTERS =
  "The secret name can contain ASCII letters, numbers, and the following characters: /_+=.@-";
const SUFFIX =
  "Secrets Manager automatically adds a hyphen and six random characters after the secret name at the end of the ARN.";
const PARTIAL =
  "If you do so, you risk confusion and unexpected results when searching for a secret by partial ARN.";

export const nameChecks: readonly RawCheck[] = [
  {
    id: "name-characters",
    title: "a name has all the characters that it can have",
    sentence: CHARACTERS,
    expected: "ok",
    run: (backend) =>
      ending(backend.create({ Name: `${backend.newName()}/aZ09_+=.@-`, SecretString: "one" })),
  },
  {
    id: "name-other-character",
    title: "a name with another character is refused",
    sentence: CHARACTERS,
    expected: ["ValidationException", "ValidationException"],
    run: async (backend) => [
      await ending(backend.create({ Name: `${backend.newName()} `, SecretString: "one" })),
      await ending(backend.create({ Name: `${backend.newName()}ä`, SecretString: "one" })),
    ],
  },
  {
    id: "name-longest",
    title: "a name has 512 characters and no more",
    sentence: "Length Constraints: Minimum length of 1. Maximum length of 512.",
    page: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
    expected: ["ok", "ValidationException"],
    run: async (backend) => [
      await ending(backend.create({ Name: backend.newName().padEnd(512, "n"), SecretString: "1" })),
      await ending(backend.create({ Name: backend.newName().padEnd(513, "n"), SecretString: "1" })),
    ],
  },
  {
    id: "name-case",
    title: "names that differ in case are two",
    sentence: "A resource with the ID you requested already exists.",
    expected: ["ok", "ResourceExistsException"],
    run: async (backend) => {
      const name = await backend.secret({ Name: `${backend.newName()}/Case` });
      const other = name.toLowerCase();
      return [
        await ending(backend.create({ Name: other, SecretString: "one" })),
        await ending(backend.create({ Name: name, SecretString: "one" })),
      ];
    },
  },
  {
    id: "arn-suffix",
    title: "an ARN ends with the name, a hyphen and six characters",
    sentence: SUFFIX,
    expected: true,
    run: async (backend) => {
      const Name = backend.newName();
      const { ARN = "" } = await backend.create({ Name, SecretString: "one" });
      const [, resource = ""] = ARN.split(":secret:");
      return (
        resource.startsWith(`${Name}-`) && /^[A-Za-z0-9]{6}$/.test(resource.slice(Name.length + 1))
      );
    },
  },
  {
    id: "arn-complete",
    title: "a secret is read by its complete ARN",
    sentence: "For an ARN, we recommend that you specify a complete ARN rather than a partial ARN.",
    expected: "one",
    run: async (backend) => {
      const { ARN = "" } = await backend.create({ Name: backend.newName(), SecretString: "one" });
      return (await backend.get(ARN)).SecretString;
    },
  },
  {
    id: "arn-partial",
    title: "a secret is read by an ARN without the suffix",
    sentence: "See Finding a secret from a partial ARN.",
    expected: "one",
    run: async (backend) => {
      const { ARN = "" } = await backend.create({ Name: backend.newName(), SecretString: "one" });
      return (await backend.get(ARN.slice(0, -7))).SecretString;
    },
  },
  {
    id: "arn-confusion",
    title: "the end of a name is taken for the suffix of an ARN",
    sentence: PARTIAL,
    expected: "ResourceNotFoundException",
    run: async (backend) => {
      const Name = `${backend.newName()}/end-abcdef`;
      const { ARN = "" } = await backend.create({ Name, SecretString: "one" });
      return ending(backend.get(ARN.slice(0, -7)));
    },
  },
  {
    id: "arn-new-secret",
    title: "a secret with the name of a deleted one has another ARN",
    sentence:
      "This ensures that if you create a new secret with the same name as a deleted secret, then users with access to the old secret don't get access to the new secret because the ARNs are different.",
    expected: "ResourceNotFoundException",
    run: async (backend) => {
      const Name = backend.newName();
      const { ARN = "" } = await backend.create({ Name, SecretString: "one" });
      const other = ARN.replace(/[A-Za-z0-9]{6}$/, (suffix) =>
        suffix === "AAAAAA" ? "BBBBBB" : "AAAAAA",
      );
      return ending(backend.get(other));
    },
  },
  {
    id: "name-unknown",
    title: "a secret that is not there is not found, by any operation",
    sentence: "Secrets Manager can't find the resource that you asked for.",
    expected: Array.from({ length: 5 }, () => "ResourceNotFoundException"),
    run: async (backend) => {
      const name = backend.newName();
      return [
        await ending(backend.get(name)),
        await ending(backend.put(name, "a")),
        await ending(backend.describe(name)),
        await ending(backend.delete(name)),
        await ending(backend.move(name, "AWSCURRENT", { from: "a", to: "b" })),
      ];
    },
  },
  {
    id: "name-unknown-status",
    title: "an error of the caller has the status 400",
    sentence: "HTTP Status Code: 400",
    page: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
    expected: 400,
    run: async (backend) => {
      try {
        await backend.get(backend.newName());
        return "ok";
      } catch (error) {
        return statusOf(error);
      }
    },
  },
];

function statusOf(error: unknown): unknown {
  const metadata: unknown = Reflect.get(Object(error), "$metadata");
  return Reflect.get(Object(metadata), "httpStatusCode");
}
