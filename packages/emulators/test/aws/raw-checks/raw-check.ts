import {
  CreateSecretCommand,
  type CreateSecretCommandInput,
  type CreateSecretCommandOutput,
  DeleteSecretCommand,
  type DeleteSecretCommandInput,
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  type Filter,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  type GetSecretValueCommandOutput,
  ListSecretsCommand,
  type ListSecretsCommandInput,
  PutSecretValueCommand,
  type PutSecretValueCommandInput,
  type PutSecretValueCommandOutput,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
  type UpdateSecretVersionStageCommandInput,
} from "@aws-sdk/client-secrets-manager";

/** What AWS's documentation promises, in its words, and the calls of AWS's SDK that show whether it is so. */
export interface RawCheck {
  readonly id: string;
  readonly title: string;
  /** The sentence of the documentation, as the SDK has it beside its types. */
  readonly sentence: string;
  /** The page that has the sentence, where the SDK does not. */
  readonly page?: string | undefined;
  /** What is seen of a server that does what the sentence says. */
  readonly expected: unknown;
  /** Calls the server, and answers what was seen: the same in each run. */
  readonly run: (backend: RawBackend) => Promise<unknown>;
}

export const QUOTAS =
  "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html";
export const TAG_RULES = "https://docs.aws.amazon.com/general/latest/gr/aws_tagging.html";

/** A token, and so the id of a version, that can be told apart at a glance. */
export function token(letter: string): string {
  return `${letter.repeat(8)}-0000-4000-a000-${letter.repeat(12)}`;
}

/** How a call ended: `ok`, or the name of its error. */
export async function ending(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (error) {
    if (error instanceof Error) return error.name;
    throw error;
  }
}

/** What a check sees of a server: also that it was not expected to fail, and did. */
export async function seenBy({ run }: RawCheck, backend: RawBackend): Promise<unknown> {
  try {
    return await run(backend);
  } catch (error) {
    if (error instanceof Error) return { threw: error.name };
    throw error;
  }
}

/** Whether a page is followed by another. A server that ends with an empty token is caught by a check of its own. */
export function isMore(nextToken: string | undefined): boolean {
  return nextToken !== undefined && nextToken !== "";
}

/** A server to check, through AWS's SDK. */
export class RawBackend {
  readonly client: Pick<SecretsManagerClient, "send" | "destroy">;
  readonly #run: string;
  #count = 0;

  /** @param run tells apart the names of runs that share a server */
  constructor(
    client: Pick<SecretsManagerClient, "send" | "destroy">,
    { run }: { readonly run: string },
  ) {
    this.client = client;
    this.#run = run;
  }

  /** A name that nothing has. */
  newName(): string {
    this.#count += 1;
    return `${this.#run}/${this.#count}`;
  }

  create(input: CreateSecretCommandInput): Promise<CreateSecretCommandOutput> {
    return this.client.send(new CreateSecretCommand(input));
  }

  /** Creates a secret whose one version has the token `a`; answers its name. */
  async secret(fields: Partial<CreateSecretCommandInput> = {}): Promise<string> {
    const Name = fields.Name ?? this.newName();
    await this.create({ SecretString: "one", ClientRequestToken: token("a"), ...fields, Name });
    return Name;
  }

  /** Creates a secret with a version for each letter, whose value and token it is; each was current. */
  async secretWith(...letters: readonly string[]): Promise<string> {
    const Name = this.newName();
    const [first = "a", ...others] = letters;
    await this.create({ Name, SecretString: first, ClientRequestToken: token(first) });
    for (const letter of others) await this.put(Name, letter);
    return Name;
  }

  /** Adds a version whose value and token are a letter. */
  put(
    SecretId: string,
    letter: string,
    fields: Partial<PutSecretValueCommandInput> = {},
  ): Promise<PutSecretValueCommandOutput> {
    return this.client.send(
      new PutSecretValueCommand({
        SecretId,
        SecretString: letter,
        ClientRequestToken: token(letter),
        ...fields,
      }),
    );
  }

  get(
    SecretId: string,
    fields: Partial<GetSecretValueCommandInput> = {},
  ): Promise<GetSecretValueCommandOutput> {
    return this.client.send(new GetSecretValueCommand({ SecretId, ...fields }));
  }

  /** The text of the version with a label. */
  async text(SecretId: string, VersionStage = "AWSCURRENT"): Promise<string | undefined> {
    return (await this.get(SecretId, { VersionStage })).SecretString;
  }

  describe(SecretId: string): Promise<DescribeSecretCommandOutput> {
    return this.client.send(new DescribeSecretCommand({ SecretId }));
  }

  /** Which labels the versions have, by the letter of their token. */
  async stages(SecretId: string): Promise<Record<string, string[]>> {
    const { VersionIdsToStages = {} } = await this.describe(SecretId);
    return Object.fromEntries(
      Object.entries(VersionIdsToStages)
        .filter(([, stages]) => stages.length > 0)
        .map(([id, stages]) => [id.slice(0, 1), stages.toSorted()] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  /** Moves a label between versions that are called by letters. */
  move(
    SecretId: string,
    VersionStage: string,
    { from, to }: { readonly from?: string; readonly to?: string },
  ): Promise<unknown> {
    const input: UpdateSecretVersionStageCommandInput = { SecretId, VersionStage };
    if (from !== undefined) input.RemoveFromVersionId = token(from);
    if (to !== undefined) input.MoveToVersionId = token(to);
    return this.client.send(new UpdateSecretVersionStageCommand(input));
  }

  delete(SecretId: string, fields: Partial<DeleteSecretCommandInput> = {}): Promise<unknown> {
    return this.client.send(new DeleteSecretCommand({ SecretId, ...fields }));
  }

  /** The last parts of the names that are listed of those below a name; all pages. */
  async list(below: string, fields: Partial<ListSecretsCommandInput> = {}): Promise<string[]> {
    const Filters: Filter[] = [{ Key: "name", Values: [`${below}/`] }, ...(fields.Filters ?? [])];
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListSecretsCommand({
          ...fields,
          Filters,
          ...(NextToken !== undefined && { NextToken }),
        }),
      );
      names.push(...(page.SecretList ?? []).map(({ Name = "" }) => Name.slice(below.length + 1)));
      ({ NextToken } = page);
    } while (isMore(NextToken));
    return names;
  }

  /** Those that filters find, of secrets below a name; in the order of their names. */
  async find(below: string, ...filters: readonly Filter[]): Promise<string[]> {
    return (await this.list(below, { Filters: [...filters] })).toSorted();
  }
}
