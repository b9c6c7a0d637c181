import type { Place } from "../place.ts";
import { documentOf } from "../kist.ts";

/** One command of a story that goes through all of them. */
export interface Act {
  readonly words: readonly string[] | ((place: Place) => Promise<readonly string[]>);
  /** What stdin holds; a canary stands for `CANARY`. */
  readonly input?: string;
  /** What it ends with. Default: 0. */
  readonly exitCode?: number;
  /** Whether its purpose is to give values: then they may be in stdout, and nowhere else. */
  readonly gives?: true;
}

/** Stands in an input for the value that is looked for. */
export const CANARY = "@CANARY@";

const revisionOf = async (place: Place, name: string): Promise<string> => {
  const document = await documentOf(place, ["describe", name]);
  return String(Reflect.get(Object(document), "revision"));
};

const json = (values: Readonly<Record<string, string>>): string => JSON.stringify(values);

/** The part of the story in which values are taken, given and handed on, and in which that fails. */
export const valuesScript: readonly Act[] = [
  { words: ["register", "db", "--values", "-"], input: json({ TOKEN: CANARY, USER: "app" }) },
  { words: ["register", "db", "TOKEN=-"], input: CANARY, exitCode: 4 },
  {
    words: ["register", "other", "password=-", "--schema", "basic_auth"],
    input: CANARY,
    exitCode: 6,
  },
  { words: ["register", "no/such//name", "password=-"], input: CANARY, exitCode: 6 },
  { words: ["register", "db2", "--values", "-"], input: `{ "TOKEN": ${CANARY}`, exitCode: 2 },
  { words: ["register", "db2", "--values", "-"], input: `{ "1 TOKEN": "${CANARY}" }`, exitCode: 6 },
  { words: ["register", "db2", "--values", "-"], input: json({ password: CANARY }) },
  { words: ["get", "db"] },
  { words: ["get", "db", "TOKEN"], gives: true },
  { words: ["get", "db", "--reveal"], gives: true },
  { words: ["get", "db", "--json"], gives: true },
  { words: ["get", "db", "TOKE"], exitCode: 3 },
  { words: ["list"] },
  { words: ["list", "--json"] },
  { words: ["describe", "db"] },
  { words: ["describe", "db", "--json"] },
  { words: ["update", "db", "TOKEN=-"], input: CANARY },
  {
    words: ["update", "db", "--values", "-", "--if-revision", "other"],
    input: json({ TOKEN: CANARY }),
    exitCode: 5,
  },
  { words: ["update", "db", "TOKEN=-", "--replace"], input: CANARY },
  { words: ["update", "none", "TOKEN=-"], input: CANARY, exitCode: 3 },
  { words: ["history", "db"] },
  { words: ["history", "db", "--json"] },
  { words: async (place) => ["rollback", "db", await revisionOf(place, "db")] },
  { words: ["rollback", "db", "none"], exitCode: 3 },
  { words: ["rename", "db2", "db3"] },
  { words: ["rename", "db3", "db"], exitCode: 4 },
  { words: ["export", "--format", "json"], gives: true },
  { words: ["export", "db", "--format", "nope"], exitCode: 2 },
  { words: ["import", "-", "--as", "web", "--format", "json"], input: json({ KEY: CANARY }) },
  {
    words: ["import", "-", "--as", "web", "--format", "json"],
    input: json({ KEY: `${CANARY} changed` }),
    exitCode: 2,
  },
  { words: ["import", "-", "--as", "web", "--format", "json"], input: `{ ${CANARY}`, exitCode: 6 },
  {
    words: ["import", "-", "--as", "env", "--format", "dotenv"],
    input: `1 ${CANARY}\n2=${CANARY}`,
    exitCode: 6,
  },
  { words: ["run", "--secret", "db", "--", "true"] },
  { words: ["run", "--secret", "db", "--", "no-such-command"], exitCode: 127 },
  {
    words: ["run", "--secret", "db", "--secret", "db3", "--secret", "none", "--", "true"],
    exitCode: 3,
  },
];

/** The story in which every command is run, most of them also where they fail. */
export const script: readonly Act[] = [
  ...valuesScript,
  { words: ["key", "source"] },
  { words: ["key", "export", "--yes"] },
  { words: ["key", "rekey", "--to", "key-file"] },
  { words: ["trust", "nope.json"], exitCode: 6 },
  { words: ["doctor"] },
  { words: ["doctor", "--json"] },
  { words: ["conformance", "./none.mjs"], exitCode: 3 },
  { words: ["completion", "bash"] },
  { words: ["completion", "zsh"] },
  { words: ["completion", "fish"] },
  { words: ["schema", "list"] },
  { words: ["schema", "describe", "basic_auth"] },
  { words: ["schema", "register", "./schemas.ts", "--user"] },
  { words: ["flavor", "new", "./made"] },
  { words: ["flavor", "register", "./flavor.ts", "--user"] },
  { words: ["flavor", "list"] },
  { words: ["flavor", "describe", "acme"] },
  { words: ["flavor", "delete", "acme"] },
  { words: ["secrets-manager", "flavor", "new", "./made-too"] },
  { words: ["secrets-manager", "flavor", "register", "./flavor.ts", "--user"] },
  { words: ["secrets-manager", "flavor", "list"] },
  { words: ["secrets-manager", "flavor", "describe", "acme"] },
  { words: ["secrets-manager", "flavor", "delete", "acme"] },
  ...["manager", "secrets-manager"].flatMap((word): Act[] => [
    { words: [word, "register", "dev", "--flavor", "local", "--user"] },
    {
      words: [word, "register", "bad", "--flavor", "local", "passphrase=hunter2", "--user"],
      exitCode: 6,
    },
    { words: [word, "list"] },
    { words: [word, "describe", "dev"] },
    { words: [word, "update", "dev", "timeoutMs=20000"] },
    { words: [word, "copy", "dev", "dev2"] },
    { words: [word, "rename", "dev2", "dev3"] },
    { words: [word, "use", "dev3"] },
    { words: ["register", "mine", "TOKEN=-"], input: CANARY },
    { words: ["get", "mine"] },
    { words: ["cleanup", "--yes", "--manager", "dev3"] },
    { words: [word, "delete", "dev3", "--yes"] },
    { words: [word, "delete", "dev", "--yes"] },
  ]),
  { words: ["delete", "db", "none", "--yes"], exitCode: 3 },
  { words: ["undelete", "db"], exitCode: 9 },
  { words: ["list", "--not-owned"], exitCode: 9 },
  { words: ["adopt", "env", "--schema", "basic_auth"], exitCode: 3 },
  { words: ["adopt", "web", "--schema", "basic_auth", "--dry-run"], exitCode: 6 },
  { words: ["cleanup", "--yes"], exitCode: 2 },
];
