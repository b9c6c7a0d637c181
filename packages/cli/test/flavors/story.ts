import type { ServedFlavor } from "./served-flavor.ts";

/** One command of a story that a manager of any flavor goes through. */
export interface Act {
  /** What something else makes in the server before. */
  readonly plants?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What is typed; {@link EARLIER} stands for a revision. */
  readonly words: readonly string[];
  /** What stdin holds. */
  readonly input?: string;
  /** What it ends with. Default: 0, with nothing in stderr. */
  readonly exitCode?: number;
  /** What is in stdout: all of it, what it matches, or what a document has among others. */
  readonly shows?: string | RegExp | object;
  /** What stderr says. */
  readonly complains?: RegExp;
  /** What the server holds afterwards, looked at without keykist: `null` for a secret that is not there. */
  readonly leaves?: Readonly<Record<string, Readonly<Record<string, string>> | null>>;
}

/** Stands for the revision of `db` before its present one. */
export const EARLIER = "@EARLIER@";

// What a shell, a URL, JSON or a .env file would read otherwise.
const PASSWORD = 'tulip $HOME "&" {{db.x}}\\n';
const USER = { username: "app" };

/** Every command of kist, with a manager of this flavor; the acts build on each other. */
export function story({ flavor, config, harness, recoverable }: ServedFlavor): readonly Act[] {
  return [
    ...managers(flavor, config),
    ...secrets,
    ...files,
    ...deletions(recoverable),
    ...adoptions,
    ...copies(flavor),
    ...beside(flavor),
    {
      words: ["conformance", harness, "--case", "contract/get-revision", "--json"],
      shows: { flavor, conformant: true },
    },
  ];
}

function managers(flavor: string, config: readonly string[]): readonly Act[] {
  return [
    { words: ["manager", "list"], exitCode: 7, complains: /is not trusted/ },
    { words: ["trust", "keykist.json", "--yes"], shows: /^Trusted / },
    {
      words: ["manager", "register", "prod", "--flavor", flavor, ...config, "scope=none", "--json"],
      shows: { name: "prod", flavor, active: true },
    },
    {
      words: ["manager", "register", "dev", "--flavor", "local", "--json"],
      shows: { active: false },
    },
    { words: ["manager", "use", "dev"] },
    { words: ["manager", "use", "prod"], shows: /manager prod/ },
    {
      words: ["manager", "list", "--json"],
      shows: [
        { name: "default", chosen: false },
        { name: "prod", flavor, scope: "none", active: true, chosen: true },
        { name: "dev", chosen: false },
      ],
    },
    {
      words: ["manager", "describe", "prod", "--json"],
      shows: { name: "prod", flavor, config: { scope: "none" }, capabilities: { adopt: true } },
    },
    { words: ["flavor", "list", "--json"], shows: new RegExp(`"@keykist/${flavor}"`) },
    { words: ["flavor", "describe", flavor], shows: /timeoutMs/ },
    { words: ["doctor", "--json"], shows: { healthy: true } },
  ];
}

const secrets: readonly Act[] = [
  { words: ["list"], shows: "" },
  {
    words: ["register", "db", "--schema", "basic_auth", "username=app", "password=-"],
    input: PASSWORD,
    leaves: { db: { ...USER, password: PASSWORD } },
  },
  {
    words: ["register", "db", "k=v"],
    exitCode: 4,
    complains: /"db": a secret of this name exists/,
  },
  { words: ["get", "db"], shows: /^db +basic_auth\n.*\*{8}/ },
  { words: ["get", "db", "password"], shows: PASSWORD },
  {
    words: ["get", "db", "--json"],
    shows: { name: "db", type: "basic_auth", content: { ...USER, password: PASSWORD } },
  },
  { words: ["get", "none"], exitCode: 3, complains: /"none": there is no such secret/ },
  // A shell is not kept waiting: where a machine is too busy for its two seconds, nothing is proposed.
  { words: ["__complete", "get", "d"], shows: /^(?:db\t.*\n)?$/ },
  {
    words: ["describe", "db", "--json"],
    shows: { type: "basic_auth", keys: ["password", "username"], owned: true },
  },
  {
    words: ["update", "db", "password=-"],
    input: "rose",
    leaves: { db: { ...USER, password: "rose" } },
  },
  { words: ["update", "db", "--unset", "password"], exitCode: 6, complains: /password/ },
  {
    words: ["update", "db", "password=lost", "--if-revision", EARLIER],
    exitCode: 5,
    complains: /someone else has changed it/,
    leaves: { db: { ...USER, password: "rose" } },
  },
  { words: ["history", "db", "--json"], shows: [{}, {}] },
  { words: ["get", "db", "password", "--revision", EARLIER], shows: PASSWORD },
  { words: ["rollback", "db", EARLIER], leaves: { db: { ...USER, password: PASSWORD } } },
  {
    words: ["rename", "db", "team/db"],
    leaves: { db: null, "team/db": { ...USER, password: PASSWORD } },
  },
  { words: ["list", "--prefix", "team/", "--json"], shows: [{ name: "team/db" }] },
];

const files: readonly Act[] = [
  {
    words: ["import", "-", "--as", "web", "--format", "dotenv"],
    input: "TOKEN=rose\nMODE='fast'\n",
    leaves: { web: { TOKEN: "rose", MODE: "fast" } },
  },
  {
    words: ["export", "--format", "json"],
    shows: [
      { name: "team/db", type: "basic_auth", content: { ...USER, password: PASSWORD } },
      { name: "web", content: { TOKEN: "rose", MODE: "fast" } },
    ],
  },
  { words: ["run", "--secret", "web", "--", "printenv", "TOKEN"], shows: "rose\n" },
  { words: ["run", "--secret", "web", "--", "sh", "-c", "exit 42"], exitCode: 42 },
];

function deletions(recoverable: boolean): readonly Act[] {
  const undeletions: readonly Act[] = recoverable
    ? [
        {
          words: ["undelete", "web"],
          shows: "Undeleted web in prod.\n",
          leaves: { web: { TOKEN: "rose", MODE: "fast" } },
        },
        {
          words: ["undelete", "web"],
          exitCode: 4,
          complains: /"web": a secret of this name exists/,
        },
        { words: ["delete", "web", "--yes"], leaves: { web: null } },
      ]
    : [{ words: ["undelete", "web"], exitCode: 9, complains: /deletes for good/ }];
  return [
    {
      words: ["delete", "web", "none", "--yes"],
      exitCode: 3,
      complains: /"none"/,
      leaves: { web: null },
    },
    ...undeletions,
    // A server may keep what is deleted, and the name with it.
    {
      words: ["register", "web", "--values", "-"],
      input: '{ "TOKEN": "again" }',
      leaves: { web: { TOKEN: "again" } },
    },
  ];
}

const adoptions: readonly Act[] = [
  {
    plants: { legacy: { ...USER, password: PASSWORD }, "legacy-2": { token: "rose" } },
    words: ["list", "--not-owned", "--json"],
    shows: /(?=[^]*"legacy")(?=[^]*"legacy-2")/,
  },
  {
    words: ["update", "legacy", "password=x"],
    exitCode: 7,
    complains: /kist adopt legacy --schema TYPE/,
  },
  {
    words: ["adopt", "--prefix", "legacy", "--schema", "basic_auth", "--dry-run"],
    exitCode: 6,
    shows: "Would adopt legacy in prod (basic_auth).\n",
    complains: /legacy-2.*missing/,
  },
  {
    words: ["adopt", "legacy", "--schema", "basic_auth"],
    shows: "Adopted legacy in prod (basic_auth).\n",
    leaves: { legacy: { ...USER, password: PASSWORD } },
  },
  {
    words: ["adopt", "legacy", "--schema", "basic_auth"],
    shows: "legacy is keykist's already (basic_auth).\n",
  },
  {
    words: ["update", "legacy", "password=-"],
    input: "rose",
    leaves: { legacy: { ...USER, password: "rose" } },
  },
  { words: ["list", "--not-owned", "--prefix", "legacy", "--json"], shows: [{ name: "legacy-2" }] },
  { words: ["delete", "legacy", "--yes"], leaves: { legacy: null } },
];

function copies(flavor: string): readonly Act[] {
  return [
    { words: ["manager", "copy", "prod", "copied"] },
    { words: ["manager", "rename", "copied", "late"] },
    { words: ["manager", "update", "late", "timeoutMs=60000"] },
    {
      words: ["manager", "describe", "late", "--json"],
      shows: { flavor, config: { timeoutMs: 60_000 } },
    },
    { words: ["get", "web", "TOKEN", "--manager", "late"], shows: "again" },
    { words: ["cleanup", "--yes"], exitCode: 2, complains: /--manager/ },
    {
      words: ["cleanup", "--yes", "--manager", "late"],
      leaves: { web: null, "team/db": null },
    },
    { words: ["list"], shows: "" },
    { words: ["manager", "delete", "late", "--yes"] },
  ];
}

/** What is the same whatever the flavor, or refuses what is none of its business. */
function beside(flavor: string): readonly Act[] {
  return [
    { words: ["schema", "list"], shows: /basic_auth/ },
    { words: ["schema", "describe", "basic_auth"], shows: /password/ },
    { words: ["schema", "register", "./schemas.ts"] },
    {
      words: ["register", "svc", "--schema", "service", "user=app"],
      leaves: { svc: { user: "app" } },
    },
    ...[["source"], ["export", "--yes"], ["rekey", "--to", "key-file"]].map((words): Act => ({
      words: ["key", ...words],
      exitCode: 9,
      complains: /keeps no key of its own/,
    })),
    { words: ["flavor", "new", "./made"] },
    { words: ["flavor", "register", "./other.ts"], exitCode: 4, complains: new RegExp(flavor) },
    { words: ["flavor", "delete", flavor], exitCode: 9, complains: /own flavor/ },
    { words: ["completion", "bash"], shows: /kist/ },
  ];
}
